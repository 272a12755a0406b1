package loralei.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loralei.conformance.ConformanceData;
import loralei.model.BaseModel;
import loralei.model.VaeConfig;
import loralei.model.VaeDecoder;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tiny VAE of SD1.5's shape over random latents. Differences are those of pixels that reach from about -1.5 to 1.5; what
 * diffusers' own tiled decoding differs by was measured with version 0.42.1 over latents of the same kind and size.
 */
class PictureDecoderTest {
    private static final int WIDTH = 832;
    private static final int HEIGHT = 576;

    private static final Map<String, float[]> WHOLE = new ConcurrentHashMap<>();

    private final BaseModel model = BaseModel.open(ConformanceData.of("sd15").model());
    private final VaeConfig config = model.vaeConfig();
    private final VaeDecoder vae = model.loadVaeDecoder(ComputeDevice.cpu(), ComputeType.FP32);
    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
        vae.close();
    }

    private static Tensor latents(int count) {
        Randoms.seed(3);
        return Randoms.randn(count, 4, HEIGHT / 8, WIDTH / 8);
    }

    private float[] pixels(Tensor latents, long budget) {
        return new PictureDecoder(vae, config, budget, false).pixels(latents).floats();
    }

    /** Decoded once for all tests, for it takes its time. */
    private float[] whole() {
        return WHOLE.computeIfAbsent("whole", name -> pixels(latents(1), Long.MAX_VALUE));
    }

    /** What tiles of so many pixels need that are made of the activations at a cut. */
    private long budget(int cut, int side) {
        return Math.max(
                config.decoderBytes(WIDTH, HEIGHT, 0, cut),
                config.bytesAtCut(WIDTH, HEIGHT, cut)
                        + 12L * WIDTH * HEIGHT
                        + config.decoderBytes(side, Math.min(side, HEIGHT), cut + 1, config.cuts()));
    }

    @ParameterizedTest
    @CsvSource({"2,512,0.06,0.006", "1,512,0.1,0.008", "0,256,0.3,0.02"})
    void tilesDifferFromTheWholeByTheirNormsOnly(int cut, int side, double most, double mean) {
        // diffusers' own tiles of 512 pixels differ by 0.23 at most and 0.021 on average, those of 256 by 0.29 and
        // 0.051
        float[] tiled = pixels(latents(1), budget(cut, side));
        float[] whole = whole();
        assertThat(most(tiled, whole)).isBetween(1e-3, most);
        assertThat(mean(tiled, whole)).isLessThan(mean);
        assertThat(seam(tiled, whole)).isLessThan(3.5);
    }

    @Test
    void whatFitsIsDecodedWhole() {
        int width = 320;
        int height = 264;
        long enough = PictureDecoder.wholeBytes(config, width, height);
        Tensor some = Kernels.tensor("window", latents(1), 0, 0, height / 8, width / 8);
        float[] whole = pixels(some, Long.MAX_VALUE);
        assertThat(pixels(some, enough)).isEqualTo(whole);
        assertThat(pixels(some, enough - 1)).isNotEqualTo(whole);
        assertThat(PictureDecoder.leastBytes(config, WIDTH, HEIGHT))
                .isLessThan(PictureDecoder.wholeBytes(config, WIDTH, HEIGHT) / 2);
    }

    @Test
    void whatIsDecodedOnlyOnceHasTheSamePixels() {
        Tensor some = Kernels.tensor("window", latents(1), 0, 0, 16, 24);
        float[] whole = pixels(some, Long.MAX_VALUE);
        long least = PictureDecoder.leastBytes(config, 192, 128) - 1;
        for (long budget : new long[] {Long.MAX_VALUE, least}) {
            try (VaeDecoder own = model.loadVaeDecoder(ComputeDevice.cpu(), ComputeType.FP32)) {
                float[] once = new PictureDecoder(own, config, budget, true)
                        .pixels(some)
                        .floats();
                assertThat(once).isEqualTo(budget == least ? pixels(some, least) : whole);
            }
        }
    }

    @Test
    void picturesOfABatchAreThoseOfTheSameLatentsAlone() {
        Tensor both = Kernels.tensor("window", latents(2), 0, 0, 16, 24);
        PictureDecoder decoder = new PictureDecoder(vae, config);
        List<BufferedImage> pictures = decoder.decode(both);
        assertThat(pictures).hasSize(2);
        BufferedImage second =
                decoder.decode(Kernels.tensor("sample_of", both, 1)).get(0);
        assertThat(second.getWidth()).isEqualTo(192);
        assertThat(second.getHeight()).isEqualTo(128);
        assertThat(rgb(pictures.get(1))).isEqualTo(rgb(second)).isNotEqualTo(rgb(pictures.get(0)));
    }

    @Test
    void theShiftOfTheLatentsIsUndone() {
        VaeConfig shifted = new VaeConfig(
                config.channels(),
                config.layersPerBlock(),
                config.latentChannels(),
                config.normGroups(),
                0.5,
                0.25,
                config.quantConv(),
                config.postQuantConv());
        float[] plain = Kernels.tensor("window", latents(1), 0, 0, 8, 8).floats();
        float[] trained = new float[plain.length];
        float[] scaled = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            trained[i] = (plain[i] - 0.25f) * 0.5f; // as the encoder's latents are made ready for the UNet
            scaled[i] = (float) (plain[i] * config.scalingFactor());
        }
        BufferedImage expected = new PictureDecoder(vae, config)
                .decode(Tensor.of(scaled, 1, 4, 8, 8))
                .get(0);
        BufferedImage found = new PictureDecoder(vae, shifted)
                .decode(Tensor.of(trained, 1, 4, 8, 8))
                .get(0);
        int[] one = rgb(expected);
        int[] other = rgb(found);
        for (int i = 0; i < one.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat((one[i] >> shift & 255) - (other[i] >> shift & 255)).isBetween(-1, 1);
            }
        }
    }

    private static int[] rgb(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static double most(float[] found, float[] expected) {
        double most = 0;
        for (int i = 0; i < found.length; i++) {
            most = Math.max(most, Math.abs(found[i] - expected[i]));
        }
        return most;
    }

    private static double mean(float[] found, float[] expected) {
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            sum += Math.abs(found[i] - expected[i]);
        }
        return sum / found.length;
    }

    /** How much more the difference changes at the worst column than anywhere: a seam would show there. */
    private static double seam(float[] found, float[] expected) {
        double[] columns = new double[WIDTH];
        double all = 0;
        for (int i = 0; i < found.length; i++) {
            if (i % WIDTH > 0) {
                double change = Math.abs(found[i] - expected[i] - (found[i - 1] - expected[i - 1]));
                columns[i % WIDTH] += change;
                all += change / (WIDTH - 1);
            }
        }
        return Arrays.stream(columns).max().orElseThrow() / all;
    }
}
