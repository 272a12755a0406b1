package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file is said in a person's words, and never by half a picture. */
class BrokenPicturesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("loralei.data.Samples#pictures")
    void aPictureThatIsCutOffIsUnreadableOrWhole(Path sample) throws IOException {
        byte[] content = Files.readAllBytes(sample);
        byte[] whole = Samples.load(sample).rgb();
        Path cut = folder.resolve("cut-" + sample.getFileName());
        for (int part = 1; part < 10; part++) {
            int length = content.length * part / 10;
            Files.write(cut, Arrays.copyOf(content, length));
            try {
                // What a file has after its first picture may be missing.
                assertThat(Samples.load(cut).rgb()).as("%d bytes", length).isEqualTo(whole);
                assertThat(sample.getFileName().toString()).isIn("animation.gif", "two-pictures.jpg");
            } catch (UnreadablePictureException e) {
                assertThat(e.picture().path()).isEqualTo(cut);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.png", "rgb.jpg", "progressive.jpg", "cmyk.jpg", "lossy.webp", "lossless.webp", "rgb.bmp"})
    void evenTheLastByteIsMissed(String name) throws IOException {
        byte[] content = Files.readAllBytes(Samples.picture(name));
        assertReason(Arrays.copyOf(content, content.length - 1), "ends before the picture does");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.png", "rgb.jpg", "cmyk.jpg", "lossless.webp", "animation.webp", "rgb.bmp", "palette.gif"})
    void aHalfFileIsCalledCutOff(String name) throws IOException {
        byte[] content = Files.readAllBytes(Samples.picture(name));
        assertReason(Arrays.copyOf(content, content.length / 2), "ends before the picture does");
    }

    @ParameterizedTest
    @MethodSource("loralei.data.Samples#pictures")
    void damagedBytesNeverCauseAnythingButAPictureOrAReason(Path sample) throws IOException {
        byte[] content = Files.readAllBytes(sample);
        Random random = new Random(content.length);
        Path damaged = folder.resolve("damaged-" + sample.getFileName());
        for (int i = 0; i < 12; i++) {
            byte[] copy = content.clone();
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            Files.write(damaged, copy);
            try {
                assertThat(Samples.load(damaged).rgb()).isNotEmpty();
            } catch (UnreadablePictureException e) {
                assertThat(e.picture().reason().toString()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void pngPixelsThatEndTooEarlyAreFound(int rows) throws IOException {
        byte[] pixels = deflate(new byte[rows * (1 + 3 * 8)]);
        assertReason(png(8, 8, pixels), "cannot be decoded");
    }

    @Test
    void aWrongChecksumIsFound() throws IOException {
        byte[] png = png(8, 8, deflate(new byte[8 * (1 + 3 * 8)]));
        png[png.length - 12 - 4] ^= 1; // of the pixels, before the end chunk
        assertReason(png, "wrong checksum of chunk IDAT");
    }

    @Test
    void aPngWithoutPixelsIsFound() throws IOException {
        byte[] png = png(8, 8, new byte[0]);
        int headed = 8 + 12 + 13;
        byte[] bare = Arrays.copyOf(png, headed + 12);
        System.arraycopy(png, png.length - 12, bare, headed, 12);
        assertReason(bare, "without pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp"})
    void anAbsurdSizeIsRefusedBeforeAnythingIsDecoded(String format) throws IOException {
        byte[] content = switch (format) {
            case "png" -> png(100_000, 100_000, deflate(new byte[100]));
            case "gif" -> gif(65_000, 65_000);
            default -> bmp(50_000, 50_000);
        };
        String reason = format.equals("bmp") ? "ends before" : "000 pixels";
        assertReason(content, reason);
    }

    @Test
    void aSizeOfZeroIsRefused() throws IOException {
        assertReason(png(0, 8, deflate(new byte[100])), "");
        assertReason(gif(0, 8), "a size of 0x8 pixels");
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        assertReason(new byte[0], "the file is empty");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,1000", "65535,1", "1,65535"})
    void aPictureOfAnyShapeCanBeCutToASquare(int width, int height) throws IOException {
        Path file = Samples.write(folder, "a.png", "png", width, height, 1);
        PreparedPicture prepared = PictureTransform.fit(Samples.load(file), new PictureSize(4096, 64));
        assertThat(prepared.pixels().values()).hasSize(3 * 4096 * 64);
    }

    @ParameterizedTest
    @CsvSource({"178956970,1", "1,178956970", "70000,1", "2,200000"})
    void aLineIsNotAPicture(int width, int height) throws IOException {
        assertReason(png(width, height, deflate(new byte[100])), "it is a line of " + width + "x" + height);
    }

    @Test
    void aPictureThatTheMemoryCannotHoldIsFoundBeforeItIsDecoded() throws IOException {
        int side = (int) Math.sqrt(PictureInspector.MAX_PIXELS);
        assumeTrue(4L * side * side > Runtime.getRuntime().maxMemory(), "Java has too much memory for this test");
        assertReason(png(side, side, deflate(new byte[100])), "too many for the memory");
    }

    private void assertReason(byte[] content, String reason) throws IOException {
        Path file = Files.write(folder.resolve("bad.png"), content);
        assertThatThrownBy(() -> Samples.load(file))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    private static byte[] png(int width, int height, byte[] deflated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2); // 8-bit RGB
        out.writeBytes(chunk("IHDR", header.array()));
        out.writeBytes(chunk("IDAT", deflated));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.slice(4, 4 + data.length));
        return chunk.putInt((int) crc.getValue()).array();
    }

    private static byte[] deflate(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater())) {
            deflater.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] gif(int width, int height) {
        ByteBuffer gif = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
        gif.putShort((short) width).putShort((short) height).put((byte) 0x80).put(new byte[2 + 6]); // two colours
        gif.put((byte) 0x2C)
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .put((byte) 0);
        gif.put((byte) 2).put((byte) 1).put((byte) 0x2C).put((byte) 0).put((byte) 0x3B);
        return Arrays.copyOf(gif.array(), gif.position());
    }

    private static byte[] bmp(int width, int height) {
        ByteBuffer bmp = ByteBuffer.allocate(154).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(154).putInt(0).putInt(54);
        bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
        return bmp.array();
    }
}
