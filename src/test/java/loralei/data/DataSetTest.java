package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders and files that were made for other trainers. */
class DataSetTest extends DataSetFixture {

    @Test
    void aTreeOfKohyaHasRepeatsAndPromptsInItsNames() throws IOException {
        pictures("10_fsk49 cat", 2);
        pictures("2_fsk49 dog", 1);
        pictures("sorted out", 1);
        write("10_fsk49 cat/b.txt", "fsk49 lying");
        Examples found = find();
        assertThat(told(found))
                .containsExactly(
                        "2_fsk49 dog/a.png: fsk49 dog x2",
                        "10_fsk49 cat/a.png: fsk49 cat x10",
                        "10_fsk49 cat/b.png: fsk49 lying x10");
        assertThat(notes(found))
                .contains(
                        "Read as folders of kohya: 2_fsk49 dog (2 times, \"fsk49 dog\"), 10_fsk49 cat (10 times, \"fsk49 cat\").",
                        "Folders without a number in front are left out, as in kohya: sorted out.");
    }

    @Test
    void anotherNameOfAFolderIsAnotherMark() throws IOException {
        pictures("10_fsk49 cat", 1);
        String before = find().all().get(0).mark();
        Files.move(folder.resolve("10_fsk49 cat"), folder.resolve("10_fsk49 dog"));
        assertThat(find().all().get(0).mark()).isNotEqualTo(before);
    }

    @Test
    void eachFolderHasTheSizesOfItsOwnResolution() throws IOException {
        for (String name : List.of("small", "large")) {
            Samples.write(Files.createDirectories(folder.resolve(name)), "a.png", "png", 1200, 500, name.length());
        }
        Examples found = file("set.toml", """
                [general]
                class_tokens = 'cat'
                [[datasets]]
                resolution = 256
                [[datasets.subsets]]
                image_dir = 'small'
                [[datasets]]
                [[datasets.subsets]]
                image_dir = 'large'
                """);
        assertThat(found.all())
                .extracting(Example::bucket)
                .containsExactly(
                        new Buckets(256, 64, true).of(new PictureSize(1200, 500)),
                        new Buckets(512, 64, true).of(new PictureSize(1200, 500)))
                .doesNotHaveDuplicates()
                .noneMatch(size -> size.width() == size.height());
    }

    @Test
    void aFolderWithPicturesOfItsOwnIsNoTree() throws IOException {
        pictures("", 1);
        pictures("10_fsk49 cat", 2);
        settings.put("instancePrompt", "fsk49");
        assertThat(told(find())).containsExactly("a.png: fsk49 x1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "metadata.jsonl # {'file_name': 'a.png', 'text': 'fsk49 \"one\", red'};{'file_name': 'in/b.png', 'caption': 'fsk49 two'};{'file_name': 'gone.png', 'text': ''}",
                "metadata.csv # file_name,text;a.png,'fsk49 ''one'', red';in/b.png,fsk49 two;gone.png,"
            })
    void aFolderOfHuggingFaceListsItsPicturesAndTheirTexts(String name, String lines) throws IOException {
        pictures("", 2);
        pictures("in", 2);
        String csv = lines.replace("''", "\"\"").replace('\'', '"').replace(';', '\n');
        String json = lines.replace("\"", "\\\\\"")
                .replace('\'', '"')
                .replace(';', '\n')
                .replace("\\\\", "\\");
        write(name, name.endsWith("csv") ? csv : json);
        Examples found = find();
        assertThat(told(found)).containsExactly("a.png: fsk49 \"one\", red x1", "in/b.png: fsk49 two x1");
        assertThat(notes(found))
                .contains(
                        name + " lists pictures that are not there: gone.png (1).",
                        "Pictures that are not listed are left out: b.png, a.png (2).");
        assertThat(found.leftOut().messages()).isEmpty();
    }

    @Test
    void aBrokenListIsNamedWithItsLine() throws IOException {
        pictures("", 1);
        write("metadata.jsonl", "{\"file_name\": \"a.png\"}\n{\"text\": \"a cat\"}");
        assertThatThrownBy(this::find).hasMessageContaining("line 2 has no file_name");
        write("metadata.jsonl", "a.png a cat");
        assertThatThrownBy(this::find).hasMessageContaining("metadata.jsonl cannot be read: Unrecognized token 'a'");
    }

    private static final String TOML = """
            [general]
            caption_extension = ".txt"
            shuffle_caption = true
            keep_tokens = 1
            [[datasets]]
            resolution = [512, 768]
            batch_size = 4
            caption_prefix = "photo,"
              [[datasets.subsets]]
              image_dir = "cats" # beside this file
              class_tokens = "fsk49 cat"
              num_repeats = 3
              flip_aug = true
              color_aug = true
              random_crop = false
              [[datasets.subsets]]
              image_dir = "reg"
              is_reg = true
              class_tokens = "cat"
              keep_tokens = 2
              shuffle_caption = false
              caption_dropout_rate = 0.1
            """;

    @Test
    void aDatasetOfKohyaIsRead() throws IOException {
        pictures("cats", 1);
        pictures("reg", 1);
        write("cats/a.txt", "fsk49, red, blue, green");
        Examples found = file("set.toml", TOML);
        Example cat = found.all().get(0);
        Example reg = found.all().get(1);
        assertThat(told(found))
                .containsExactly("cats/a.png: photo, fsk49, red, blue, green x3", "reg/a.png: photo, cat x1");
        assertThat(cat.caption().texts()).hasSize(8).allMatch(text -> text.startsWith("photo, fsk49, "));
        assertThat(cat.flip()).isTrue();
        assertThat(cat.role()).isEqualTo(Example.Role.INSTANCE);
        assertThat(cat.bucket()).as("as many pixels as 512x768").isEqualTo(PictureSize.square(640));
        assertThat(reg.caption().texts()).containsExactly("photo, cat");
        assertThat(reg.caption().dropout()).isEqualTo(0.1);
        assertThat(reg.flip()).isFalse();
        assertThat(cat.variation()).isEqualTo(new Variation(false, new ColourRules(0, 0, 0, 0, true), 4, 42));
        assertThat(reg.variation().isNone()).isTrue();
        assertThat(reg.role()).isEqualTo(Example.Role.CLASS);
        assertThat(notes(found))
                .contains("What set.toml says of the run as a whole is set here, not there: batch_size = 4.");
    }

    @Test
    void cropsOfKohyaAreDrawnAndWhatTheSettingsAskForStays() throws IOException {
        pictures("cats", 1);
        String set = "[[datasets]]\n[[datasets.subsets]]\nimage_dir = 'cats'\nclass_tokens = 'cat'\n";
        settings.put("randomHue", 0.1);
        ColourRules hue = new ColourRules(0, 0, 0, 0.1, false);
        assertThat(file("set.toml", set).all().get(0).variation()).isEqualTo(new Variation(false, hue, 4, 42));
        settings.put("pictureVariants", 9);
        assertThat(file("set.toml", set + "random_crop = true\n").all().get(0).variation())
                .isEqualTo(new Variation(true, hue, 9, 42));
        settings.put("randomCrop", true);
        assertThat(file("set.toml", set).all().get(0).variation().crop()).isTrue();
        assertThat(file("set.toml", set + "random_crop = false\n")
                        .all()
                        .get(0)
                        .variation()
                        .crop())
                .isFalse();
    }

    @Test
    void wildcardsOfKohyaAreLinesAndChoices() throws IOException {
        pictures("cats", 2);
        write("cats/a.txt", "{red|blue} fsk49\nfsk49");
        Examples found = file("set.toml", """
                [[datasets]]
                  [[datasets.subsets]]
                  image_dir = "cats"
                  class_tokens = "fsk49 {cat|tom}"
                  enable_wildcard = true
                """);
        assertThat(found.all().get(0).caption().texts()).containsExactly("red fsk49", "blue fsk49", "fsk49", "fsk49");
        assertThat(found.all().get(1).caption().texts()).containsExactly("fsk49 cat", "fsk49 tom");
        assertThat(notes(found)).noneMatch(note -> note.contains("enable_wildcard"));
    }

    @Test
    void aDatasetOfKohyaMayBeJson() throws IOException {
        pictures("cats", 1);
        assertThat(told(file(
                        "set.json",
                        "{\"datasets\": [{\"subsets\": [{\"image_dir\": \"cats\", \"class_tokens\": \"fsk49\"}]}]}")))
                .containsExactly("cats/a.png: fsk49 x1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "a.toml # [[datasets] # a.toml cannot be read",
                "a.toml # [general] # neither a dataset file of kohya",
                "a.json # {\"rank\": 4} # neither a dataset file of kohya",
                "a.json # [] # names no folder",
                "a.toml # [[datasets]]~[[datasets.subsets]]~num_repeats = 2 # names no folder",
                "a.toml # [[datasets]]~[[datasets.subsets]]~image_dir = 'x'~num_repeats = 'ten' # num_repeats cannot be \"ten\"",
                "a.toml # [[datasets]]~[[datasets.subsets]]~image_dir = 'gone' # does not exist"
            })
    void whatCannotBeReadIsNamed(String name, String text, String expected) {
        assertThatThrownBy(() -> file(name, text.replace('~', '\n')))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void conceptsOfOneTrainerAreRead() throws IOException {
        pictures("cats", 2);
        pictures("cats/more", 2);
        pictures("dogs", 1);
        pictures("birds", 1);
        write("cats/a.txt", "fsk49 sitting\nfsk49 lying");
        write("prompts.txt", "a dog\none dog");
        settings.put("instancePrompt", "fsk49");
        Examples found = file("concepts.json", """
                [
                  {"name": "cats", "path": "cats", "include_subdirectories": true, "balancing": 2.5, "loss_weight": 0.5, "image_variations": 6,
                   "image": {"enable_random_flip": false, "enable_crop_jitter": true, "random_hue_max_strength": 0.5},
                   "text": {"prompt_source": "sample", "enable_tag_shuffling": false}},
                  {"name": "dogs", "path": "dogs", "balancing": 7.0, "balancing_strategy": "SAMPLES",
                   "image": {"enable_resolution_override": true, "resolution_override": "768",
                             "enable_crop_jitter": false, "enable_random_brightness": true, "enable_fixed_hue": true,
                             "random_brightness_max_strength": 0.2, "enable_random_hue": true,
                             "random_hue_max_strength": 0.5},
                   "text": {"prompt_source": "concept", "prompt_path": "prompts.txt",
                            "tag_dropout_enable": true, "tag_dropout_mode": "FULL"}},
                  {"name": "birds", "path": "birds", "text": {"prompt_source": "filename"}},
                  {"name": "off", "path": "gone", "enabled": false},
                  {"name": "check", "path": "gone", "type": "VALIDATION"}
                ]
                """);
        assertThat(told(found))
                .containsExactly(
                        "cats/a.png: fsk49 sitting | fsk49 lying x2",
                        "cats/b.png: fsk49 x3",
                        "cats/more/a.png: fsk49 x2",
                        "cats/more/b.png: fsk49 x3",
                        "dogs/a.png: a dog | one dog x7",
                        "birds/a.png: a x1");
        assertThat(found.all().get(0).variation()).isEqualTo(new Variation(true, ColourRules.NONE, 6, 42));
        assertThat(found.all().get(4).variation())
                .isEqualTo(new Variation(false, new ColourRules(0.2, 0, 0, 0.5, false), 4, 42));
        assertThat(found.all().get(5).variation())
                .as("its own default")
                .isEqualTo(new Variation(true, ColourRules.NONE, 4, 42));
        assertThat(found.all()).extracting(Example::weight).containsExactly(0.5, 0.5, 0.5, 0.5, 1.0, 1.0);
        assertThat(found.all()).extracting(Example::flip).containsExactly(false, false, false, false, true, true);
        assertThat(found.all().get(4).bucket()).isEqualTo(PictureSize.square(768));
        assertThat(notes(found))
                .contains(
                        "Of concepts.json these are not taken: tag_dropout_mode = FULL, enable_fixed_hue = true.",
                        "Concepts of concepts.json that are of a kind that is not trained are left out: check (VALIDATION).");
    }

    @Test
    void aShareBelowOneIsTold() throws IOException {
        pictures("cats", 4);
        Examples found = file(
                "concepts.json",
                "[{\"path\": \"cats\", \"balancing\": 2, \"balancing_strategy\": \"SAMPLES\","
                        + " \"text\": {\"prompt_source\": \"filename\"}}]");
        assertThat(found.all()).extracting(Example::repeats).containsOnly(1);
        assertThat(notes(found)).anyMatch(note -> note.startsWith("Each picture is shown at least once an epoch"));
    }
}
