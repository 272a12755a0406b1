package loralei.gui;

import java.awt.Container;
import java.awt.Graphics2D;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;

/**
 * Takes pictures of the window, which is worked by mouse and keyboard, while the real engine trains the demo's small model.
 * Started by {@code scripts/screenshots.sh} in an empty folder, which it fills as a person's program folder is filled.
 */
public final class Screenshots {
    static final Path MODEL = Path.of("models", "sd15");
    private static final Path PICTURES = Path.of("instance-imgs");
    private static final int MORE_PICTURES = 4;

    /** So much of the run is to be seen in the picture of a running one, in thousandths. */
    private static final int WELL_UNDER_WAY = 420;

    private Screenshots() {}

    /**
     * Takes the pictures of one look.
     *
     * @param args the folder for the pictures; the folder with the demo's model and pictures; what is shown, "states",
     *     "tryit", "concepts", "tools" or "tour"; the window's size, such as 1100x700; light or dark; en or de; size of letters in percent, 0 for the
     *     system's
     */
    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        Path demo = Path.of(args[1]);
        Photographer.Scene look = Photographer.Scene.of(Arrays.asList(args).subList(3, args.length));
        Files.createDirectories(PICTURES);
        try (Photographer photographer = new Photographer(look, target)) {
            if (args[2].equals("states")) {
                states(photographer, demo);
            } else if (args[2].equals("tryit")) {
                new TryItTour(photographer, demo).walk();
            } else if (args[2].equals("concepts")) {
                new ConceptsTour(photographer, demo).walk();
            } else if (args[2].equals("tools")) {
                new ToolsTour(photographer).walk();
            } else {
                new ScreenshotTour(photographer, demo).walk();
            }
        }
        System.exit(0); // the engine's threads do not end by themselves
    }

    private static void states(Photographer photographer, Path demo) throws IOException {
        WindowDriver person = photographer.person();
        photographer.take("1-empty");

        enterNonsense(person);
        photographer.take("2-errors");

        bringMaterial(demo);
        fillIn(person, 40);
        person.await("trainedAs"); // the last that is found in the background
        photographer.take("3-filled");

        checkPictures(person);
        photographer.take("3-check");
        person.clickUntil("checkCancel", () -> person.shows("question"));
        person.answer();

        person.click("start");
        photographer.waitFor("half of the run", () -> WindowDriver.onEventThread(() -> progress() > WELL_UNDER_WAY));
        photographer.take("4-running");

        photographer.waitFor("the end of the run", () -> person.shows("finished"));
        photographer.take("5-finished");

        person.click("newestPreview");
        person.await("comparedPreviews");
        photographer.take("6-previews");
        person.press("one large picture", () -> person.shows("largePreview"), KeyEvent.VK_ENTER);
        photographer.take("7-enlarged");
        person.escapeFrom("largePreview");
        person.escapeFrom("comparedPreviews");
    }

    /** Leaves a picture out, and describes and crops another one. */
    private static void checkPictures(WindowDriver person) {
        person.clickUntil("checkPictures", () -> person.shows("checkOut"));
        person.waitFor("the pictures", () -> WindowDriver.focused().equals("checkGrid"));
        person.press("a look at another one", () -> isSelected("checkGrid", 1), KeyEvent.VK_RIGHT);
        person.press("leaving it out", Screenshots::isMarkedOut, KeyEvent.VK_DELETE);
        person.press("a look at the next one", () -> isSelected("checkGrid", 2), KeyEvent.VK_RIGHT);
        person.enter("checkCaption", "fsk49 shape, on a green wall");
        person.pressTo("checkGrid", KeyEvent.VK_ESCAPE);
        person.pressTo("checkCrop", KeyEvent.VK_ENTER);
        for (int key : new int[] {KeyEvent.VK_LEFT, KeyEvent.VK_UP}) {
            for (int i = 0; i < 18; i++) {
                person.press("a smaller crop", () -> true, KeyEvent.VK_SHIFT, key);
            }
        }
        person.press("a crop elsewhere", () -> true, KeyEvent.VK_RIGHT);
        person.waitFor("the whole look", () -> !person.shows("checkProgress"));
    }

    private static boolean isSelected(String list, int index) {
        return WindowDriver.find(c -> list.equals(c.getName()) && c instanceof JList<?> && c.isShowing())
                .map(c -> ((JList<?>) c).getSelectedIndex() == index)
                .orElse(false);
    }

    private static boolean isMarkedOut() {
        return WindowDriver.find(c -> "checkOut".equals(c.getName()))
                .map(c -> ((JCheckBox) c).isSelected())
                .orElse(false);
    }

    /** Puts the demo's model and pictures to where a person would have put their own. */
    static void bringMaterial(Path demo) throws IOException {
        copy(demo.resolve("model"), MODEL);
        copy(demo.resolve("instance"), PICTURES);
        addPictures();
    }

    /** Of ten pictures on some can be held out; the demo has eight. */
    private static void addPictures() throws IOException {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(PICTURES)) {
            pictures = files.filter(file -> !file.getFileName().toString().startsWith("moved-"))
                    .sorted()
                    .limit(MORE_PICTURES)
                    .toList();
        }
        for (Path picture : pictures) {
            BufferedImage image = ImageIO.read(picture.toFile());
            Graphics2D g = image.createGraphics();
            g.drawImage(ImageIO.read(picture.toFile()), 2, 1, null); // onto itself it would only smear
            g.dispose();
            ImageIO.write(
                    image,
                    "png",
                    PICTURES.resolve("moved-" + picture.getFileName()).toFile());
        }
    }

    /** Enters settings that give a nice run in half a minute. */
    static void fillIn(WindowDriver person, int epochs) {
        person.enter("baseModel", MODEL.toString());
        person.enter("instanceDir", PICTURES.toString());
        person.enter("instancePrompt", "fsk49");
        person.enter("classPrompt", "shape");
        person.enter("batchSize", "1");
        person.enter("epochs", String.valueOf(epochs));
        person.enter("saveEvery", "80");
        person.enter("previewPrompts", "fsk49 shape\nfsk49 shape on a green wall");
        person.enter("outputName", "my-shape");
        person.clickUntil("advanced", () -> person.shows("resolution"));
        person.enter("previewEvery", "40");
        person.enter("validationShare", "0.2");
        person.enter("validateEvery", "20");
        person.enter("resolution", "64");
        person.enter("learningRate", "0.0005");
        person.enter("rank", "8");
        person.clickUntil("advanced", () -> !person.shows("resolution"));
        person.clickUntil("baseModel", () -> WindowDriver.focused().equals("baseModel")); // or it may arrive later
        toTop(person);
    }

    /** Shows the form from its beginning. */
    private static void toTop(WindowDriver person) {
        Container form = SwingUtilities.getAncestorOfClass(JScrollPane.class, person.await("baseModel"));
        WindowDriver.onEventThread(() -> {
            ((JScrollPane) form).getVerticalScrollBar().setValue(0);
            return form;
        });
    }

    private static void enterNonsense(WindowDriver person) {
        person.enter("baseModel", Path.of("models", "my-model").toString());
        person.enter("instanceDir", "pictures-of-my-cat");
        person.enter("batchSize", "many");
        person.enter("epochs", "-5");
        person.enter("outputName", "my:cat");
        person.click("start");
        person.waitFor(
                "the fields to be marked",
                () -> List.of("baseModel", "instancePrompt", "outputName").stream()
                        .allMatch(Screenshots::isMarked));
        toTop(person);
    }

    private static boolean isMarked(String field) {
        return WindowDriver.find(c -> field.equals(c.getName()) && c.isShowing())
                .map(c -> ((JComponent) c).getClientProperty("JComponent.outline"))
                .filter("error"::equals)
                .isPresent();
    }

    /** How far the steps are; the preparation, which has no loss yet, does not count. */
    private static int progress() {
        boolean steps = WindowDriver.find(c -> "loss".equals(c.getName()))
                .map(c -> !((JLabel) c).getText().equals("–"))
                .orElse(false);
        return WindowDriver.find(c -> steps && "progress".equals(c.getName()))
                .map(c -> ((JProgressBar) c).getValue())
                .orElse(0);
    }

    static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
