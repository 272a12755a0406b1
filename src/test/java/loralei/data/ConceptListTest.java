package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import loralei.config.JsonText;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry.Field;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of concepts as people edit them. */
class ConceptListTest {
    @TempDir
    private Path folder;

    private final Map<String, Object> settings = new HashMap<>();
    private Path list;

    @BeforeEach
    void someSettings() {
        list = folder.resolve("concepts.json");
        settings.putAll(Map.of("instanceDir", list, "resolution", Resolutions.of(512), "enlarge", true));
    }

    private void pictures(String name, int count) throws IOException {
        Path inside = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < count; i++) {
            Samples.write(inside, (char) ('a' + i) + ".png", "png", 4, 4, name.hashCode() + i);
        }
    }

    private TrainingConfig config() {
        return TrainingConfig.of(settings);
    }

    private ConceptList open(Path place) throws IOException {
        return ConceptList.open(config().with("instanceDir", place));
    }

    private Examples find(Path place) throws IOException {
        return ExampleSource.of(config().with("instanceDir", place)).find(PictureScanner::scan);
    }

    private static ConceptList of(List<ConceptEntry> entries) {
        return new ConceptList(Optional.empty(), "", entries, List.of());
    }

    private static JsonNode tree(Path file) throws IOException {
        return JsonText.FOREIGN.readTree(Files.readString(file));
    }

    private static List<Map<Field, String>> values(ConceptList concepts) {
        return concepts.entries().stream().map(ConceptEntry::values).toList();
    }

    private ConceptEntry anyEntry(Random random) {
        String[] prompts = {"fsk49 cat", "Käse, \"x\" \\ {class}", "猫 🐈", "-", "a ".repeat(90) + "z"};
        String prompt = prompts[random.nextInt(prompts.length)];
        ConceptEntry entry = ConceptEntry.of(folder.resolve("f ü" + random.nextInt(99)), random.nextBoolean())
                .with(Field.USED, String.valueOf(random.nextBoolean()))
                .with(Field.SUBFOLDERS, String.valueOf(random.nextBoolean()))
                .with(Field.AMOUNT, List.of("1", "2.5", "10", "0.25").get(random.nextInt(4)))
                .with(Field.COUNTED, random.nextBoolean() ? "each" : "together")
                .with(Field.WEIGHT, List.of("1", "0", "0.3").get(random.nextInt(3)))
                .with(Field.ROLE, random.nextBoolean() ? "thing" : "class")
                .with(Field.RESOLUTION, List.of("", "768", "512,768").get(random.nextInt(3)));
        return switch (random.nextInt(5)) {
            case 0 -> entry.with(Field.TEXTS, "names");
            case 1 -> entry.with(Field.TEXTS, "file").with(Field.PROMPT, folder.resolve("texts.txt") + "");
            case 2 -> entry;
            case 3 -> entry.with(Field.PROMPT, prompt);
            default -> entry.with(Field.TEXTS, "prompt").with(Field.PROMPT, prompt);
        };
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws IOException {
        Random random = new Random(14);
        ConceptList before = of(List.of());
        for (int i = 0; i < 100; i++) {
            List<ConceptEntry> entries = new ArrayList<>(before.entries());
            entries.removeIf(entry -> random.nextInt(3) == 0);
            entries.replaceAll(entry -> random.nextBoolean()
                    ? entry
                    : new ConceptEntry(entry.origin(), anyEntry(random).values()));
            while (entries.size() < 4) {
                entries.add(random.nextInt(entries.size() + 1), anyEntry(random));
            }
            before.with(entries).write(list);
            ConceptList after = open(list);
            assertThat(values(after))
                    .isEqualTo(entries.stream().map(ConceptEntry::values).toList());
            String text = Files.readString(list);
            after.write(list);
            assertThat(list).hasContent(text);
            before = after;
        }
    }

    @Test
    void aRunFromTheListIsThatFromFoldersOfKohya() throws IOException {
        pictures("img/10_fsk49 cat", 2);
        pictures("img/2_fsk49 dog", 3);
        pictures("reg/1_cat", 4);
        Files.writeString(folder.resolve("img/2_fsk49 dog/b.txt"), "fsk49 dog, lying, red");
        settings.putAll(Map.of("shuffleTags", true, "keepTags", 1, "captionPrefix", "photo,", "randomFlip", true));
        ConceptList concepts = open(folder);
        concepts.write(list);
        Examples expected = find(folder);
        Examples found = find(list);
        assertThat(found.all()).hasSize(9).isEqualTo(expected.all());
        assertThat(found.of(Example.Role.CLASS)).hasSize(4);
        assertThat(concepts.entries().get(0).text(Field.TEXTS)).isEqualTo("captions");
        assertThat(concepts.entries().get(1).text(Field.TEXTS)).isEqualTo("prompt");
        assertThat(concepts.entries().get(2).text(Field.ROLE)).isEqualTo("class");

        settings.put("prior", Prior.PREDICTION);
        settings.put("classPrompt", "cat");
        assertThat(find(list).of(Example.Role.CLASS)).isEmpty();
    }

    @Test
    void onePromptForAllIsThereForOneTrainerToo() throws IOException {
        pictures("10_fsk49 cat", 1);
        open(folder).write(list);
        JsonNode concept = tree(list).get(0);
        assertThat(concept.at("/text/prompt_source").asText()).isEqualTo("concept");
        assertThat(Path.of(concept.at("/text/prompt_path").asText()))
                .isAbsolute()
                .isEqualTo(folder.resolve("concepts-prompts/fsk49-cat.txt"))
                .hasContent("fsk49 cat");
        assertThat(concept.get("balancing").asDouble()).isEqualTo(10);
        assertThat(concept.get("type").asText()).isEqualTo("STANDARD");
        assertThat(concept.get("path").asText())
                .isEqualTo(folder.resolve("10_fsk49 cat").toString().replace('\\', '/'));
        assertThat(concept.at("/image/enable_random_flip").asBoolean(true)).isFalse();
        assertThat(concept.at("/image/enable_crop_jitter").asBoolean(true)).isFalse();
        assertThat(find(list).notes()).isEmpty();
    }

    @Test
    void noFileWithAPromptIsReplaced() throws IOException {
        Path prompts = Files.createDirectories(folder.resolve("concepts-prompts"));
        Files.writeString(prompts.resolve("fsk49-cat.txt"), "somebody else's");
        ConceptEntry cat =
                ConceptEntry.of(folder, false).with(Field.TEXTS, "prompt").with(Field.PROMPT, "fsk49 cat");
        of(List.of(cat, cat)).write(list);
        assertThat(prompts.resolve("fsk49-cat.txt")).hasContent("somebody else's");
        assertThat(prompts.resolve("fsk49-cat-2.txt")).hasContent("fsk49 cat");
        assertThat(prompts.resolve("fsk49-cat-3.txt")).doesNotExist();
        assertThat(values(open(list))).containsExactly(cat.values(), cat.values());
    }

    private static final String FOREIGN = """
            {
              "learning_rate": 1e-05, "base_model_name": "x",
              "concepts": [
                {"__version": 1, "name": "my cat", "path": "cats", "seed": -12345678901, "enabled": true,
                 "validation_concept": false, "repeats": 3, "future": {"a": [1, 2.50]},
                 "image": {"enable_random_flip": true, "enable_crop_jitter": true, "random_hue_max_strength": 0.5},
                 "text": {"prompt_source": "filename", "tag_delimiter": ",", "new": null}},
                {"name": "check", "path": "gone", "type": "VALIDATION", "loss_weight": NaN},
                {"name": "", "path": "dogs", "text": {"prompt_source": "concept", "prompt_path": "p.txt"}}
              ],
              "concept_file_name": ""
            }
            """;

    @Test
    void whatNobodyChangedInAFileStays() throws IOException {
        String foreign = FOREIGN.replace(", \"loss_weight\": NaN", "");
        Files.writeString(list, foreign);
        ConceptList read = open(list);
        read.write(list);
        assertThat(tree(list)).isEqualTo(JsonText.FOREIGN.readTree(foreign));

        ConceptEntry cat = read.entries().get(0);
        ConceptEntry check = read.entries().get(1);
        ConceptEntry dog = read.entries().get(2);
        assertThat(cat.text(Field.AMOUNT)).isEqualTo("3");
        assertThat(cat.text(Field.TEXTS)).isEqualTo("names");
        assertThat(check.role()).isEqualTo(ConceptEntry.Role.OTHER);
        assertThat(dog.text(Field.TEXTS)).isEqualTo("file");
        assertThat(dog.text(Field.PROMPT)).isEqualTo("p.txt");
        read.with(List.of(
                        dog.with(Field.WEIGHT, "0,5"),
                        cat.with(Field.AMOUNT, "4").with(Field.FLIP, "false").with(Field.ROLE, "class"),
                        check))
                .write(list);
        assertThat(tree(list)).isEqualTo(JsonText.FOREIGN.readTree("""
            {
              "learning_rate": 1e-05, "base_model_name": "x",
              "concepts": [
                {"name": "", "path": "dogs", "text": {"prompt_source": "concept", "prompt_path": "p.txt"},
                 "loss_weight": 0.5},
                {"__version": 1, "name": "my cat", "path": "cats", "seed": -12345678901, "enabled": true,
                 "balancing": 4.0, "type": "STANDARD", "loralei": {"role": "class"}, "future": {"a": [1, 2.50]},
                 "image": {"enable_random_flip": false, "enable_crop_jitter": true, "random_hue_max_strength": 0.5},
                 "text": {"prompt_source": "filename", "tag_delimiter": ",", "new": null}},
                {"name": "check", "path": "gone", "type": "VALIDATION"}
              ],
              "concept_file_name": ""
            }
            """));
    }

    @Test
    void aConceptOfOneTrainerIsGivenNothingThatItDoesNotNeed() throws IOException {
        String before = "[{\"path\": \"cats\", \"type\": \"VALIDATION\", \"text\": {\"prompt_source\": \"sample\"}}]";
        ConceptList read = open(Files.writeString(list, before));
        read.with(List.of(read.entries().get(0).with(Field.ROLE, "thing").with(Field.TEXTS, "names")))
                .write(list);
        assertThat(tree(list).toString())
                .isEqualTo("[{\"path\":\"cats\",\"type\":\"STANDARD\",\"text\":{\"prompt_source\":\"filename\"}}]");
    }

    @Test
    void whatCannotBeReadIsNotOpened() throws IOException {
        Files.writeString(list, FOREIGN);
        assertThatThrownBy(() -> open(list)).hasMessageContaining("loss_weight cannot be");
        Files.writeString(list, "[{\"path\": ");
        assertThatThrownBy(() -> open(list)).hasMessageContaining("concepts.json cannot be read");
        Files.writeString(list, "{\"rank\": 4}");
        assertThatThrownBy(() -> open(list)).hasMessageContaining("neither a dataset file");
    }

    @Test
    void aFileThatIsNotTheOneThatWasReadIsNotReplacedUnasked() throws IOException {
        ConceptList fresh = of(List.of(ConceptEntry.of(folder, false)));
        assertThat(fresh.wouldReplace(list)).isFalse();
        fresh.write(list);
        assertThat(fresh.wouldReplace(list)).isTrue();
        ConceptList read = open(list);
        assertThat(read.wouldReplace(list)).isFalse();
        Files.copy(list, folder.resolve("other.json"));
        assertThat(read.wouldReplace(folder.resolve("other.json"))).isTrue();
        Files.writeString(list, "[]");
        assertThat(read.wouldReplace(list)).as("changed by another program").isTrue();
    }

    @Test
    void inAnotherFolderTheListNamesTheSameFolders() throws IOException {
        pictures("cats", 1);
        Files.writeString(folder.resolve("p.txt"), "fsk49\na cat");
        Files.writeString(
                list, "[{\"path\": \"cats\", \"text\": {\"prompt_source\": \"concept\", \"prompt_path\": \"p.txt\"}}]");
        Path elsewhere = Files.createDirectory(folder.resolve("lists")).resolve("concepts.json");
        open(list).write(elsewhere);
        assertThat(find(elsewhere).all()).isEqualTo(find(list).all());
    }

    @Test
    void aDatasetOfKohyaBecomesAListAndStaysAsItIs() throws IOException {
        pictures("cats", 2);
        pictures("reg", 1);
        String toml = """
                [[datasets]]
                resolution = 768
                  [[datasets.subsets]]
                  image_dir = "cats"
                  class_tokens = "fsk49 cat"
                  num_repeats = 3
                  flip_aug = true
                  [[datasets.subsets]]
                  image_dir = "reg"
                  is_reg = true
                  class_tokens = "cat"
                  caption_dropout_rate = 0.1
                """;
        Path set = Files.writeString(folder.resolve("set.toml"), toml);
        ConceptList concepts = open(set);
        assertThat(concepts.file()).isEmpty();
        assertThat(concepts.notes().stream().map(Message::toString))
                .containsExactly(
                        "Read from set.toml, which stays as it is: what you change here is saved as a list of concepts.",
                        "What the file says of prefix, order and dropout of captions is set for the whole run here, "
                                + "not for a folder: reg.");
        concepts.write(list);
        assertThat(set).hasContent(toml);
        Examples expected = find(set);
        Examples found = find(list);
        assertThat(found.of(Example.Role.INSTANCE)).hasSize(2).isEqualTo(expected.of(Example.Role.INSTANCE));
        assertThat(found.of(Example.Role.CLASS))
                .extracting(example -> example.caption().first())
                .containsExactly("cat");
    }

    @Test
    void foldersAndPicturesThatAreDroppedBecomeEntries() throws IOException {
        pictures("tree/3_fsk49 cat", 1);
        pictures("tree/img", 1);
        pictures("5_fsk49 dog", 2);
        pictures("plain", 1);
        assertThat(ConceptList.ofDropped(
                                List.of(
                                        folder.resolve("tree"),
                                        folder.resolve("5_fsk49 dog/a.png"),
                                        folder.resolve("5_fsk49 dog/b.png"),
                                        folder.resolve("plain")),
                                config())
                        .stream()
                        .map(entry -> Path.of(entry.text(Field.FOLDER)).getFileName() + " x" + entry.text(Field.AMOUNT)
                                + " " + entry.text(Field.PROMPT)))
                .containsExactly("3_fsk49 cat x3 fsk49 cat", "5_fsk49 dog x5 fsk49 dog", "plain x1 ");
    }

    @Test
    void aFolderWithoutPicturesIsNoBeginning() throws IOException {
        assertThat(open(folder).entries()).isEmpty();
        assertThat(open(folder.resolve("gone")).entries()).isEmpty();
        pictures("in", 1);
        assertThat(open(folder).entries()).isEmpty();
        settings.put("subfolders", true);
        assertThat(open(folder).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.is(Field.SUBFOLDERS)).isTrue());
    }

    private ConceptLook look(ConceptEntry entry) {
        return ConceptLook.of(entry, list, config(), PictureScanner::scan);
    }

    @Test
    void aLookTellsWhatARunWouldFind() throws IOException {
        pictures("cats", 3);
        pictures("cats/in", 2);
        Files.writeString(folder.resolve("cats/a.txt"), "fsk49 cat");
        Files.writeString(folder.resolve("cats/b.txt"), "");
        Files.writeString(folder.resolve("cats/broken.png"), "no picture");
        ConceptEntry cats = ConceptEntry.of(Path.of("cats"), false);
        ConceptLook found = look(cats);
        assertThat(found.pictures()).isEqualTo(3);
        assertThat(found.captioned()).isEqualTo(1);
        assertThat(found.first().orElseThrow().path()).hasFileName("a.png");
        assertThat(found.notes().toString()).contains("broken.png");
        assertThat(found.problem()).isEmpty();
        assertThat(look(cats.with(Field.SUBFOLDERS, "true")).pictures()).isEqualTo(5);

        ConceptLook gone = look(cats.with(Field.FOLDER, "gone"));
        assertThat(gone.isThere()).isFalse();
        assertThat(gone.problem().orElseThrow()).asString().contains("does not exist");
        Files.createDirectory(folder.resolve("empty"));
        ConceptLook empty = look(cats.with(Field.FOLDER, "empty"));
        assertThat(empty.isThere()).isTrue();
        assertThat(empty.problem().orElseThrow()).asString().contains("no usable picture");
        ConceptLook promptless = look(cats.with(Field.TEXTS, "file").with(Field.PROMPT, "gone.txt"));
        assertThat(promptless.pictures()).isEqualTo(3);
        assertThat(promptless.problem().orElseThrow()).asString().contains("gone.txt");
        assertThat(look(cats.with(Field.FOLDER, "")).problem()).isPresent();
        assertThat(look(cats.with(Field.FOLDER, "\0")).problem()).isPresent();
    }

    @Test
    void whatCannotBeRightIsNamedByItsField() {
        ConceptEntry entry = ConceptEntry.of(folder, false);
        assertThat(entry.problems()).isEmpty();
        assertThat(entry.with(Field.AMOUNT, "2,5").problems()).isEmpty();
        assertThat(entry.with(Field.RESOLUTION, "512,768").problems()).isEmpty();
        for (Map.Entry<Field, String> wrong : Map.of(
                        Field.FOLDER, " ", Field.AMOUNT, "0", Field.WEIGHT, "-1", Field.RESOLUTION, "63")
                .entrySet()) {
            assertThat(entry.with(wrong.getKey(), wrong.getValue()).problems()).containsOnlyKeys(wrong.getKey());
        }
        assertThat(entry.with(Field.AMOUNT, "many").problems()).containsOnlyKeys(Field.AMOUNT);
        assertThat(entry.with(Field.TEXTS, "prompt").problems()).containsOnlyKeys(Field.PROMPT);
        assertThat(entry.with(Field.TEXTS, "file").problems()).containsOnlyKeys(Field.PROMPT);
    }
}
