package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Container;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.swing.JComboBox;
import javax.swing.JTable;
import javax.swing.JViewport;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.gui.state.ToolState;
import loralei.gui.tools.ToolKind;
import loralei.job.InspectJob;
import loralei.job.LoraChoice;
import loralei.job.tool.ConvertRequest;
import loralei.job.tool.ExtractRequest;
import loralei.job.tool.LoraTools;
import loralei.job.tool.MergeIntoModelRequest;
import loralei.job.tool.MergeRequest;
import loralei.job.tool.MetadataJob;
import loralei.job.tool.MetadataRequest;
import loralei.job.tool.RankChoice;
import loralei.job.tool.ResizeRequest;
import loralei.job.tool.ToolOutput;
import loralei.lora.KeyFormat;
import loralei.safetensors.DType;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tab with the tools, worked by mouse and keyboard. */
@NeedsDisplay
class ToolsTabTest extends ToolsOnScreen {
    @ParameterizedTest
    @CsvSource({"900, 560, false, en", "560, 400, true, de"})
    void aPersonConvertsMergesAndMakesSmaller(int width, int height, boolean dark, String locale) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(locale));
        open(width, height, dark, fakes.tools());
        person.enter("tool-file", cat.toString());
        pick("tool-naming", 1);
        pick("tool-type", 1);
        Path converted = folder.resolve("cat-diffusers.safetensors");
        person.waitFor("a name", () -> text("tool-output").equals(converted.toString()));
        goUntilMade(converted);
        assertThat(fakes.asked)
                .containsExactly(new ConvertRequest(
                        cat, KeyFormat.PEFT, new ToolOutput(converted, Optional.of(DType.F16), false)));
        assertThat(text("tool-detail")).contains("97.3 %");
        person.click("tool-tryIt");
        person.click("tool-openFolder");
        List<String> done =
                List.of("made cat-diffusers.safetensors", "try cat-diffusers.safetensors", "folder " + folder);
        person.waitFor("both ways on", () -> asked.equals(done));

        choose(ToolKind.MERGE);
        assertThat(person.shows("tool-tryIt")).as("of the tool before").isFalse();
        drop(cat, dog, converted);
        person.click("tool-remove-3");
        person.enter("tool-weight-2", "-0.5");
        pick("tool-size", 2);
        person.enter("tool-share", "95");
        person.enter("tool-most", "32");
        Path merged = folder.resolve("cat-merged.safetensors");
        goUntilMade(merged);
        assertThat(fakes.asked.get(1))
                .isEqualTo(new MergeRequest(
                        List.of(new LoraChoice(cat, 1), new LoraChoice(dog, -0.5)),
                        Optional.of(new RankChoice.Energy(0.95, 32)),
                        new ToolOutput(merged, Optional.empty(), false)));

        choose(ToolKind.RESIZE);
        person.enter("tool-file", merged.toString());
        person.enter("tool-rank", "8");
        Path small = folder.resolve("cat-merged-rank8.safetensors");
        goUntilMade(small);
        assertThat(fakes.asked.get(2))
                .isEqualTo(new ResizeRequest(
                        merged, new RankChoice.Fixed(8), new ToolOutput(small, Optional.empty(), false)));
        assertThat(remembered.get()).isEqualTo(new ToolState("resize", folder.toString()));
        assertOnlyTheHeightScrolls();
    }

    @Test
    void aPersonBuildsLorasIntoAModelAndTakesTheDifferenceOfTwo() throws Exception {
        open(900, 560, false, fakes.tools());
        choose(ToolKind.INTO_MODEL);
        Path model = copied(MODEL, folder.resolve("model"));
        drop(model, cat);
        person.waitFor(
                "both",
                () -> text("tool-model").equals(model.toString())
                        && text("tool-lora-1").equals(cat.toString()));
        person.waitFor("the model", () -> text("tool-model.note").contains("Stable Diffusion 1.5"));
        Path built = folder.resolve("model-with-cat");
        assertThat(text("tool-output")).isEqualTo(built.toString());
        goUntilMade(built);
        assertThat(fakes.asked)
                .containsExactly(new MergeIntoModelRequest(
                        model, List.of(new LoraChoice(cat, 1)), new ToolOutput(built, Optional.empty(), false)));
        person.click("tool-tryIt");
        person.waitFor("the way to draw with it", () -> asked.equals(List.of("try model model-with-cat")));

        choose(ToolKind.EXTRACT);
        drop(model, model);
        person.waitFor("both", () -> text("tool-tuned.note").contains("same model"));
        person.enter("tool-base", MODEL.toString());
        person.waitFor("another one", () -> text("tool-tuned.note").equals("Stable Diffusion 1.5"));
        person.enter("tool-rank", "4");
        person.clickUntil(
                "tool-convolutions", () -> !button("tool-convolutions").isSelected());
        Path lora = folder.resolve("model-lora.safetensors");
        goUntilMade(lora);
        assertThat(fakes.asked.get(1))
                .isEqualTo(new ExtractRequest(
                        MODEL,
                        model,
                        new RankChoice.Fixed(4),
                        false,
                        true,
                        new ToolOutput(lora, Optional.empty(), false)));
    }

    @Test
    void aPersonDescribesAFileAndIsAskedBeforeItIsChanged() throws Exception {
        open(900, 560, false, fakes.tools());
        choose(ToolKind.DESCRIBE);
        assertThat(field("tool-title").isEnabled()).isFalse();
        drop(cat);
        person.waitFor("what the file says", () -> text("tool-title").equals("My cat"));
        JTable header = (JTable) field("tool-header");
        assertThat(WindowDriver.onEventThread(header::getRowCount)).isEqualTo(3);
        WindowDriver.onEventThread(() -> {
            header.setRowSelectionInterval(2, 2);
            return header;
        });
        person.waitFor("all of it", () -> text("tool-headerValue").length() > 900);

        person.click("tool-go");
        person.waitFor("that nothing is changed", () -> text("tool-output.note").contains("Nothing"));
        person.enter("tool-author", "");
        person.enter("tool-description", "It sits\non a mat.");
        drop(ConformanceData.of("sd15").path("images").resolve("00.png"));
        person.click("tool-go");
        person.waitFor("the question", () -> asked.size() == 1);
        assertThat(asked.get(0)).startsWith("cat.safetensors gets this description");
        assertThat(fakes.asked).isEmpty();

        agreed = true;
        person.click("tool-go");
        person.waitFor("the file to be saved", () -> fakes.asked.size() == 1);
        assertThat(fakes.asked)
                .containsExactly(new MetadataRequest(
                        cat,
                        Map.of(
                                MetadataRequest.Entry.AUTHOR,
                                "",
                                MetadataRequest.Entry.DESCRIPTION,
                                "It sits\non a mat."),
                        Optional.of(ConformanceData.of("sd15").path("images").resolve("00.png")),
                        false,
                        cat,
                        true));
    }

    @Test
    void whatWasWrittenIsNotLostByGoingToAnotherFile() throws Exception {
        open(900, 560, false, fakes.tools());
        choose(ToolKind.DESCRIBE);
        drop(cat);
        person.waitFor("what the file says", () -> text("tool-title").equals("My cat"));
        person.enter("tool-title", "Our cat");
        person.enter("tool-file", dog.toString());
        person.waitFor("the way back", () -> text("tool-file").equals(cat.toString()));
        person.enter("tool-file", dog.toString());
        person.click("tool-go");
        person.waitFor("the way back again", () -> text("tool-file").equals(cat.toString()));
        assertThat(fakes.asked).isEmpty();
        assertThat(asked).containsOnly("What you changed in the description of cat.safetensors is not saved.");
        assertThat(text("tool-title")).isEqualTo("Our cat");

        agreed = true;
        person.enter("tool-file", dog.toString());
        person.waitFor("what the other one says", () -> text("tool-title").equals("My cat"));
        assertThat(text("tool-output")).isEqualTo(dog.toString());
    }

    @Test
    void twoAreComparedInWordsAndInATableThatCanBeSorted() throws Exception {
        open(900, 560, false, fakes.tools());
        choose(ToolKind.COMPARE);
        drop(cat, dog);
        person.click("tool-go");
        person.await("tool-modules");
        assertThat(text("tool-sentences"))
                .contains(
                        "A: cat.safetensors", "similarity 0.731", "A changes a base model 1.50 times as strongly as B");
        JTable table = (JTable) field("tool-modules");
        assertThat(table.getValueAt(0, 1)).isEqualTo(0.12);
        person.clickUntil(
                "the column",
                () -> headerOf(table, 2),
                () -> table.getValueAt(0, 2).equals(0.02));
        person.clickUntil(
                "the column",
                () -> headerOf(table, 2),
                () -> table.getValueAt(0, 2).equals(0.8));
        assertThat(person.shows("tool-tryIt")).isFalse();
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndNothingIsDone() throws Exception {
        open(900, 560, false, fakes.tools());
        person.click("tool-go");
        person.waitFor("the way to the file", () -> WindowDriver.focused().equals("tool-file"));
        assertThat(text("tool-file.note")).isEqualTo("Choose the LoRA.");
        person.replace(folder.resolve("none.safetensors").toString());
        person.waitFor("that there is none", () -> text("tool-file.note").contains("There is no file"));
        person.replace(cat.toString());
        person.waitFor("what it is", () -> text("tool-file.note").contains("rank 4"));
        person.enter("tool-output", cat.toString());
        person.waitFor("the same file", () -> text("tool-output.note").contains("one of the files that are read"));
        person.click("tool-go");
        person.waitFor("the way to the target", () -> WindowDriver.focused().equals("tool-output"));
        assertThat(field("tool-output").getClientProperty("JComponent.outline")).isEqualTo("error");
        person.replace(folder.resolve("cat").toString());
        person.waitFor("the ending", () -> text("tool-output.note").contains("end in .safetensors"));

        choose(ToolKind.MERGE);
        drop(cat);
        person.click("tool-go");
        person.waitFor("the way to the other LoRA", () -> WindowDriver.focused().equals("tool-lora-2"));
        assertThat(text("tool-lora-2.note")).isEqualTo("Choose at least two LoRAs.");
        person.replace(SDXL_LORA.toString());
        person.waitFor("the two families", () -> text("tool-lora-2.note").contains("Only those of the same kind"));
        person.enter("tool-weight-1", "9");
        person.click("tool-go");
        person.waitFor("the weight", () -> text("tool-weight-1.note").contains("from -2 to 2"));
        assertThat(fakes.asked).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyIfThePersonSaysSo() throws Exception {
        open(900, 560, false, fakes.tools());
        drop(cat);
        person.enter("tool-output", dog.toString());
        person.waitFor("what is there", () -> text("tool-output.note").contains("replaced only if"));
        person.click("tool-go");
        person.waitFor(
                "the question",
                () -> asked.equals(List.of("There is a file named dog.safetensors already. It will be gone.")));
        assertThat(fakes.asked).isEmpty();
        agreed = true;
        person.click("tool-go");
        person.waitFor("the file", () -> !fakes.asked.isEmpty());
        assertThat(((ConvertRequest) fakes.asked.get(0)).output().overwrite()).isTrue();
    }

    @Test
    void aToolThatIsAtWorkShowsHowFarItIsAndCanBeStopped() throws Exception {
        fakes.turn = new CountDownLatch(1);
        open(900, 560, false, fakes.tools());
        drop(cat);
        person.waitFor("a name", () -> !text("tool-output").isEmpty());
        person.click("tool-go");
        person.waitFor("the work", () -> WindowDriver.isUsable("tool-stop"));
        assertThat(WindowDriver.isUsable("tool-go")).isFalse();
        assertThat(tab.isWorking()).isTrue();
        person.waitFor("how far it is", () -> ((javax.swing.JProgressBar) field("tool-progress")).getValue() == 400);
        person.press("the end", () -> WindowDriver.isUsable("tool-go"), KeyEvent.VK_ALT, KeyEvent.VK_T);
        assertThat(text("tool-detail")).isEqualTo("No file was changed.");
        assertThat(person.shows("tool-tryIt")).isFalse();
        assertThat(tab.isWorking()).isFalse();
    }

    @Test
    void aFailureIsToldWithWhatToDo() throws Exception {
        fakes.failure =
                Optional.of(UserError.run(Message.of("shared.unreadable", "x", "y"), Message.of("inspect.checkPath")));
        open(900, 560, false, fakes.tools());
        drop(cat);
        person.waitFor("a name", () -> !text("tool-output").isEmpty());
        person.click("tool-go");
        person.await("tool-failure");
        assertThat(text("tool-headline")).isEqualTo("This did not work");
        assertThat(text("tool-detail")).contains("Check the path");
        person.click("tool-failure");
        person.waitFor("the details", () -> asked.size() == 1);
    }

    @Test
    void theRealToolsConvertAndDescribe() throws Exception {
        open(900, 560, false, LoraTools.ofThisProgram());
        drop(cat);
        pick("tool-naming", 1);
        Path converted = folder.resolve("cat-diffusers.safetensors");
        person.waitFor("a name", () -> text("tool-output").equals(converted.toString()));
        goUntilMade(converted);
        assertThat(InspectJob.run(converted).lora().orElseThrow().formats()).containsExactly(KeyFormat.PEFT);

        choose(ToolKind.DESCRIBE);
        person.enter("tool-file", converted.toString());
        person.waitFor("the file to be read", () -> field("tool-title").isEnabled());
        person.enter("tool-title", "Die Katze");
        Dropped.on(
                person.await("tool-coverPicture"),
                List.of(ConformanceData.of("sd15").path("images").resolve("00.png")));
        agreed = true;
        person.click("tool-go");
        person.waitFor("the file to be saved", () -> text("tool-headline").equals("Saved"));
        person.waitFor("the cover in the file", () -> text("tool-cover.words").equals("The cover in the file"));
        assertThat(MetadataJob.read(converted).texts()).containsEntry(MetadataRequest.Entry.TITLE, "Die Katze");
        assertThat(MetadataJob.read(converted).cover()).isPresent();

        person.clickUntil("tool-coverRemove", () -> !button("tool-coverRemove").isEnabled());
        person.click("tool-go");
        person.waitFor("no cover", () -> text("tool-cover.words").startsWith("No cover"));
        assertThat(MetadataJob.read(converted).cover()).isEmpty();
    }

    @Test
    void theKeyboardGoesThroughTheTabAsOneReads() throws Exception {
        open(900, 560, false, fakes.tools());
        person.pressTo("tool-choice", KeyEvent.VK_ALT, KeyEvent.VK_W);
        for (String next : List.of("tool-file", "null", "tool-naming", "tool-type", "tool-output", "null", "tool-go")) {
            person.pressTo(next, KeyEvent.VK_TAB);
        }
        person.pressTo("tool-file", KeyEvent.VK_ALT, KeyEvent.VK_L);
        person.replace(cat.toString());
        person.press("the file", () -> fakes.asked.size() == 1, KeyEvent.VK_ALT, KeyEvent.VK_C);
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    private void goUntilMade(Path file) {
        person.click("tool-go");
        person.waitFor(
                file + " to be made",
                () -> text("tool-made").equals(file.toString()) && WindowDriver.isUsable("tool-go"));
    }

    private void pick(String name, int index) {
        JComboBox<?> box = (JComboBox<?>) person.await(name);
        WindowDriver.onEventThread(box::requestFocusInWindow);
        person.waitFor("the focus", box::isFocusOwner);
        while (WindowDriver.onEventThread(box::getSelectedIndex) < index) {
            int now = WindowDriver.onEventThread(box::getSelectedIndex);
            person.press("the choice", () -> box.getSelectedIndex() > now, KeyEvent.VK_DOWN);
        }
    }

    private static Point headerOf(JTable table, int column) {
        var cell = table.getTableHeader().getHeaderRect(column);
        var corner = table.getTableHeader().getLocationOnScreen();
        return new Point(corner.x + cell.x + cell.width / 2, corner.y + cell.y + cell.height / 2);
    }

    private void assertOnlyTheHeightScrolls() {
        WindowDriver.onEventThread(() -> {
            Container view = field("tool-file").getParent();
            while (!(view.getParent() instanceof JViewport)) {
                view = view.getParent();
            }
            assertThat(view.getWidth()).isEqualTo(view.getParent().getWidth());
            return view;
        });
    }
}
