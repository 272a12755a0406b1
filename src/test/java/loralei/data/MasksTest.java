package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import loralei.config.MaskSource;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks beside pictures, in a folder of their own, and within them. */
class MasksTest {
    private static final int LEFT_WHITE = 32;

    @TempDir
    private Path folder;

    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void twoPictures() throws IOException {
        Samples.write(folder, "a.png", "png", 64, 48, 1);
        Samples.write(folder, "b.png", "png", 48, 64, 2);
        settings.putAll(Map.of("instanceDir", folder, "instancePrompt", "fsk49", "masks", MaskSource.FILES));
    }

    private Examples find() throws PictureFolderException {
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    private List<String> notes() throws PictureFolderException {
        Examples found = find();
        List<Message> all = new ArrayList<>(found.leftOut().messages());
        all.addAll(found.notes());
        return all.stream().map(Message::toString).toList();
    }

    private void paint(String name, int type, int width, int height, IntBinaryOperator colours) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, colours.applyAsInt(i % width, i / width));
        }
        Files.createDirectories(folder.resolve(name).getParent());
        String format = name.substring(name.lastIndexOf('.') + 1);
        assertThat(ImageIO.write(image, format, folder.resolve(name).toFile())).isTrue();
    }

    /** White at the left, black at the right. */
    private void mask(String name, int width, int height) throws IOException {
        paint(name, BufferedImage.TYPE_BYTE_GRAY, width, height, (x, y) -> x < width / 2 ? -1 : 0xff000000);
    }

    private void withAlpha(String name, int alphaAtTheRight) throws IOException {
        paint(
                name,
                BufferedImage.TYPE_INT_ARGB,
                64,
                48,
                (x, y) -> x < LEFT_WHITE ? 0xff336699 : alphaAtTheRight << 24 | 0xcc0000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-masklabel.png", "A-MaskLabel.PNG", "a-masklabel.bmp"})
    void aFileBesideThePictureIsItsMask(String name) throws IOException {
        mask(name, 64, 48);
        List<Example> all = find().all();
        assertThat(all.get(0).mask().map(Picture::path)).contains(folder.resolve(name));
        assertThat(all.get(1).mask()).isEmpty();
        assertThat(notes())
                .containsExactly(
                        "1 pictures have a mask (--unmasked-weight 0.1), and 1 have none and count everywhere: b.png.");
    }

    @Test
    void withoutTheSettingItIsNotUsedAndThatIsSaid() throws IOException {
        mask("a-masklabel.png", 64, 48);
        String used = find().all().get(0).mark();
        settings.remove("masks");
        assertThat(find().all()).allMatch(example -> example.mask().isEmpty());
        assertThat(find().all().get(0).mark()).isNotEqualTo(used).doesNotContain("mask");
        assertThat(notes())
                .containsExactly("Masks are not used, and not trained as pictures: a-masklabel.png (1). "
                        + "Those of pictures are with --masks files.");
    }

    @Test
    void anotherContentOfTheMaskIsAnotherMark() throws IOException {
        mask("a-masklabel.png", 64, 48);
        String before = find().all().get(0).mark();
        paint("a-masklabel.png", BufferedImage.TYPE_BYTE_GRAY, 64, 48, (x, y) -> -1);
        assertThat(find().all().get(0).mark()).contains(" mask ").isNotEqualTo(before);
    }

    /** 1000x667 is 3000x2000 scaled, to the pixel. */
    @ParameterizedTest
    @CsvSource({"64, 48", "128, 96", "32, 24", "21, 16", "4000, 3000", "63, 47"})
    void aMaskOfTheSameShapeMayHaveAnySize(int width, int height) throws IOException {
        mask("a-masklabel.png", width, height);
        assertThat(find().all()).hasSize(2);
        Example example = find().all().get(0);
        float[] row = Arrays.copyOf(
                ExamplePixels.mask(example.at(new PictureSize(64, 48)), View.FIRST)
                        .orElseThrow()
                        .values(),
                64);
        assertThat(row[8]).isCloseTo(1, within(0.05f));
        assertThat(row[56]).isCloseTo(-1, within(0.05f));
    }

    @Test
    void aPictureWhoseMaskHasAnotherShapeIsLeftOutInOneMessage() throws IOException {
        mask("a-masklabel.png", 64, 64);
        mask("b-masklabel.png", 48, 64);
        assertThat(find().all()).extracting(e -> e.picture().path()).containsExactly(folder.resolve("b.png"));
        assertThat(notes())
                .contains(
                        "Pictures are left out whose mask has another shape (1): a.png (64x48; a-masklabel.png: 64x64). "
                                + "Save each mask in the size of its picture, or in the same shape smaller or larger; or remove it.")
                .hasSize(2);
    }

    @Test
    void aPictureWhoseMaskCannotBeReadIsLeftOutAndTheReasonSaid() throws IOException {
        Files.writeString(folder.resolve("a-masklabel.png"), "painted");
        assertThat(find().all()).hasSize(1);
        assertThat(notes())
                .anyMatch(note ->
                        note.startsWith("Pictures are left out whose mask cannot be read (1): a-masklabel.png: ")
                                && note.contains("it is a text that begins with \"painted\""));
    }

    @Test
    void whereNoPictureIsLeftTheMasksAreNamed() throws IOException {
        mask("a-masklabel.png", 64, 64);
        Files.writeString(folder.resolve("b-masklabel.png"), "");
        assertThatThrownBy(this::find)
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("a.png (64x48; a-masklabel.png: 64x64)")
                .hasMessageContaining("b-masklabel.png: the file is empty");
    }

    @Test
    void masksThatAreAskedForAndNotThereAreMissed() throws IOException {
        mask("c-masklabel.png", 64, 48);
        mask("a-condlabel.png", 64, 48);
        assertThat(notes())
                .containsExactly(
                        "Masks are asked for, and no picture has one: a file with its name and -masklabel.png behind, "
                                + "cat-masklabel.png for cat.jpg.",
                        "Masks without a picture, and pictures for conditioning, are not used: "
                                + "a-condlabel.png, c-masklabel.png (2).");
        settings.put("masks", MaskSource.ALPHA);
        assertThat(notes()).anyMatch(note -> note.endsWith("with an alpha channel."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "webp"})
    void theAlphaChannelIsTheMaskWhereThereIsOne(String format) throws IOException {
        settings.put("masks", MaskSource.ALPHA);
        Files.delete(folder.resolve("a.png"));
        if (format.equals("webp")) {
            Files.copy(Samples.picture("alpha.webp"), folder.resolve("a.webp"));
        } else if (format.equals("gif")) {
            Files.copy(Samples.picture("one-clear.gif"), folder.resolve("a.gif"));
        } else {
            withAlpha("a.png", 0);
        }
        List<Example> all = find().all();
        assertThat(all.get(0).isMaskedByAlpha()).isTrue();
        assertThat(all.get(0).mark()).contains(" mask alpha");
        assertThat(all.get(1).mask()).as("a PNG without").isEmpty();
        RgbPicture mask = ExamplePixels.loadMask(all.get(0));
        MaskLook look = MaskLook.of(mask);
        assertThat(look.darkest()).isLessThan(200);
        assertThat(look.isBlack()).isFalse();
    }

    @Test
    void theHeaderTellsOfAnAlphaChannelWhatDecodingFinds() throws Exception {
        int found = 0;
        for (Path sample : Samples.pictures()) {
            PictureInspector.Inspected inspected = PictureInspector.inspect(sample);
            Picture picture = inspected.picture();
            if (picture.format() != PictureFormat.JPEG) {
                BufferedImage decoded =
                        Codec.decode(picture.format(), inspected.structure().decodable());
                assertThat(picture.alpha()).as(sample.toString()).isEqualTo(new PixelRows(decoded).hasAlpha());
                found += picture.alpha() ? 1 : 0;
            } else {
                assertThat(picture.alpha()).as(sample.toString()).isFalse();
            }
        }
        assertThat(found).isGreaterThan(5);
    }

    /** The pixels of the picture are those that it has without masks: white where nothing is. */
    @Test
    void whatIsTransparentIsWhiteAndIsLeftOut() throws IOException {
        settings.put("masks", MaskSource.ALPHA);
        withAlpha("a.png", 0x40);
        Example example = find().all().get(0);
        RgbPicture mask = ExamplePixels.loadMask(example);
        assertThat(Samples.value(mask, 10, 10, 0)).isEqualTo(255);
        assertThat(Samples.value(mask, 40, 10, 0)).isEqualTo(0x40);
        RgbPicture picture = PictureLoader.load(example.picture());
        assertThat(Samples.value(picture, 10, 10, 2)).isEqualTo(0x99);
        assertThat(Samples.value(picture, 40, 10, 1)).isEqualTo(255 - 0x40);
    }

    @Test
    void aDatasetOfKohyaNamesAFolderOfMasks() throws IOException {
        pictures("cats");
        mask("masks/a.png", 64, 48);
        mask("masks/B.jpg", 64, 48);
        mask("masks/other.png", 64, 48);
        Files.writeString(folder.resolve("set.toml"), """
                [[datasets]]
                masked_loss = true
                [[datasets.subsets]]
                image_dir = "cats"
                conditioning_data_dir = "masks"
                class_tokens = "fsk49"
                """);
        settings.put("instanceDir", folder.resolve("set.toml"));
        settings.remove("masks");
        assertThat(find().all())
                .extracting(example -> example.mask().map(mask -> FileNames.of(mask.path())))
                .containsExactly(Optional.of("a.png"), Optional.of("B.jpg"), Optional.empty());
        assertThat(notes())
                .containsExactly(
                        "2 pictures have a mask (--unmasked-weight 0.1), and 1 have none and count everywhere: c.png.",
                        "Masks without a picture, and pictures for conditioning, are not used: other.png (1).");
    }

    @Test
    void aFolderOfMasksWithinThePicturesIsNoFolderOfPictures() throws IOException {
        pictures("cats");
        mask("cats/masks/a.png", 64, 48);
        Files.writeString(folder.resolve("set.toml"), """
                [[datasets]]
                [[datasets.subsets]]
                image_dir = "cats"
                conditioning_data_dir = "cats/masks"
                class_tokens = "fsk49"
                """);
        settings.put("instanceDir", folder.resolve("set.toml"));
        settings.put("subfolders", true);
        assertThat(find().all())
                .hasSize(3)
                .filteredOn(e -> e.mask().isPresent())
                .hasSize(1);
    }

    @Test
    void aDatasetOfKohyaMayAskForTheAlphaChannel() throws IOException {
        pictures("cats");
        withAlpha("cats/a.png", 0);
        Files.writeString(folder.resolve("set.toml"), """
                [general]
                alpha_mask = true
                [[datasets]]
                [[datasets.subsets]]
                image_dir = "cats"
                class_tokens = "fsk49"
                """);
        settings.put("instanceDir", folder.resolve("set.toml"));
        settings.remove("masks");
        assertThat(find().all()).extracting(Example::isMaskedByAlpha).containsExactly(true, false, false);
        assertThat(notes()).noneMatch(note -> note.contains("not taken"));
    }

    @Test
    void oneTrainersSettingsSayWhetherMasksCount() throws IOException {
        pictures("cats");
        mask("cats/a-masklabel.png", 64, 48);
        String concepts = "[{\"path\": \"cats\", \"text\": {\"prompt_source\": \"filename\"}}]";
        settings.put("instanceDir", folder.resolve("config.json"));
        settings.remove("masks");
        Files.writeString(
                folder.resolve("config.json"), "{\"masked_training\": false, \"concepts\": " + concepts + "}");
        assertThat(find().all()).allMatch(example -> example.mask().isEmpty());
        Files.writeString(
                folder.resolve("config.json"),
                "{\"masked_training\": true, \"unmasked_weight\": 0.3, \"normalize_masked_area_loss\": false, "
                        + "\"concepts\": " + concepts + "}");
        assertThat(find().all()).extracting(e -> e.mask().isPresent()).containsExactly(true, false, false);
        assertThat(notes())
                .contains("What config.json says of the run as a whole is set here, not there: unmasked_weight = 0.3.");
        Files.writeString(folder.resolve("config.json"), concepts);
        settings.put("masks", MaskSource.FILES);
        assertThat(find().all()).extracting(e -> e.mask().isPresent()).containsExactly(true, false, false);
    }

    private void pictures(String name) throws IOException {
        Path inside = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < 3; i++) {
            Samples.write(inside, (char) ('a' + i) + ".png", "png", 64, 48, i);
        }
    }

    @Test
    void theLookBeforeTheStartCountsThemAndNamesThoseThatAreBlackOrWhite() throws IOException {
        paint("a-masklabel.png", BufferedImage.TYPE_BYTE_GRAY, 64, 48, (x, y) -> 0xff000000);
        mask("b-masklabel.png", 48, 64);
        for (String name : List.of("c", "d")) {
            Samples.write(folder, name + ".png", "png", 64, 48, name.hashCode());
        }
        paint("c-masklabel.jpg", BufferedImage.TYPE_BYTE_GRAY, 64, 48, (x, y) -> -1);
        PictureReview review = PictureReview.of(find(), Optional.of(folder.resolve("cache")), done -> {});
        assertThat(review.masks().masked()).isEqualTo(3);
        assertThat(review.masks().counted()).isCloseTo(0.5, within(0.01));
        assertThat(review.masks().black()).containsExactly(folder.resolve("a-masklabel.png"));
        assertThat(review.masks().white()).containsExactly(folder.resolve("c-masklabel.jpg"));
        assertThat(review.messages().stream().map(Message::toString))
                .contains(
                        "Masks: 3 pictures have one, and on average 50.0 % of such a picture counts.",
                        "Masks that are wholly black, so that nothing of their picture is learned: a-masklabel.png (1). "
                                + "Paint white what counts, or remove them.",
                        "Masks that leave nothing out: c-masklabel.jpg (1).");
        assertThat(PictureReview.of(find(), Optional.of(folder.resolve("cache")), done -> {}))
                .as("as it is noted")
                .isEqualTo(review);
    }

    @Test
    void aMaskIsReadAgainOnlyWhereItWasChanged() throws IOException {
        mask("a-masklabel.png", 64, 48);
        ScanMemory memory = new ScanMemory(folder.resolve("cache"));
        PictureScan first = memory.scan(folder);
        assertThat(first.masks()).containsOnlyKeys(folder.resolve("a.png"));
        assertThat(memory.scan(folder)).isEqualTo(first);
        paint("a-masklabel.png", BufferedImage.TYPE_BYTE_GRAY, 64, 48, (x, y) -> -1);
        assertThat(memory.scan(folder).masks()).isNotEqualTo(first.masks());
    }

    /** A picture that is its own mask, in whatever shape, size, variant and mirror. */
    @Test
    void aMaskTravelsWithCropAndMirror() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int width = 16 + random.nextInt(80);
            int height = 16 + random.nextInt(80);
            Path file = folder.resolve("p.png");
            paint("p.png", BufferedImage.TYPE_BYTE_GRAY, width, height, (x, y) -> 0x10101 * ((x * 3 + y * 2) & 0xff));
            Picture picture = PictureInspector.inspect(file).picture();
            Files.copy(file, folder.resolve("m" + i + ".png"));
            Picture mask =
                    PictureInspector.inspect(folder.resolve("m" + i + ".png")).picture();
            PictureSize bucket = new PictureSize(8 + 8 * random.nextInt(8), 8 + 8 * random.nextInt(8));
            Example example = new Example(
                    picture,
                    bucket,
                    Caption.plain("cat"),
                    1,
                    1,
                    Optional.of(mask),
                    Example.Role.INSTANCE,
                    true,
                    new Variation(true, ColourRules.NONE, 3, i),
                    Optional.of(new PictureArea(0, 0, width, height))
                            .filter(whole -> random.nextBoolean())
                            .map(whole -> new PictureArea(width / 5, height / 4, width - width / 3, height / 2)));
            assertThat(example.views()).hasSize(6);
            for (View view : example.views()) {
                assertThat(ExamplePixels.mask(example, view).orElseThrow().values())
                        .containsExactly(
                                ExamplePixels.picture(example, view).pixels().values());
            }
        }
    }
}
