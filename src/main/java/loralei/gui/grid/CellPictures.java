package loralei.gui.grid;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Shrink;

/**
 * Cells in the size of thumbnails, read in the background when they are first asked for. Those looked at last are kept,
 * so many that they take some fifty megabytes. For the event thread only.
 */
final class CellPictures {
    private static final int SIDE = 256;
    private static final int MOST = 200;

    private final Executor background;
    private final Runnable arrived;
    private final Map<Path, Optional<BufferedImage>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Path> asked = new HashSet<>();

    /**
     * Without a picture yet.
     *
     * @param arrived called on the event thread when a picture is there that was asked for
     */
    CellPictures(Executor background, Runnable arrived) {
        this.background = background;
        this.arrived = arrived;
    }

    /** A picture if it is there already; if not, it will be. */
    Optional<BufferedImage> get(Path file) {
        Optional<BufferedImage> picture = known.get(file);
        if (picture == null) {
            ask(file);
            return Optional.empty();
        }
        return picture;
    }

    private void ask(Path file) {
        if (!asked.add(file)) {
            return;
        }
        try {
            background.execute(() -> {
                Optional<BufferedImage> picture = read(file).map(whole -> Shrink.toFit(whole, SIDE));
                SwingUtilities.invokeLater(() -> take(file, picture));
            });
        } catch (RejectedExecutionException e) {
            asked.remove(file); // the window is closing
        }
    }

    private void take(Path file, Optional<BufferedImage> picture) {
        asked.remove(file);
        known.put(file, picture);
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
        arrived.run();
    }

    /** A picture as it is on disk; for the background. */
    static Optional<BufferedImage> read(Path file) {
        try {
            return Optional.ofNullable(ImageIO.read(file.toFile()));
        } catch (IOException | RuntimeException e) { // decoders throw anything at broken files
            return Optional.empty();
        }
    }
}
