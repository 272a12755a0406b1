package loralei.gui.form;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.text.JTextComponent;
import loralei.config.Choice;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.LrScheduler;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.data.LeftOut;
import loralei.job.PromptFacts;
import loralei.job.RunPreview;
import loralei.text.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form without a screen: fields can be filled and read all the same. */
class FormViewTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault();
    private boolean modelAsked;
    private volatile boolean modelFound;
    private FormView form;

    @BeforeEach
    void build() throws Exception {
        Locale.setDefault(Locale.ENGLISH);
        form = onEventThread(() -> new FormView(
                Family.SD15, services(), (owner, title, start, filesToo) -> Optional.of(folder.resolve("chosen"))));
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void itBeginsWithTheDefaults() throws Exception {
        assertThat(onEventThread(form::config)).isEqualTo(TrainingConfig.defaults(Family.SD15));
        assertThat(text("epochs")).isEqualTo("100");
        assertThat(text("learningRate")).isEqualTo("0.0001");
    }

    @Test
    void aCertainCardStaysChosenThoughThisComputerHasNone() throws Exception {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15).with("device", DeviceChoice.card(1));
        onEventThread(() -> {
            form.show(config);
            return null;
        });
        assertThat(onEventThread(form::config)).isEqualTo(config);
    }

    @Test
    void severalCardsCanBeChosen() throws Exception {
        JComboBox<?> devices = (JComboBox<?>) component("device");
        waitFor(() -> devices.getItemCount() == 5);
        onEventThread(() -> {
            devices.setSelectedIndex(4);
            return null;
        });
        assertThat(devices.getSelectedItem()).hasToString("cuda:1: RTX 3060");
        assertThat(onEventThread(form::config).device()).isEqualTo(DeviceChoice.card(1));
    }

    @Test
    void whatIsTypedIsInTheDraft() throws Exception {
        type("instancePrompt", "fsk49");
        type("epochs", "20");

        assertThat(onEventThread(() -> form.partial().values()))
                .containsOnly(
                        Map.entry("family", Family.SD15),
                        Map.entry("instancePrompt", "fsk49"),
                        Map.entry("epochs", 20));
    }

    @Test
    void alphaShowsTheRankThatIsTyped() throws Exception {
        type("rank", "48");

        assertThat(text("alpha")).isEqualTo("48");
    }

    @Test
    void aShownConfigurationComesBack() throws Exception {
        TrainingConfig config = TrainingConfig.of(Map.of(
                "family", Family.SD15, "instancePrompt", "fsk49", "scaleLr", true, "alpha", 4.0, "outputDir", folder));
        onEventThread(() -> {
            form.show(config);
            return null;
        });

        assertThat(onEventThread(form::config)).isEqualTo(config);
    }

    @Test
    void anEmptyFieldIsNotWrongBeforeAnybodyWasThere() throws Exception {
        assertThat(text("instancePrompt.problem")).isEmpty();

        List<Problem> problems = onEventThread(form::problems);

        assertThat(problems).extracting(Problem::field).contains("instancePrompt");
        assertThat(text("instancePrompt.problem")).startsWith("Enter a made-up word");
        assertThat(((JComponent) component("instancePrompt")).getClientProperty("JComponent.outline"))
                .isEqualTo("error");
    }

    @Test
    void problemsComeInTheOrderOfTheFields() throws Exception {
        type("baseModel", folder.resolve("nowhere").toString());
        type("epochs", "0");
        waitFor(() -> !text("baseModel.problem").isEmpty());

        assertThat(onEventThread(form::problems))
                .extracting(Problem::field)
                .containsExactly("baseModel", "instancePrompt", "epochs");
    }

    @Test
    void whatIsTypedWrongIsToldShortlyAfter() throws Exception {
        type("epochs", "0");
        waitFor(() -> text("epochs.problem").equals("Enter a whole number, 1 or more."));
        assertThat(text("instancePrompt.problem")).isEmpty();

        type("epochs", "10");
        waitFor(() -> text("epochs.problem").isEmpty());
    }

    @Test
    void goingToAnAdvancedFieldOpensTheFold() throws Exception {
        assertThat(component("rank").isVisible()).isFalse();

        onEventThread(() -> {
            form.focus("rank");
            return null;
        });

        assertThat(component("rank").isVisible()).isTrue();
        assertThat(onEventThread(form::isAdvancedOpen)).isTrue();
    }

    @Test
    void noRowMovesWhenABaseModelIsFoundWhilePeopleTypeFurtherDown() throws Exception {
        int before = layOut("classPrompt");
        modelFound = true;
        type("instancePrompt", "fsk49");
        type("baseModel", folder.toString());
        waitFor(() -> text("trainedAs").contains("fsk49"));

        assertThat(layOut("classPrompt")).isEqualTo(before);
    }

    @Test
    void aSettingOfOneScheduleIsSeenWithThatScheduleAndKeepsItsValue() throws Exception {
        onEventThread(() -> {
            form.setAdvancedOpen(true);
            return null;
        });
        assertThat(component("lrNumCycles").isVisible()).isFalse();
        assertThat(component("lrPower.label").isVisible()).isFalse();
        assertThat(component("lrWarmupSteps").isVisible()).isTrue();

        choose("lrScheduler", LrScheduler.COSINE_WITH_RESTARTS);
        assertThat(component("lrNumCycles").isVisible()).isTrue();
        assertThat(component("lrPower").isVisible()).isFalse();
        type("lrNumCycles", "3");

        choose("lrScheduler", LrScheduler.POLYNOMIAL);
        assertThat(component("lrNumCycles").isVisible()).isFalse();
        assertThat(component("lrPower").isVisible()).isTrue();
        choose("lrScheduler", LrScheduler.COSINE_WITH_RESTARTS);
        assertThat(text("lrNumCycles")).isEqualTo("3");
        assertThat(onEventThread(() -> form.config().lrNumCycles())).isEqualTo(3);
    }

    /** They are that LoRA's then. */
    @Test
    void rankAndAlphaAreNotAskedForWhereTheRunGoesOnFromALora() throws Exception {
        onEventThread(() -> {
            form.setAdvancedOpen(true);
            return null;
        });
        assertThat(component("rank").isVisible()).isTrue();
        type("startFrom", "cat.safetensors");
        assertThat(component("rank").isVisible()).isFalse();
        assertThat(component("alpha").isVisible()).isFalse();
        assertThat(component("rankDropout").isVisible()).isTrue();
        type("startFrom", "");
        assertThat(component("rank").isVisible()).isTrue();
    }

    @Test
    void whatIsWrongIsSeenAlsoWhereNoChoiceNeedsIt() throws Exception {
        onEventThread(() -> {
            form.setAdvancedOpen(true);
            return null;
        });
        choose("lrScheduler", LrScheduler.POLYNOMIAL);
        type("lrPower", "x");
        choose("lrScheduler", LrScheduler.CONSTANT);
        onEventThread(form::problems);
        assertThat(component("lrPower").isVisible()).isTrue();

        type("lrPower", "2");
        waitFor(() -> !component("lrPower").isVisible());
    }

    @Test
    void anEmptyFieldStandsForNoNumberOfSteps() throws Exception {
        assertThat(text("steps")).isEmpty();
        type("steps", "1600");
        assertThat(onEventThread(() -> form.config().steps())).isEqualTo(1600);
        type("steps", "");
        assertThat(onEventThread(() -> form.config().steps())).isZero();
        type("steps", "0");
        assertThat(onEventThread(() -> form.config().steps())).isZero();
        assertThat(onEventThread(form::problems)).extracting(Problem::field).doesNotContain("steps");
    }

    @Test
    void whereThereIsNoBaseModelOneIsOffered() throws Exception {
        onEventThread(() -> {
            ((JButton) component("getBaseModel")).doClick();
            return null;
        });
        assertThat(modelAsked).isTrue();
    }

    @Test
    void aModelOfAnotherKindIsToldWhereItStands() throws Exception {
        type("baseModel", folder.toString());
        waitFor(() -> text("baseModel.problem").equals("This is no model. Choose another."));

        assertThat(onEventThread(form::problems)).extracting(Problem::field).contains("baseModel");
    }

    @Test
    void listenersHearOfEveryChange() throws Exception {
        int[] changes = new int[1];
        onEventThread(() -> {
            form.onChange(() -> changes[0]++);
            return null;
        });
        type("outputName", "x");

        assertThat(changes[0]).isPositive();
    }

    @Test
    void theSummaryFollowsTheForm() throws Exception {
        SummaryView summary = onEventThread(() -> new SummaryView(form));
        waitFor(() -> textIn(summary.component(), "summary.steps").startsWith("100,"));

        type("epochs", "7");
        waitFor(() -> textIn(summary.component(), "summary.steps").startsWith("7,"));
    }

    private FormServices services() {
        return FakeServices.of(
                this::preview, FormViewTest::facts, Runnable::run, FakeServices.SILENT, () -> modelAsked = true);
    }

    private static PromptFacts facts(TrainingConfig config) {
        String word = config.instancePrompt();
        return new PromptFacts(
                word.isEmpty() ? List.of() : List.of(new PromptFacts.Word(word, List.of("f", "sk", "49"))),
                config.trainingPrompt(),
                5,
                75,
                "",
                List.of());
    }

    private RunPreview preview(TrainingConfig config) {
        return new RunPreview(
                Optional.empty(),
                LeftOut.NOTHING,
                Optional.of(new RunPreview.Length(config.epochs(), config.epochs(), List.of())),
                new RunPreview.Memory(
                        1,
                        OptionalLong.empty(),
                        false,
                        true,
                        Message.text("as it is"),
                        List.of(
                                new RunPreview.Device("cuda:0", "RTX 3050"),
                                new RunPreview.Device("cuda:1", "RTX 3060"))),
                new RunPreview.Disk(1, OptionalLong.empty()),
                Files.exists(config.outputDir().resolve("taken")),
                List.of(),
                modelFound
                        ? List.of()
                        : List.of(new Problem(
                                "baseModel",
                                config.baseModel().toString(),
                                Message.text("This is no model."),
                                Message.text("Choose another."))));
    }

    /** Where a field is in the form. */
    private int layOut(String field) throws Exception {
        return onEventThread(() -> {
            JScrollPane pane = (JScrollPane) form.component();
            JComponent rows = (JComponent) pane.getViewport().getView();
            rows.setSize(900, 2000);
            rows.doLayout();
            return component(field).getY();
        });
    }

    private void choose(String field, Choice choice) throws Exception {
        onEventThread(() -> {
            JComboBox<?> box = (JComboBox<?>) component(field);
            box.setSelectedIndex(List.of(choice.getClass().getEnumConstants()).indexOf(choice));
            return null;
        });
    }

    private void type(String field, String text) throws Exception {
        onEventThread(() -> {
            ((JTextField) component(field)).setText(text);
            return null;
        });
    }

    private String text(String name) throws Exception {
        return textIn(form.component(), name);
    }

    private Component component(String name) {
        return find(form.component(), name).orElseThrow(() -> new AssertionError("no component " + name));
    }

    private static String textIn(Container container, String name) throws Exception {
        return onEventThread(() -> ((JTextComponent) find(container, name).orElseThrow()).getText());
    }

    private static Optional<Component> find(Container container, String name) {
        for (Component child : container.getComponents()) {
            if (name.equals(child.getName())) {
                return Optional.of(child);
            }
            if (child instanceof Container inner) {
                Optional<Component> found = find(inner, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static void waitFor(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
