package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture is turned upright wherever its file says how the camera was held. */
class PictureTagsTest {
    private static final byte[] EXIF = latin1("Exif\0\0");
    private static final byte[] XMP = latin1("http://ns.adobe.com/xap/1.0/\0");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void theOrientationIsFound(String where, byte[] content) throws IOException {
        assertThat(orientation(content)).isEqualTo(Orientation.ROTATE_90_CW);
    }

    static Stream<Arguments> theOrientationIsFound() throws IOException {
        byte[] tiff = tiff(6, ByteOrder.LITTLE_ENDIAN);
        byte[] headed = joined(EXIF, tiff);
        byte[] xmp = xmp("tiff:Orientation='6'/>");
        return Stream.of(
                Arguments.of("JPEG", jpeg(segment(0xE1, headed))),
                Arguments.of("JPEG, other byte order", jpeg(segment(0xE1, EXIF, tiff(6, ByteOrder.BIG_ENDIAN)))),
                Arguments.of("JPEG, header twice", jpeg(segment(0xE1, EXIF, headed))),
                Arguments.of(
                        "JPEG, after other segments",
                        jpeg(segment(0xE2, latin1("MPF\0x")), segment(0xE1, latin1("other\0")), segment(0xE1, headed))),
                Arguments.of("JPEG, XMP", jpeg(segment(0xE1, XMP, xmp))),
                Arguments.of("JPEG, XMP filled up with zeros", jpeg(segment(0xE1, XMP, xmp, new byte[9]))),
                Arguments.of(
                        "JPEG, XMP element",
                        jpeg(segment(0xE1, XMP, xmp("><tiff:Orientation>6</tiff:Orientation></rdf:Description>")))),
                Arguments.of(
                        "JPEG, EXIF outweighs XMP",
                        jpeg(segment(0xE1, XMP, xmp("tiff:Orientation='3'/>")), segment(0xE1, headed))),
                Arguments.of(
                        "JPEG, XMP where EXIF is broken",
                        jpeg(segment(0xE1, EXIF, latin1("II*\0\u00ff\u00ff\u00ff")), segment(0xE1, XMP, xmp))),
                Arguments.of("PNG, before pixels", png(true, chunk("eXIf", tiff))),
                Arguments.of("PNG, after pixels", png(false, chunk("eXIf", tiff))),
                Arguments.of("PNG, twice", png(true, chunk("eXIf", tiff), chunk("eXIf", tiff))),
                Arguments.of("PNG, with JPEG's header", png(true, chunk("eXIf", headed))),
                Arguments.of(
                        "PNG, raw profile",
                        png(true, chunk("tEXt", latin1("Raw profile type exif\0"), profile("exif", headed)))),
                Arguments.of(
                        "PNG, compressed raw profile",
                        png(
                                false,
                                chunk("zTXt", latin1("Raw profile type exif\0\0"), deflated(profile("exif", headed))))),
                Arguments.of(
                        "PNG, raw profile APP1",
                        png(
                                true,
                                chunk("zTXt", latin1("Raw profile type APP1\0\0"), deflated(profile("app1", headed))))),
                Arguments.of(
                        "PNG, raw profile of XMP",
                        png(true, chunk("zTXt", latin1("Raw profile type xmp\0\0"), deflated(profile("xmp", xmp))))),
                Arguments.of(
                        "PNG, raw profile as international text",
                        png(
                                true,
                                chunk(
                                        "iTXt",
                                        latin1("Raw profile type exif\0\1\0en\0x\0"),
                                        deflated(profile("exif", headed))))),
                Arguments.of("PNG, XMP", png(true, chunk("iTXt", latin1("XML:com.adobe.xmp\0\0\0\0\0"), xmp))),
                Arguments.of(
                        "PNG, compressed XMP",
                        png(false, chunk("iTXt", latin1("XML:com.adobe.xmp\0\1\0\0\0"), deflated(xmp)))),
                Arguments.of("WebP", webp("EXIF", tiff)),
                Arguments.of("WebP, with JPEG's header", webp("EXIF", headed)),
                Arguments.of("WebP, XMP", webp("XMP ", xmp)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"II*\0", "MM", "", "II*\0\u00ff\u00ff\u00ff\u007f", "Exif\0\0"})
    void brokenTagsTurnNothing(String broken) throws IOException {
        for (byte[] content : new byte[][] {
            jpeg(segment(0xE1, EXIF, latin1(broken)), segment(0xE1, XMP, latin1(broken))),
            png(true, chunk("eXIf", latin1(broken)), chunk("iTXt", latin1(broken)), chunk("zTXt", latin1(broken))),
            png(
                    true,
                    chunk("zTXt", latin1("Raw profile type exif")),
                    chunk("tEXt", latin1("Raw profile type exif\0zz"))),
            png(true, chunk("iTXt", latin1("XML:com.adobe.xmp")), chunk("iTXt", latin1("XML:com.adobe.xmp\0\1"))),
            webp("EXIF", latin1(broken))
        }) {
            assertThat(orientation(content)).isEqualTo(Orientation.NONE);
        }
    }

    @Test
    void aTextThatUnpacksToMoreThanTheMemoryHoldsIsNotUnpacked() throws IOException {
        byte[] bomb = deflated(new byte[64 << 20]);
        byte[] content = png(
                true,
                chunk("zTXt", latin1("Comment\0\0"), bomb),
                chunk("zTXt", latin1("Raw profile type exif\0\0"), bomb),
                chunk("eXIf", tiff(6, ByteOrder.LITTLE_ENDIAN)));
        assertThat(orientation(content)).isEqualTo(Orientation.ROTATE_90_CW);
    }

    @Test
    void anXmpPacketReadsNoOtherFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "6");
        String packet = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM '" + other.toUri() + "'>]>"
                + new String(
                        xmp("><tiff:Orientation>&e;</tiff:Orientation></rdf:Description>"),
                        StandardCharsets.ISO_8859_1);
        assertThat(orientation(jpeg(segment(0xE1, XMP, latin1(packet))))).isEqualTo(Orientation.NONE);
    }

    private Orientation orientation(byte[] content) throws IOException {
        return PictureInspector.inspect(Files.write(folder.resolve("picture"), content))
                .picture()
                .orientation();
    }

    /** An EXIF block with nothing but an orientation: a SHORT in the one directory that it has. */
    private static byte[] tiff(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put(latin1(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")).putShort((short) 42);
        tiff.putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    private static byte[] xmp(String property) {
        return latin1("<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
                + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                + "<rdf:Description rdf:about='' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' " + property
                + "</rdf:RDF></x:xmpmeta>");
    }

    private static byte[] jpeg(byte[]... segments) throws IOException {
        byte[] plain = Files.readAllBytes(Samples.picture("rgb.jpg"));
        return joined(
                Arrays.copyOf(plain, 2), // its start marker
                joined(segments),
                Arrays.copyOfRange(plain, 2, plain.length));
    }

    private static byte[] segment(int marker, byte[]... parts) {
        byte[] content = joined(parts);
        ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
        segment.put((byte) 0xFF).put((byte) marker).putShort((short) (2 + content.length));
        return segment.put(content).array();
    }

    private static byte[] png(boolean beforePixels, byte[]... chunks) throws IOException {
        byte[] plain = Files.readAllBytes(Samples.picture("rgb.png"));
        int at = beforePixels ? 8 + 12 + 13 : plain.length - 12; // after the signature and IHDR, or before IEND
        return joined(Arrays.copyOf(plain, at), joined(chunks), Arrays.copyOfRange(plain, at, plain.length));
    }

    private static byte[] chunk(String type, byte[]... parts) {
        byte[] content = joined(parts);
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
        return chunk.put(latin1(type)).put(content).array(); // checksums of these chunks are not asked for
    }

    private static byte[] profile(String name, byte[] block) {
        String digits = HexFormat.of().formatHex(block).replaceAll("(.{72})", "$1\n");
        return latin1("\n" + name + "\n" + String.format("%8d", block.length) + "\n" + digits + "\n");
    }

    private static byte[] webp(String type, byte[] block) throws IOException {
        byte[] plain = Files.readAllBytes(Samples.picture("lossless.webp"));
        ByteBuffer webp = ByteBuffer.allocate(plain.length + 8 + block.length + block.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN);
        webp.put(plain).put(latin1(type)).putInt(block.length).put(block);
        return webp.putInt(4, webp.capacity() - 8).array();
    }

    private static byte[] deflated(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
