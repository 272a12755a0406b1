package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.config.TrainingConfig;
import loralei.torch.ComputeDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Crops and colours that are drawn: what they are, and that each is a function of seed, picture and number. */
class VariationTest {
    private static final ColourRules ALL = new ColourRules(0.2, 0.3, 0.4, 0.5, false);
    private static final ColourRules KOHYA = new ColourRules(0, 0, 0, 0, true);

    private static Picture picture(int width, int height, String sha) {
        return new Picture(
                Path.of(sha + ".png"), PictureFormat.PNG, new PictureSize(width, height), Orientation.NONE, 1, sha);
    }

    private static CropGeometry crop(Variation variation, Picture picture, PictureSize bucket, int number) {
        return variation.crop(CropGeometry.fit(picture.size(), bucket), picture, number);
    }

    @Test
    void withoutIsTheMiddleInItsOwnColours() {
        Picture picture = picture(300, 200, "a");
        CropGeometry middle = CropGeometry.fit(picture.size(), PictureSize.square(64));
        assertThat(Variation.NONE.crop(middle, picture, 0)).isEqualTo(middle);
        assertThat(Variation.NONE.colours(picture, 0)).isEqualTo(Colours.OWN);
        assertThat(Variation.NONE.variants()).isEqualTo(1);
        assertThat(Variation.NONE.mark()).isEmpty();
        assertThat(PictureRules.of(TrainingConfig.of(Map.of("pictureVariants", 7)))
                        .variation()
                        .variants())
                .as("nothing to draw")
                .isEqualTo(1);
        assertThatThrownBy(() -> new Variation(true, ALL, 0, 1)).hasMessageContaining("0 variants");
    }

    @Test
    void everyCropCoversItsTargetAndAllPlacesAreTaken() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Picture picture = picture(1 + random.nextInt(900), 1 + random.nextInt(900), "sha" + i);
            PictureSize bucket = new PictureSize(8 + 8 * random.nextInt(20), 8 + 8 * random.nextInt(20));
            CropGeometry middle = CropGeometry.fit(picture.size(), bucket);
            CropGeometry crop = crop(new Variation(true, ColourRules.NONE, 9, i), picture, bucket, i % 9);
            assertThat(crop.scaled()).isEqualTo(middle.scaled());
            assertThat(crop.target()).isEqualTo(bucket);
            assertThat(crop.cropTop()).isBetween(0, middle.scaled().height() - bucket.height());
            assertThat(crop.cropLeft()).isBetween(0, middle.scaled().width() - bucket.width());
        }
        Map<Integer, Integer> places = new HashMap<>();
        Picture wide = picture(68, 64, "wide");
        Variation many = new Variation(true, ColourRules.NONE, 5000, 42);
        for (int number = 0; number < 5000; number++) {
            places.merge(crop(many, wide, PictureSize.square(64), number).cropLeft(), 1, Integer::sum);
        }
        assertThat(places).containsOnlyKeys(0, 1, 2, 3, 4);
        assertThat(places.values()).allMatch(count -> count > 850 && count < 1150);
    }

    @Test
    void seedPictureAndNumberEachMakeAnotherVariantAndNothingElseDoes() {
        PictureSize bucket = PictureSize.square(64);
        Set<String> all = new HashSet<>();
        for (long seed : List.of(1L, 2L)) {
            for (String sha : List.of("a", "b")) {
                for (int number = 0; number < 3; number++) {
                    Variation variation = new Variation(true, ALL, 3, seed);
                    Picture picture = picture(3000, 64, sha);
                    String drawn = crop(variation, picture, bucket, number) + " " + variation.colours(picture, number);
                    all.add(drawn);
                    Variation more = new Variation(true, ALL, 100, seed);
                    assertThat(crop(more, picture, bucket, number) + " " + more.colours(picture, number))
                            .as("the number of variants changes none")
                            .isEqualTo(drawn);
                }
            }
        }
        assertThat(all).hasSize(12);
    }

    @Test
    void whatIsSwitchedOnChangesNothingOfTheRest() {
        Picture picture = picture(3000, 64, "a");
        PictureSize bucket = PictureSize.square(64);
        Variation both = new Variation(true, ALL, 4, 42);
        for (int number = 0; number < 4; number++) {
            assertThat(crop(new Variation(true, ColourRules.NONE, 4, 42), picture, bucket, number))
                    .isEqualTo(crop(both, picture, bucket, number));
            Colours one = new Variation(false, new ColourRules(0, 0, 0.4, 0, false), 4, 42).colours(picture, number);
            assertThat(one.saturation()).isEqualTo(both.colours(picture, number).saturation());
            assertThat(one).isEqualTo(new Colours(1, 1, one.saturation(), 0, 1));
        }
    }

    @Test
    void whereAPictureIsCutSaysNothingOfItsColours() {
        Picture wide = picture(6400, 64, "a");
        Variation variation = new Variation(true, ALL, 4000, 42);
        double sum = 0;
        for (int number = 0; number < 4000; number++) {
            double left = crop(variation, wide, PictureSize.square(64), number).cropLeft() / 6336.0 - 0.5;
            double contrast = (variation.colours(wide, number).contrast() - 1) / 0.6;
            sum += 12 * left * contrast / 4000;
        }
        assertThat(sum).as("correlation").isCloseTo(0, within(0.06));
    }

    private static Set<String> keys(Example example, int views) {
        try (ExampleEncoder encoder = new ExampleEncoder(
                () -> {
                    throw new AssertionError("nothing is encoded");
                },
                ComputeDevice.cpu(),
                "maker",
                path -> {
                    throw new AssertionError(path);
                })) {
            assertThat(example.views()).hasSize(views);
            return example.views().stream()
                    .map(view -> encoder.key(example, view))
                    .collect(Collectors.toSet());
        }
    }

    private static Example example(Picture picture, Optional<Picture> mask, Variation variation) {
        return new Example(
                picture,
                PictureSize.square(64),
                Caption.plain("cat"),
                1,
                1,
                mask,
                Example.Role.INSTANCE,
                true,
                variation,
                Optional.empty());
    }

    /** Only variants that are the same share one. */
    @Test
    void eachVariantIsKeptInTheCacheUnderAllThatMakesItUp() {
        Picture square = picture(64, 64, "a");
        Set<String> all = new HashSet<>(keys(example(square, Optional.empty(), Variation.NONE), 2));
        all.addAll(keys(example(square, Optional.empty(), new Variation(false, ALL, 5, 1)), 10));
        all.addAll(keys(example(square, Optional.empty(), new Variation(false, ALL, 5, 2)), 10));
        all.addAll(keys(example(square, Optional.of(square), Variation.NONE), 2));
        all.addAll(keys(example(square, Optional.of(picture(64, 64, "m")), Variation.NONE), 2));
        assertThat(all).hasSize(2 + 10 + 10 + 2 + 2);
        Variation crops = new Variation(true, ColourRules.NONE, 5, 1);
        assertThat(keys(example(square, Optional.empty(), crops), 10)).hasSize(2);
        assertThat(keys(example(picture(6400, 64, "a"), Optional.empty(), crops), 10))
                .hasSize(10);
    }

    @Test
    void coloursStayWithinTheirStrengthsAndFillThem() {
        Variation variation = new Variation(false, ALL, 4000, 42);
        Picture picture = picture(64, 64, "a");
        List<Colours> drawn = IntStream.range(0, 4000)
                .mapToObj(number -> variation.colours(picture, number))
                .toList();
        filled(drawn.stream().mapToDouble(Colours::brightness).toArray(), 0.8, 1.2);
        filled(drawn.stream().mapToDouble(Colours::contrast).toArray(), 0.7, 1.3);
        filled(drawn.stream().mapToDouble(Colours::saturation).toArray(), 0.6, 1.4);
        filled(drawn.stream().mapToDouble(Colours::hue).toArray(), -0.25, 0.25);
        assertThat(drawn).extracting(Colours::exponent).containsOnly(1.0);
    }

    private static void filled(double[] values, double least, double most) {
        double span = most - least;
        DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
        assertThat(all.getMin()).isBetween(least, least + span / 100);
        assertThat(all.getMax()).isBetween(most - span / 100, most);
        assertThat(all.getAverage()).isCloseTo((least + most) / 2, within(span / 30));
    }

    /** A third of all pictures, half of them by hue and half by an exponent. */
    @Test
    void kohyasColoursAreThoseOfItsColorAug() {
        Variation variation = new Variation(false, KOHYA, 6000, 42);
        Picture picture = picture(64, 64, "a");
        List<Colours> drawn = IntStream.range(0, 6000)
                .mapToObj(number -> variation.colours(picture, number))
                .toList();
        assertThat(drawn)
                .allMatch(colours -> Math.abs(colours.hue()) <= 8.0 / 180 && Math.abs(colours.exponent() - 1) <= 0.05)
                .allMatch(colours -> colours.hue() == 0 || colours.exponent() == 1)
                .allMatch(colours -> colours.brightness() == 1 && colours.contrast() == 1 && colours.saturation() == 1);
        long turned = drawn.stream().filter(colours -> colours.hue() != 0).count();
        long raised = drawn.stream().filter(colours -> colours.exponent() != 1).count();
        assertThat(turned / 6000.0).isCloseTo(0.165, within(0.02));
        assertThat(raised / 6000.0).isCloseTo(0.165, within(0.02));
    }

    private static final int[] SIX_PIXELS = {200, 40, 90, 255, 7, 128, 30, 180, 90, 250, 99, 0, 60, 220, 90, 0, 201, 255
    };

    /**
     * Reference: the formulas of torchvision 0.28 ({@code _functional_tensor.py}: adjust_brightness, adjust_contrast,
     * adjust_saturation, adjust_hue) in torch 2.13, and {@code image ** gamma} of kohya's {@code AugHelper}, in double
     * precision.
     */
    private static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of(new Colours(1.3, 1, 1, 0, 1), new double[] {
                    1.0, 0.203922, 0.458824, 1.0, 0.035686, 0.652549, 0.152941, 0.917647, 0.458824, 1.0, 0.504706, 0.0,
                    0.305882, 1.0, 0.458824, 0.0, 1.0, 1.0
                }),
                Arguments.of(new Colours(1, 1.4, 1, 0, 1), new double[] {
                    0.917559, 0.039128, 0.313638, 1.0, 0.0, 0.522265, 0.0, 0.807756, 0.313638, 1.0, 0.36305, 0.0,
                    0.148932, 1.0, 0.313638, 0.0, 0.92305, 1.0
                }),
                Arguments.of(new Colours(1, 1, 0.5, 0, 1), new double[] {
                    0.557314, 0.358227, 0.352924, 0.937195, 0.176705, 0.382998, 0.22398, 0.632737, 0.352924, 0.927391,
                    0.357097, 0.132018, 0.282804, 0.711169, 0.352924, 0.437195, 0.557097, 0.632018
                }),
                Arguments.of(new Colours(1, 1, 1.8, 0, 1), new double[] {
                    1.0, 0.0, 0.352969, 1.0, 0.0, 0.692301, 0.0, 0.822915, 0.352969, 1.0, 0.438057, 0.0, 0.159278, 1.0,
                    0.352969, 0.0, 1.0, 1.0
                }),
                Arguments.of(new Colours(1, 1, 1, 0.2, 1), new double[] {
                    0.768627, 0.454902, 0.352941, 0.0, 0.579608, 1.0, 0.784314, 0.156863, 0.352941, 1.0, 0.027451, 0.0,
                    0.117647, 0.862745, 0.352941, 0.180392, 0.788235, 0.298039
                }),
                Arguments.of(new Colours(1, 1, 1, -0.35, 1), new double[] {
                    0.117647, 0.776471, 0.352941, 0.880392, 0.464314, 0.0, 0.301961, 0.862745, 0.352941, 0.0, 0.788235,
                    1.0, 0.784314, 0.156863, 0.352941, 1.0, 0.027451, 0.401961
                }),
                Arguments.of(new Colours(0.8, 1.2, 0.7, 0.1, 1), new double[] {
                    0.549999, 0.194385, 0.266624, 0.494401, 0.153467, 0.688566, 0.291741, 0.278714, 0.266624, 0.854104,
                    0.076331, 0.0671, 0.101999, 0.668738, 0.266624, 0.232638, 0.555491, 0.650369
                }),
                Arguments.of(new Colours(1, 1, 1, 0, 1.04), new double[] {
                    0.969463, 0.181803, 0.422544, 1.0, 0.029673, 0.609478, 0.134793, 0.868847, 0.422544, 1.0, 0.466574,
                    0.0, 0.277164, 1.0, 0.422544, 0.0, 0.974504, 1.0
                }));
    }

    @ParameterizedTest
    @MethodSource("references")
    void coloursAreThoseOfTheOtherTrainers(Colours colours, double[] expected) {
        float[] values = new float[SIX_PIXELS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = SIX_PIXELS[i] / 127.5f - 1;
        }
        float[] changed = colours.of(new PixelTensor(values, 3, 1, 6)).values();
        for (int i = 0; i < values.length; i++) {
            assertThat((changed[i] + 1.0) / 2).as("value " + i).isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void itsOwnColoursAreTheVeryPixels() {
        PixelTensor pixels = new PixelTensor(new float[] {0.1f, -0.3f, 0.7f}, 3, 1, 1);
        assertThat(Colours.OWN.of(pixels)).isSameAs(pixels);
    }
}
