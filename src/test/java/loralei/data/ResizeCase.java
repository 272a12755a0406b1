package loralei.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A line of {@code resize/cases.txt}: a picture that Pillow has scaled and cropped. */
record ResizeCase(String name, PictureSize target, PictureSize scaled, int left, int top) {
    static List<ResizeCase> all() {
        try {
            return Files.readAllLines(Samples.folder("resize").resolve("cases.txt")).stream()
                    .map(ResizeCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResizeCase parse(String line) {
        String[] words = line.split(" ", -1);
        int[] n = new int[words.length];
        for (int i = 1; i < words.length; i++) {
            n[i] = Integer.parseInt(words[i]);
        }
        return new ResizeCase(words[0], new PictureSize(n[3], n[4]), new PictureSize(n[5], n[6]), n[7], n[8]);
    }

    RgbPicture source() throws IOException {
        return Samples.rgb(file("-source.png"));
    }

    /** The result in 8 bits, rounded between rows and columns. */
    RgbPicture eightBit() throws IOException {
        return Samples.rgb(file("-8bit.png"));
    }

    /** The result in floating point: (3, h, w), 0 to 255. */
    float[] exact() throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file(".f32")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private Path file(String suffix) {
        return Samples.folder("resize").resolve(name + suffix);
    }

    @Override
    public String toString() {
        return name;
    }
}
