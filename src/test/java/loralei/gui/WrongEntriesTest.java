package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.text.JTextComponent;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.form.FakeServices;
import loralei.gui.form.FormServices;
import loralei.gui.form.FormView;
import loralei.job.PromptFacts;
import loralei.job.UseCases;
import loralei.text.Texts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every wrong entry that a person can make in the form. Needs no display; that Start leads to what is wrong, and starts
 * nothing, {@link WindowTest} sees.
 */
class WrongEntriesTest {
    private static final String OUTLINE = "JComponent.outline";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What stands under a field whose value can never work. */
    private final Texts texts = Texts.of("settings");

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private FormView form;

    @TempDir
    Path folder;

    /**
     * A field from the top of the form down.
     *
     * @param name of the setting
     * @param right what it says in the end
     * @param wrong what is entered before, one after the other
     */
    private record Field(String name, String right, List<Wrong> wrong) {}

    /**
     * A wrong entry.
     *
     * @param text what is typed
     * @param sentence a part of what the form says of it
     */
    private record Wrong(String text, String sentence) {}

    @AfterEach
    void close() {
        background.shutdownNow();
    }

    @Test
    void eachWrongEntryIsMarkedWithASentenceAndCanBeCorrected() throws Exception {
        TrainingConfig good = Remembered.tinyRun(folder.resolve("out"), 0);
        List<Field> fields = fields(good);
        form = onEventThread(() -> new FormView(Family.SD15, services()));
        doOnEventThread(() -> form.show(good));
        Map<String, Wrong> entered = new LinkedHashMap<>();
        for (int round = 0; enter(fields, round, entered); round++) {
            for (Map.Entry<String, Wrong> one : entered.entrySet()) {
                awaitMark(one.getKey(), one.getValue());
            }
            assertThat(onEventThread(form::problems))
                    .extracting(problem -> problem.field())
                    .containsExactlyElementsOf(entered.keySet());
        }
        for (Field field : fields) {
            enter(field.name(), field.right());
        }
        for (Field field : fields) {
            waitFor("the mark at " + field.name() + " to go", () -> !isMarked(field.name()));
        }
    }

    /** Enters what is wrong in this round; false where nothing is left. Fields that have had all stay as they are. */
    private boolean enter(List<Field> fields, int round, Map<String, Wrong> entered) throws Exception {
        boolean more = false;
        for (Field field : fields) {
            if (round < field.wrong().size()) {
                Wrong wrong = field.wrong().get(round);
                enter(field.name(), wrong.text());
                entered.put(field.name(), wrong);
                more = true;
            }
        }
        return more;
    }

    private void enter(String field, String text) throws Exception {
        doOnEventThread(() -> ((JTextComponent) find(field)).setText(text));
    }

    private void awaitMark(String field, Wrong wrong) throws Exception {
        waitFor(
                "\"" + wrong.text() + "\" at " + field + " to be called wrong: " + wrong.sentence(),
                () -> isMarked(field) && sentence(field).contains(wrong.sentence()));
        assertThat(onEventThread(() -> sentence(field)))
                .as("%s: %s", field, wrong.text())
                .doesNotContain("\n");
    }

    private static void waitFor(String what, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!onEventThread(holds)) {
            assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private boolean isMarked(String field) {
        return "error".equals(((JComponent) find(field)).getClientProperty(OUTLINE));
    }

    private String sentence(String field) {
        return ((JTextComponent) find(field + ".problem")).getText();
    }

    private Component find(String name) {
        return find(form.component(), name).findFirst().orElseThrow();
    }

    private static Stream<Component> find(Component root, String name) {
        Stream<Component> inside = root instanceof Container container
                ? Stream.of(container.getComponents()).flatMap(child -> find(child, name))
                : Stream.empty();
        return name.equals(root.getName()) ? Stream.concat(Stream.of(root), inside) : inside;
    }

    private FormServices services() {
        return FakeServices.of(
                UseCases.ofThisProgram().preview(),
                config -> new PromptFacts(List.of(), config.trainingPrompt(), 0, 75, "", List.of()),
                background,
                FakeServices.SILENT,
                () -> {});
    }

    private List<Field> fields(TrainingConfig good) throws IOException {
        Path absent = folder.resolve("absent");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path file = Files.writeString(folder.resolve("file.txt"), "neither a model nor a picture");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("one.png"), "no picture");
        Files.write(broken.resolve("two.jpg"), new byte[0]);
        String noPicture = "There is no usable picture in";
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(
                "baseModel",
                text(good, "baseModel"),
                List.of(
                        new Wrong(absent.toString(), texts.get("baseModel.remedy")),
                        new Wrong("", texts.get("baseModel.remedy")),
                        new Wrong(empty.toString(), "has no folder unet"),
                        new Wrong(file.toString(), "is a file"),
                        new Wrong("someone/some-model", "Hugging Face"),
                        new Wrong(Remembered.SDXL_MODEL.toString(), Family.SDXL.label()))));
        fields.add(new Field(
                "instanceDir",
                text(good, "instanceDir"),
                List.of(
                        new Wrong(absent.toString(), texts.get("instanceDir.remedy")),
                        new Wrong(file.toString(), texts.get("instanceDir.remedy")),
                        new Wrong(empty.toString(), noPicture),
                        new Wrong(broken.toString(), noPicture))));
        fields.add(field(good, "instancePrompt", "", "   "));
        fields.add(field(good, "batchSize", "0", "two", "2000"));
        fields.add(field(good, "epochs", "0", "ten", "-3", "99999999999"));
        fields.add(field(good, "saveEvery", "-1", "often"));
        fields.add(field(good, "outputName", "", "a/b", "CON", "nul.txt", "why?", " x ", "x".repeat(65)));
        fields.add(field(good, "resolution", "500", "0", "big", "8192"));
        fields.add(field(good, "bucketStep", "0", "60", "x"));
        fields.add(field(good, "randomBrightness", "1.1", "-0.1", "x"));
        fields.add(field(good, "randomContrast", "1.1", "-0.1", "x"));
        fields.add(field(good, "randomSaturation", "1.1", "-0.1", "x"));
        fields.add(field(good, "randomHue", "1.1", "-0.1", "x"));
        fields.add(field(good, "steps", "-1", "all"));
        fields.add(field(good, "learningRate", "-0.1", "fast", "0", "11"));
        fields.add(field(good, "lrWarmupSteps", "-1", "slow"));
        fields.add(field(good, "lrNumCycles", "0", "x"));
        fields.add(field(good, "lrPower", "0", "x"));
        fields.add(field(good, "weightDecay", "-1", "x"));
        fields.add(field(good, "maxGradNorm", "-1", "x"));
        fields.add(field(good, "minSnrGamma", "-1", "x"));
        fields.add(field(good, "seed", "-1", "dice"));
        fields.add(field(good, "keepTags", "-1", "x"));
        fields.add(field(good, "tagDropout", "1.1", "-0.1", "x"));
        fields.add(field(good, "captionDropout", "1.1", "-0.1", "x"));
        fields.add(field(good, "captionVariants", "0", "x"));
        fields.add(field(good, "rank", "0", "high", "1.5"));
        fields.add(field(good, "alpha", "-2", "x")); // 0 like the rank beside it would be the rank
        fields.add(field(good, "rankDropout", "1", "-0.1", "x"));
        fields.add(
                field(good, "outputDir", file.toString(), file.resolve("in-it").toString()));
        fields.add(field(good, "cacheSize", "-1", "1.5", "x"));
        return fields;
    }

    private Field field(TrainingConfig good, String name, String... wrong) {
        String sentence = texts.get(name + ".remedy");
        return new Field(
                name,
                text(good, name),
                List.of(wrong).stream().map(text -> new Wrong(text, sentence)).toList());
    }

    private static String text(TrainingConfig config, String setting) {
        return loralei.config.Settings.find(setting)
                .orElseThrow()
                .type()
                .toText(config.values().get(setting));
    }
}
