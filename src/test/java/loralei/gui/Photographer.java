package loralei.gui;

import java.awt.Component;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import loralei.config.Choice;
import loralei.config.Family;
import loralei.gui.state.Appearance;
import loralei.gui.state.LanguageChoice;
import loralei.gui.state.StateFile;
import loralei.gui.state.ThemeChoice;
import loralei.gui.state.WindowPlace;
import loralei.gui.state.WindowState;
import loralei.job.HalfDownload;
import loralei.job.UseCases;

/** Opens the real window with a look and a size, and takes pictures of it from the screen. */
final class Photographer implements AutoCloseable {
    /** Until what is looked at in the background is shown, and no button is drawn as just pressed. */
    private static final int SETTLE_MILLIS = 1_500;

    private static final int POLL_MILLIS = 100;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

    /**
     * How the window is to be.
     *
     * @param width in the units of AWT
     * @param height in the units of AWT
     * @param percent Loralei's own choice of the size of letters, 0 for the system's
     */
    record Scene(int width, int height, ThemeChoice theme, LanguageChoice language, int percent) {
        /** From words such as 1100x700 light en 0. */
        static Scene of(List<String> words) {
            String[] size = words.get(0).split("x", 2);
            return new Scene(
                    Integer.parseInt(size[0]),
                    Integer.parseInt(size[1]),
                    chosen(ThemeChoice.values(), words.get(1)),
                    chosen(LanguageChoice.values(), words.get(2)),
                    Integer.parseInt(words.get(3)));
        }

        private static <T extends Choice> T chosen(T[] values, String id) {
            return Arrays.stream(values)
                    .filter(value -> value.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(id));
        }
    }

    private final WindowDriver person;
    private final Hands hands;
    private final Scene look;
    private final Path folder;
    private final Thread window;

    /**
     * Opens the window as on the first start.
     *
     * @param folder where the pictures go
     */
    Photographer(Scene look, Path folder) throws IOException {
        this.look = look;
        this.folder = Files.createDirectories(folder);
        // No window manager draws titles and edges there, so that the look does it, as on Windows.
        JFrame.setDefaultLookAndFeelDecorated(true);
        JDialog.setDefaultLookAndFeelDecorated(true);
        person = new WindowDriver();
        hands = new Hands();
        WindowState state = WindowState.FIRST
                .withAppearance(new Appearance(
                        look.theme(),
                        look.percent() == 0 ? OptionalInt.empty() : OptionalInt.of(look.percent()),
                        look.language()))
                .withPlace(new WindowPlace(0, 0, look.width(), look.height(), false));
        StateFile.inUserConfig().save(state);
        UseCases all = UseCases.ofThisProgram();
        UseCases useCases = new UseCases(
                all.train(),
                all.inspect(),
                all.bench(),
                all.demo(),
                all.preview(),
                all.promptAdvice(),
                HalfDownload::run,
                all.doctor(),
                all.draw(),
                all.grid(),
                all.concepts(),
                all.tools());
        window = new Thread(() -> Gui.open(useCases, Optional.of(Family.SD15)), "window of the pictures");
        window.start();
        person.await("start");
    }

    /** Who works the window. */
    WindowDriver person() {
        return person;
    }

    /** Takes a picture of the window with the mouse out of the way. */
    void take(String name) {
        hands.moveTo(new Point(look.width() - 1, 0));
        keep(name);
    }

    /** Takes a picture with the mouse where it is. */
    void keep(String name) {
        pause(SETTLE_MILLIS);
        try {
            ImageIO.write(
                    hands.look(new Rectangle(0, 0, look.width(), look.height())),
                    "png",
                    folder.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the mouse rest on a component until its help is to be seen. */
    void rest(String name) {
        Component component = person.await(name);
        Point corner = WindowDriver.onEventThread(component::getLocationOnScreen);
        hands.moveTo(new Point(corner.x + 20, corner.y + component.getHeight() / 2));
        pause(200);
        hands.moveTo(new Point(corner.x + 22, corner.y + component.getHeight() / 2));
        pause(SETTLE_MILLIS);
    }

    /** Waits for something that takes as long as the computer needs, such as a run. */
    void waitFor(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + LONGEST_RUN.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            pause(POLL_MILLIS);
        }
    }

    /** Has the person at the window pause. */
    void pause(int millis) {
        WindowDriver.pause(millis);
    }

    /** Closes the window, and stops a run that goes on. */
    @Override
    public void close() {
        WindowDriver.onEventThread(() -> {
            Window main =
                    (Window) WindowDriver.find(c -> "main".equals(c.getName())).orElseThrow();
            SwingUtilities.invokeLater(() -> main.dispatchEvent(new WindowEvent(main, WindowEvent.WINDOW_CLOSING)));
            return null;
        });
        pause(500);
        if (person.shows("yes")) {
            person.click("yes");
        }
        try {
            window.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
