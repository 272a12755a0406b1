package loralei.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import loralei.text.Message;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B), read to its end marker. A decoder fills what is missing from a cut
 * off JPEG with grey and hardly says so; a file without its end marker is refused here.
 */
final class JpegStructure {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final String ICC_HEADER = "ICC_PROFILE\0";
    private static final int INKS = 4;
    private static final String ADOBE_HEADER = "Adobe";

    /** A segment: its marker and where its content lies, from {@code begin} (inclusive) to {@code end} (exclusive). */
    private record Segment(int marker, int begin, int end) {}

    private final byte[] content;
    private final List<Segment> segments;

    private JpegStructure(byte[] content, List<Segment> segments) {
        this.content = content;
        this.segments = List.copyOf(segments);
    }

    /**
     * Reads the segments.
     *
     * @param content the whole file
     * @throws BrokenContentException if the file ends too early
     */
    static PictureStructure read(byte[] content) throws BrokenContentException {
        List<Segment> segments = new ArrayList<>();
        boolean picture = false;
        int at = 2; // past the start marker
        while (true) {
            at = nextMarker(content, at);
            int marker = content[at - 1] & 0xFF;
            if (marker == EOI) {
                break;
            }
            if (marker == SOI || marker <= 1) {
                continue; // stands alone, without a length
            }
            if (at + 2 > content.length) {
                throw BrokenContentException.cutOff();
            }
            int end = at + ((content[at] & 0xFF) << 8 | (content[at + 1] & 0xFF));
            if (end > content.length) {
                throw BrokenContentException.cutOff();
            }
            segments.add(new Segment(marker, at + 2, Math.max(end, at + 2)));
            picture |= marker == SOS;
            at = end;
        }
        if (!picture) {
            throw BrokenContentException.damaged(Message.of("pictures.emptyJpeg"));
        }
        return new JpegStructure(content, segments).structure();
    }

    /** Returns the place after the next marker, past compressed pixels, where FF00 and FFD0 to FFD7 are no markers. */
    private static int nextMarker(byte[] content, int from) throws BrokenContentException {
        for (int i = from; i + 1 < content.length; i++) {
            if (content[i] == (byte) 0xFF) {
                int code = content[i + 1] & 0xFF;
                boolean restart = code >= 0xD0 && code <= 0xD7;
                if (code != 0 && code != 0xFF && !restart) {
                    return i + 2;
                }
            }
        }
        throw BrokenContentException.cutOff();
    }

    /** Four channels without an Adobe segment can also be colour and alpha. */
    private PictureStructure structure() {
        Optional<Integer> inks = components() == INKS ? adobeTransform() : Optional.empty();
        return new PictureStructure(content, decodable(), iccProfile(), tags(), inks);
    }

    /** Returns the number of colour components: 1 grey, 3 colour, 4 CMYK or YCCK; 0 if no frame was found. */
    private int components() {
        for (Segment segment : segments) {
            int m = segment.marker;
            // SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC)
            boolean frame = m >= 0xC0 && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC;
            if (frame && segment.end - segment.begin >= 6) {
                return content[segment.begin + 5] & 0xFF;
            }
        }
        return 0;
    }

    /** Returns the colour transform of the Adobe segment (0 none, 1 YCbCr, 2 YCCK), if there is such a segment. */
    private Optional<Integer> adobeTransform() {
        return segments.stream()
                .filter(s -> s.marker == APP14 && s.end - s.begin >= 12 && startsWith(s, ADOBE_HEADER))
                .map(s -> content[s.begin + 11] & 0xFF)
                .findFirst();
    }

    /** Puts the profile together from its numbered parts (ICC.1, annex B.4). */
    private Optional<byte[]> iccProfile() {
        int header = ICC_HEADER.length();
        TreeMap<Integer, byte[]> parts = new TreeMap<>();
        for (Segment segment : segments) {
            if (isIcc(segment)) {
                int number = content[segment.begin + header] & 0xFF;
                parts.put(number, Arrays.copyOfRange(content, segment.begin + header + 2, segment.end));
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        parts.values().forEach(profile::writeBytes);
        return Optional.of(profile.toByteArray());
    }

    private PictureTags tags() {
        PictureTags tags = new PictureTags();
        segments.stream()
                .filter(s -> s.marker == APP1)
                .forEach(s -> tags.addSegment(Arrays.copyOfRange(content, s.begin, s.end)));
        return tags;
    }

    /** Returns the file without its profile, as the decoder fails on a broken one. */
    private byte[] decodable() {
        if (segments.stream().noneMatch(this::isIcc)) {
            return content;
        }
        ByteArrayOutputStream stripped = new ByteArrayOutputStream(content.length);
        int copied = 0;
        for (Segment segment : segments) {
            if (isIcc(segment)) {
                stripped.write(content, copied, segment.begin - 4 - copied); // marker and length go too
                copied = segment.end;
            }
        }
        stripped.write(content, copied, content.length - copied);
        return stripped.toByteArray();
    }

    private boolean isIcc(Segment segment) {
        return segment.marker == APP2
                && segment.end - segment.begin > ICC_HEADER.length() + 2
                && startsWith(segment, ICC_HEADER);
    }

    private boolean startsWith(Segment segment, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.US_ASCII);
        int end = segment.begin + expected.length;
        return end <= segment.end && Arrays.equals(content, segment.begin, end, expected, 0, expected.length);
    }
}
