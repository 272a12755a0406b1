package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import loralei.safetensors.SafetensorsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are half as wide again as they are trained, cut at other places and in other colours. */
class VariantsInARunTest {
    private static final int SIDE = 64;
    private static final int WIDE = 96;
    private static final int STEPS = 40;
    private static final int VARIANTS = 3;

    @TempDir
    private Path folder;

    private final Map<String, BufferedImage> images = new HashMap<>();

    @BeforeEach
    void paint() throws IOException {
        Files.createDirectory(folder.resolve("pictures"));
        for (int number = 0; number < 2; number++) {
            Random random = new Random(number);
            BufferedImage image = new BufferedImage(WIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < WIDE * SIDE; i++) {
                image.setRGB(i % WIDE, i / WIDE, random.nextInt(1 << 24));
            }
            Path file = folder.resolve("pictures/" + number + ".png");
            ImageIO.write(image, "png", file.toFile());
            images.put(file.toString(), image);
        }
    }

    private TinyRun run() {
        return new TinyRun(folder.resolve("out"))
                .with("instanceDir", folder.resolve("pictures"))
                .with("buckets", false)
                .with("steps", STEPS)
                .with("randomFlip", true)
                .with("pictureVariants", VARIANTS)
                .tracing(folder.resolve("trace"), STEPS);
    }

    private JsonNode sample(int step) throws IOException {
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        return run.get("samples").get(step - 1).get(0);
    }

    private SafetensorsFile traced(int step) throws IOException {
        return SafetensorsFile.open(folder.resolve(String.format(Locale.ROOT, "trace/step-%06d.safetensors", step)));
    }

    /** The crop that is told is that of the mirrored picture, as it is for those that are cut around the middle. */
    @Test
    void eachPictureIsShownWhereTheTraceTellsThatItWasCut() throws IOException {
        run().with("randomCrop", true).run();
        Set<String> crops = new HashSet<>();
        for (int step = 1; step <= STEPS; step++) {
            JsonNode sample = sample(step);
            BufferedImage image = images.get(sample.get("file").asText());
            boolean flip = sample.get("flip").asBoolean();
            int top = sample.get("crop").get(0).asInt();
            int left = sample.get("crop").get(1).asInt();
            crops.add(sample.get("file") + " " + flip + " " + sample.get("variant") + " " + left);
            assertThat(top).isZero();
            float[] expected = new float[3 * SIDE * SIDE];
            for (int i = 0; i < SIDE * SIDE; i++) {
                int x = left + i % SIDE;
                int rgb = image.getRGB(flip ? WIDE - 1 - x : x, i / SIDE);
                for (int c = 0; c < 3; c++) {
                    expected[c * SIDE * SIDE + i] = (rgb >> (16 - 8 * c) & 0xff) / 127.5f - 1;
                }
            }
            try (SafetensorsFile file = traced(step)) {
                assertThat(file.floats("pixel_values")).as("step " + step).containsExactly(expected);
            }
        }
        assertThat(crops).as("every variant of both, either way round").hasSize(2 * 2 * VARIANTS);
    }

    /** Steps that show the same of a picture have the same pixels and latents, and all others do not. */
    @Test
    void coloursAndLatentsAreThoseOfTheVariant() throws IOException {
        run().with("randomHue", 0.5).with("randomContrast", 0.3).run();
        Map<String, String> pixels = new HashMap<>();
        Map<String, String> latents = new HashMap<>();
        for (int step = 1; step <= STEPS; step++) {
            JsonNode sample = sample(step);
            String shown = sample.get("file") + " " + sample.get("flip") + " " + sample.get("variant");
            try (SafetensorsFile file = traced(step)) {
                String now = Arrays.toString(file.floats("pixel_values"));
                String mean = Arrays.toString(file.floats("latent_mean"));
                assertThat(pixels.getOrDefault(shown, now)).isEqualTo(now);
                assertThat(latents.getOrDefault(shown, mean)).isEqualTo(mean);
                pixels.put(shown, now);
                latents.put(shown, mean);
            }
        }
        assertThat(pixels).hasSize(2 * 2 * VARIANTS);
        assertThat(pixels.values()).doesNotHaveDuplicates();
        assertThat(latents.values()).doesNotHaveDuplicates();
    }
}
