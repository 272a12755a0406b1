package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.text.JTextComponent;
import loralei.config.TrainingConfig;
import loralei.data.PictureArea;
import loralei.data.PictureEdit;
import loralei.data.PictureEdits;
import loralei.data.PictureEditsFile;
import loralei.gui.check.CheckView;
import loralei.gui.error.Dialogs;
import loralei.job.OwnEdits;
import loralei.job.PromptAdviceJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page "Check pictures", worked by mouse and keyboard. */
@NeedsDisplay
class CheckPageTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Path> saved = new CopyOnWriteArrayList<>();
    private final ExecutorService background = Executors.newFixedThreadPool(2);
    private final WindowDriver person = new WindowDriver();
    private final Hands hands = new Hands();
    private final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    private volatile boolean agreed = true;
    private EventThreadGuard guard;
    private JFrame frame;
    private CheckView view;

    @BeforeEach
    void pictures() throws IOException {
        CheckFixture.fill(folder);
        guard = EventThreadGuard.install();
    }

    @AfterEach
    void close() throws Exception {
        background.shutdownNow();
        doOnEventThread(() -> {
            if (frame != null) {
                view.stop();
                frame.dispose();
            }
        });
        Locale.setDefault(Locale.Category.DISPLAY, language);
        Files.deleteIfExists(OwnEdits.of(folder));
        guard.remove();
        assertThat(guard.violations()).isEmpty();
    }

    private TrainingConfig config() {
        return TrainingConfig.of(Map.of(
                "instanceDir",
                folder,
                "instancePrompt",
                "fsk49",
                "classPrompt",
                "cat",
                "pictureEdits",
                OwnEdits.find(folder)));
    }

    private void open(int width, int height, boolean dark, String locale) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(locale));
        TrainingConfig config = config();
        doOnEventThread(() -> {
            FlatLaf look = dark ? new FlatDarkLaf() : new FlatLightLaf();
            assertThat(FlatLaf.setup(look)).isTrue();
            view = new CheckView(new PromptAdviceJob()::run, dialogs(), background, () -> asked.add("closed"));
            frame = new JFrame();
            frame.setName("main");
            frame.add(view.component());
            frame.setSize(width, height);
            frame.setVisible(true);
            view.show(config, saved::add);
        });
        person.waitFor("the pictures", () -> count() > 0);
        person.waitFor("the look at all of them", () -> onEvents(this::isLooked));
        person.waitFor("the focus", () -> WindowDriver.focused().equals("checkGrid"));
    }

    /** What needs the pixels is then a number, and no dots. */
    private boolean isLooked() {
        JList<?> list = (JList<?>) now("checkFilters");
        for (int i = 0; i < list.getModel().getSize(); i++) {
            if (list.getModel().getElementAt(i).toString().contains("count=\u2026")) {
                return false;
            }
        }
        return !person.shows("checkProgress");
    }

    private Dialogs dialogs() {
        return new Dialogs() {
            @Override
            public void error(String title, Throwable failure) {
                asked.add(failure.toString());
            }

            @Override
            public OptionalInt choose(String title, String question, List<String> ways, String no) {
                asked.add(question);
                return agreed ? OptionalInt.of(0) : OptionalInt.empty();
            }
        };
    }

    private static JList<?> grid() {
        return (JList<?>) now("checkGrid");
    }

    /** A component of the page, without waiting for it: for the event thread too. */
    private static Component now(String name) {
        return onEvents(() ->
                WindowDriver.find(component -> name.equals(component.getName())).orElseThrow());
    }

    private int count() {
        return onEvents(() -> grid().getModel().getSize());
    }

    private static <T> T onEvents(Callable<T> what) {
        return WindowDriver.onEventThread(what);
    }

    private static String text(String name) {
        Component component = now(name);
        return onEvents(
                () -> component instanceof JLabel label ? label.getText() : ((JTextComponent) component).getText());
    }

    private static boolean isChosen(String name) {
        return onEvents(() -> ((AbstractButton) now(name)).isSelected());
    }

    /** Clicks a row of the list of what was found. */
    private void filter(String words, int pictures) {
        JList<?> list = (JList<?>) now("checkFilters");
        person.clickUntil(
                words,
                () -> {
                    int index = row(list, words);
                    list.ensureIndexIsVisible(index);
                    Rectangle row = list.getCellBounds(index, index);
                    Point corner = list.getLocationOnScreen();
                    return new Point(corner.x + 40, corner.y + row.y + row.height - 6);
                },
                () -> grid().getModel().getSize() == pictures);
    }

    private static int row(JList<?> list, String words) {
        for (int i = 0; i < list.getModel().getSize(); i++) {
            if (list.getModel().getElementAt(i).toString().contains("label=" + words + ",")) {
                return i;
            }
        }
        throw new AssertionError(words);
    }

    /** Clicks a small picture. */
    private void select(String name) {
        JList<?> list = grid();
        person.clickUntil(
                name,
                () -> {
                    int index = -1;
                    for (int i = 0; i < list.getModel().getSize(); i++) {
                        index = list.getModel().getElementAt(i).toString().contains(File.separator + name + ",")
                                ? i
                                : index;
                    }
                    list.ensureIndexIsVisible(index);
                    Rectangle cell = list.getCellBounds(index, index);
                    Point corner = list.getLocationOnScreen();
                    return new Point(corner.x + cell.x + cell.width / 2, corner.y + cell.y + cell.height / 2);
                },
                () -> text("checkName").equals(name));
    }

    private void look(String name) throws IOException {
        String target = System.getProperty("loralei.check.pictures", "");
        if (!target.isEmpty()) {
            WindowDriver.pause(900);
            Rectangle all = onEvents(() -> new Rectangle(frame.getLocationOnScreen(), frame.getSize()));
            Files.createDirectories(Path.of(target));
            ImageIO.write(hands.look(all), "png", Path.of(target, name + ".png").toFile());
        }
    }

    @ParameterizedTest
    @CsvSource({"1100, 700, false, en", "860, 560, true, de", "1380, 960, true, en", "1100, 700, false, de"})
    void aPersonLeavesOutDescribesAndCropsAndTakesItOver(int width, int height, boolean dark, String locale)
            throws Exception {
        open(width, height, dark, locale);
        boolean german = locale.equals("de");
        String shot = width + (dark ? "-dark-" : "-light-") + locale;
        assertThat(count()).isEqualTo(11);
        look(shot + "-1");

        filter(german ? "Dieselbe Datei" : "The same file", 2);
        person.pressTo("checkGrid", KeyEvent.VK_RIGHT);
        person.press("leaving it out", () -> isChosen("checkOut"), KeyEvent.VK_DELETE);
        filter(german ? "Sehen gleich aus" : "Look alike", 2);
        filter(german ? "Unscharf" : "Blurred", 1);
        assertThat(text("checkName")).isEqualTo("soft.png");
        assertThat(text("checkFound")).contains("160");
        person.clickUntil("checkOut", () -> isChosen("checkOut"));
        filter(german ? "Weggelassen" : "Left out", 2);
        filter(german ? "Alle Bilder" : "All pictures", 11);

        select("3.png");
        assertThat(text("checkTokens")).isNotNull();
        person.enter("checkCaption", "fsk49 cat, sofa, by the window, late in the evening");
        person.waitFor("the tokens", () -> text("checkTokens").contains("late in the evening"));
        person.waitFor("the large picture", () -> isCropUsable());
        drawCrop();
        person.waitFor("the crop", () -> text("checkCropWords").matches(".*\\d+ × \\d+.*"));
        String drawn = text("checkCropWords");
        person.press("the crop to move", () -> !text("checkCropWords").equals(drawn), KeyEvent.VK_RIGHT);
        person.press(
                "the crop to be resized", () -> text("checkFacts").contains("64"), KeyEvent.VK_SHIFT, KeyEvent.VK_LEFT);
        look(shot + "-2");
        person.press("the grid", () -> WindowDriver.focused().equals("checkGrid"), KeyEvent.VK_ESCAPE);
        assertThat(text("checkStatus")).contains("11").contains("2 ").contains("1 ");

        person.clickUntil("checkSave", () -> asked.contains("closed"));
        assertThat(asked).containsExactly("closed");
        assertThat(saved).containsExactly(OwnEdits.of(folder));
        PictureEdits edits = PictureEditsFile.read(saved.get(0), PictureEdits.root(folder));
        PictureEdit third = edits.byPicture().get(PictureEdits.key(folder.resolve("3.png")));
        assertThat(third.caption()).hasValue("fsk49 cat, sofa, by the window, late in the evening");
        assertThat(third.crop())
                .hasValueSatisfying(crop -> assertThat(crop.width()).isBetween(150, 400));
        assertThat(edits.byPicture().values().stream().filter(PictureEdit::excluded))
                .hasSize(2);
        assertThat(folder.resolve("3.txt")).doesNotExist();
    }

    private boolean isCropUsable() {
        Component canvas = now("checkCrop");
        return canvas.isShowing() && canvas.getWidth() > 0;
    }

    /** From the middle of the upper left quarter to that of the lower right one. */
    private void drawCrop() {
        Component canvas = now("checkCrop");
        Point corner = onEvents(canvas::getLocationOnScreen);
        int width = canvas.getWidth();
        int height = canvas.getHeight();
        person.waitFor("the crop to be drawn", () -> {
            hands.drag(
                    new Point(corner.x + width * 3 / 10, corner.y + height * 4 / 10),
                    new Point(corner.x + width * 6 / 10, corner.y + height * 6 / 10));
            return true;
        });
    }

    @Test
    void whatIsNotTakenOverIsThrownAwayOnlyAfterAQuestion() throws Exception {
        open(1100, 700, false, "en");
        select("0.png");
        person.press("leaving it out", () -> isChosen("checkOut"), KeyEvent.VK_SPACE);
        agreed = false;
        person.clickUntil("checkCancel", () -> !asked.isEmpty());
        assertThat(asked.get(0)).contains("What you changed of 1 picture is not yet taken over");
        assertThat(asked).doesNotContain("closed");
        agreed = true;
        person.clickUntil("checkCancel", () -> asked.contains("closed"));
        assertThat(saved).isEmpty();
        assertThat(OwnEdits.of(folder)).doesNotExist();
    }

    @Test
    void captionsComeIntoFilesOnlyIfThePersonSaysSo() throws Exception {
        PictureEditsFile.write(
                OwnEdits.of(folder),
                PictureEdits.root(folder),
                new PictureEdits(Map.of(
                        PictureEdits.key(folder.resolve("0.png")),
                        PictureEdit.NONE.caption(Optional.of("by hand")),
                        PictureEdits.key(folder.resolve("5.png")),
                        PictureEdit.NONE.crop(Optional.of(new PictureArea(0, 0, 300, 300))))));
        open(1100, 700, false, "en");
        assertThat(text("checkCaption")).isEqualTo("by hand");
        agreed = false;
        person.clickUntil("checkWrite", () -> !asked.isEmpty());
        assertThat(asked.get(0)).contains("0.txt", "0.txt.bak");
        assertThat(folder.resolve("0.txt")).hasContent("fsk49 cat, sofa, red blanket");
        agreed = true;
        person.clickUntil("checkWrite", () -> !WindowDriver.isUsable("checkWrite"));
        assertThat(folder.resolve("0.txt")).hasContent("by hand\n");
        assertThat(folder.resolve("0.txt.bak")).hasContent("fsk49 cat, sofa, red blanket");
        PictureEdits left = PictureEditsFile.read(OwnEdits.of(folder), PictureEdits.root(folder));
        assertThat(left.byPicture()).hasSize(1);
        person.clickUntil("checkCancel", () -> asked.contains("closed"));
        assertThat(asked).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void onlyThePicturesInSightAreDecoded() throws Exception {
        for (int i = 100; i < 1100; i++) {
            CheckFixture.write(folder, i + ".png", CheckFixture.drawing(40, 40, i));
        }
        open(1100, 700, false, "en");
        assertThat(count()).isEqualTo(1011);
        int rows = onEvents(() -> grid().getLastVisibleIndex());
        assertThat(rows).isLessThan(60);
    }

    @Test
    void changesThatCannotBeReadAreToldOfAndKept() throws Exception {
        Files.createDirectories(OwnEdits.of(folder).getParent());
        Files.writeString(OwnEdits.of(folder), "no JSON");
        open(1100, 700, false, "en");
        assertThat(text("checkTrouble")).contains("cannot be used");
        select("0.png");
        person.press("leaving it out", () -> isChosen("checkOut"), KeyEvent.VK_SPACE);
        person.clickUntil("checkSave", () -> asked.contains("closed"));
        Path kept = OwnEdits.of(folder).resolveSibling(OwnEdits.of(folder).getFileName() + ".bak");
        assertThat(kept).hasContent("no JSON");
        Files.delete(kept);
        assertThat(onEventThread(() -> saved)).containsExactly(OwnEdits.of(folder));
    }
}
