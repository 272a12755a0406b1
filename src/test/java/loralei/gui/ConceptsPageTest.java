package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JScrollBar;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.gui.concepts.ConceptsDialog;
import loralei.job.ConceptsJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of several folders, worked by mouse and keyboard. */
@NeedsDisplay
class ConceptsPageTest extends ConceptsOnScreen {
    @ParameterizedTest
    @CsvSource({"900, 560, false, en", "560, 400, true, de"})
    void aPersonMakesAListAndUsesIt(int width, int height, boolean dark, String locale) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(locale));
        open(folder.resolve("none"), width, height, dark);
        chosen = List.of(folder.resolve("dogs"));
        person.click("conceptsAdd");
        person.waitFor("the folder", () -> folders().equals(List.of("dogs")));
        ConceptsTour.drop(List.of(folder.resolve("10_fsk49 cat/00.png"), folder.resolve("10_fsk49 cat")));
        person.waitFor("the other one", () -> folders().equals(List.of("dogs", "10_fsk49 cat")));
        awaitSummary(
                locale.equals("de")
                        ? "2 Ordner mit 5 Bildern; eine Epoche zeigt 23 Bilder."
                        : "2 folders with 5 pictures; an epoch shows 23 pictures.");
        assertThat(text("concept-prompt")).isEqualTo("fsk49 cat");

        select(0);
        assertThat(text("concept-prompt.note")).contains("fsk1");
        person.enter("concept-prompt", "bgx1 dog");
        person.waitFor("what stands in", () -> text("concept-prompt.note").contains("bgx1 dog"));
        person.enter("concept-amount", "9");
        choose("concept-counted", 1);
        person.enter("concept-weight", "0,5");
        choose("concept-role", 1);
        person.enter("concept-resolution", "128");
        person.clickUntil("concept-flip", () -> ((AbstractButton) person.await("concept-flip")).isSelected());
        awaitSummary(
                locale.equals("de")
                        ? "2 Ordner mit 2 Bildern und 3 Klassenbildern; eine Epoche zeigt 20 Bilder."
                        : "2 folders with 2 pictures and 3 class images; an epoch shows 20 pictures.");
        person.clickUntil("conceptsDown", () -> folders().equals(List.of("10_fsk49 cat", "dogs")));
        person.click("conceptsSave");
        person.waitFor("the list to be used", () -> saved.equals(List.of(list)));

        assertThat(suggested).containsExactly(folder.resolve("concepts.json"));
        assertThat(person.shows("concepts")).isFalse();
        ConceptEntry dogs = read().entries().get(1);
        assertThat(dogs.values())
                .containsEntry(Field.TEXTS, "captions")
                .containsEntry(Field.PROMPT, "bgx1 dog")
                .containsEntry(Field.AMOUNT, "9")
                .containsEntry(Field.COUNTED, "together")
                .containsEntry(Field.WEIGHT, "0.5")
                .containsEntry(Field.ROLE, "class")
                .containsEntry(Field.RESOLUTION, "128")
                .containsEntry(Field.FLIP, "true");
        assertThat(asked).isEmpty();
    }

    @Test
    void cancelLeavesAllAsItWas() throws Exception {
        Files.writeString(list, "[{\"path\": \"dogs\", \"future\": 1}]");
        open(list, folder.resolve("10_fsk49 cat"));
        person.waitFor("both", () -> folders().size() == 2);
        person.enter("concept-amount", "3");
        person.escapeFrom("concepts");
        assertThat(list).hasContent("[{\"path\": \"dogs\", \"future\": 1}]");
        assertThat(saved).isEmpty();
        assertThat(folder.resolve("my concepts-prompts")).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidAtTheRowAndAtItsField() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        open(folder.resolve("none"), folder.resolve("dogs"), folder.resolve("gone"), folder.resolve("empty"));
        person.waitFor("the rows", () -> folders().size() == 3);
        person.waitFor("what is wrong", () -> said(1).contains("not there") && said(2).contains("no usable picture"));
        assertThat(said(0)).contains("3 pictures");
        select(1);
        person.waitFor("the reason", () -> text("concept-folder.note").contains("does not exist"));
        select(0);
        person.enter("concept-amount", "many");
        select(2);
        person.click("conceptsSave");
        person.waitFor("the way to what is wrong", () -> WindowDriver.focused().equals("concept-amount"));
        assertThat(text("concept-amount.note")).startsWith("Enter a number over 0");
        assertThat(((JComponent) person.await("concept-amount")).getClientProperty("JComponent.outline"))
                .isEqualTo("error");
        person.replace("2");
        choose("concept-role", 1);
        select(1);
        person.press("it to go", () -> folders().size() == 2, KeyEvent.VK_DELETE);
        select(1);
        person.press("it to go", () -> folders().size() == 1, KeyEvent.VK_DELETE);
        person.click("conceptsSave");
        awaitSummary("No folder is left to learn from: use at least one, and not for class images.");
        assertThat(suggested).isEmpty();
    }

    @Test
    void aListIsChangedByKeysWhereItLies() throws Exception {
        pictures("birds", 5, 6);
        Files.writeString(list, """
                [{"path": "dogs", "future": 1}, {"path": "birds"}, {"path": "10_fsk49 cat", "type": "VALIDATION"}]
                """);
        open(list);
        person.press(
                "the first row to go down",
                () -> folders().equals(List.of("birds", "dogs", "10_fsk49 cat")),
                KeyEvent.VK_ALT,
                KeyEvent.VK_DOWN);
        person.press(
                "it not to be used",
                () -> !((ConceptEntry) rows().getModel().getElementAt(1)).is(Field.USED),
                KeyEvent.VK_SPACE);
        assertThat(((AbstractButton) person.await("concept-used")).isSelected()).isFalse();
        person.press("the last row", () -> rows().getSelectedIndex() == 2, KeyEvent.VK_DOWN);
        assertThat(text("concept-role.note")).contains("left out");
        person.press("the list to be used", () -> saved.equals(List.of(list)), KeyEvent.VK_ALT, KeyEvent.VK_S);
        assertThat(suggested).isEmpty();
        assertThat(Files.readString(list).replaceAll("\\s", ""))
                .isEqualTo("[{\"path\":\"birds\"},{\"path\":\"dogs\",\"future\":1,\"enabled\":false},"
                        + "{\"path\":\"10_fsk49cat\",\"type\":\"VALIDATION\"}]");
    }

    @Test
    void aListThatAnotherProgramChangedIsReplacedOnlyIfThePersonSaysSo() throws Exception {
        Files.writeString(list, "[{\"path\": \"dogs\"}]");
        open(list);
        person.enter("concept-amount", "3");
        Files.writeString(list, "[]");
        person.clickUntil("conceptsSave", () -> asked.size() == 1);
        assertThat(asked.get(0)).contains("my concepts.json", "changed by another program");
        assertThat(list).hasContent("[]");
        assertThat(saved).isEmpty();
        agreed = true;
        person.clickUntil("conceptsSave", () -> saved.equals(List.of(list)));
        assertThat(read().entries().get(0).text(Field.AMOUNT)).isEqualTo("3");
    }

    @Test
    void whatCannotBeWrittenIsToldAndNothingIsLost() throws Exception {
        open(folder.resolve("none"), folder.resolve("dogs"));
        person.waitFor("the row", () -> folders().size() == 1);
        list = folder.resolve("gone/concepts.json");
        person.clickUntil("conceptsSave", () -> asked.size() == 1);
        assertThat(asked.get(0)).contains("gone");
        assertThat(person.shows("concepts")).isTrue();
        person.waitFor("the button", () -> WindowDriver.isUsable("conceptsSave"));
    }

    @Test
    void aDatasetOfKohyaIsShownAndSavedAsAList() throws Exception {
        Path toml = Files.writeString(
                folder.resolve("set.toml"),
                "[[datasets]]\n[[datasets.subsets]]\nimage_dir = 'dogs'\nnum_repeats = 4\nclass_tokens = 'bgx1 dog'\n");
        open(toml);
        assertThat(text("conceptsNotice")).contains("set.toml");
        awaitSummary("1 folder with 3 pictures; an epoch shows 12 pictures.");
        person.click("conceptsSave");
        person.waitFor("the list to be used", () -> saved.equals(List.of(list)));
        assertThat(read().entries().get(0).text(Field.PROMPT)).isEqualTo("bgx1 dog");
        assertThat(folder.resolve("my concepts-prompts/bgx1-dog.txt")).hasContent("bgx1 dog");
    }

    @Test
    void aFileThatIsNoListIsToldAndNothingOpens() throws Exception {
        Files.writeString(list, "{\"rank\": 4}");
        doOnEventThread(() -> new ConceptsDialog(new ConceptsJob(), background, Optional::empty, dialogs())
                .edit(config(list), List.of(), saved::add));
        person.waitFor("the reason", () -> !asked.isEmpty());
        assertThat(asked.get(0)).contains("neither a dataset file of kohya");
        assertThat(person.shows("concepts")).isFalse();
    }

    @Test
    void oneChangeIsForAllThatAreSelected() throws Exception {
        open(folder.resolve("none"), folder.resolve("dogs"), folder.resolve("10_fsk49 cat"));
        person.waitFor("both to be selected", () -> rows().getSelectedIndices().length == 2);
        assertThat(person.await("concept-prompt").isEnabled()).isFalse();
        person.enter("concept-amount", "7");
        awaitSummary("2 folders with 5 pictures; an epoch shows 35 pictures.");
    }

    @Test
    void aRowIsDraggedToAnotherPlace() throws Exception {
        pictures("birds", 5, 6);
        open(folder.resolve("none"), folder.resolve("dogs"), folder.resolve("10_fsk49 cat"), folder.resolve("birds"));
        person.waitFor("the rows", () -> folders().size() == 3);
        select(2);
        person.drag(
                "the last row to be the first",
                () -> at(2),
                () -> new Point(at(0).x, at(0).y - 24),
                () -> folders().equals(List.of("birds", "dogs", "10_fsk49 cat")));
        assertThat(WindowDriver.onEventThread(() -> rows().getSelectedIndex())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everythingHasANameAndNoLetterMeansTwoThings(String locale) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(locale));
        Files.writeString(list, "[{\"path\": \"dogs\"}]");
        open(list);
        Set<Character> letters = new HashSet<>();
        List<String> nameless = new ArrayList<>();
        doOnEventThread(() -> each(SwingUtilities.getRootPane(rows()).getContentPane(), part -> {
            boolean used = part instanceof AbstractButton
                    || part instanceof JComboBox<?>
                    || part instanceof JList<?>
                    || (part instanceof JTextComponent text && text.isFocusable());
            String name = part.getAccessibleContext().getAccessibleName();
            if (used && (name == null || name.isBlank())) {
                nameless.add(part.getClass().getSimpleName() + " " + part.getName());
            }
            if (part instanceof AbstractButton button && button.getMnemonic() != 0) {
                char letter = (char) button.getMnemonic();
                assertThat(button.getText().toUpperCase(Locale.ROOT)).contains(String.valueOf(letter));
                assertThat(letters.add(letter)).as("Alt+%s", letter).isTrue();
            }
        }));
        assertThat(nameless).isEmpty();
        assertThat(letters).hasSize(4);
    }

    private static void each(Component root, Consumer<JComponent> look) {
        if (root instanceof JComponent part) {
            look.accept(part);
        }
        if (root instanceof Container container && !(root instanceof JScrollBar) && !(root instanceof JComboBox<?>)) {
            for (Component child : container.getComponents()) {
                each(child, look);
            }
        }
    }
}
