package loralei.gui.tryit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Shrink;

/** Small pictures for the gallery, made in the background when they are first wanted; the latest wanted are kept. */
final class SmallPictures {
    /** Some screens full, of about 250 kB each at the most. */
    private static final int MOST_KEPT = 300;

    /** What one look at the gallery can want; what was scrolled past is not wanted any more. */
    private static final int MOST_WANTED = 80;

    private final Executor background;
    private final Runnable made;
    private final Deque<DrawnPicture> wanted = new ArrayDeque<>();
    private final Map<DrawnPicture, Optional<BufferedImage>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DrawnPicture, Optional<BufferedImage>> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private boolean busy;

    /**
     * Makes none yet. For the event thread only.
     *
     * @param made told when there is another one
     */
    SmallPictures(Executor background, Runnable made) {
        this.background = background;
        this.made = made;
    }

    /**
     * The small picture, if it was made; else it is made now.
     *
     * @param side pixels along its longer side
     */
    Optional<BufferedImage> of(DrawnPicture picture, int side) {
        Optional<BufferedImage> image = kept.get(picture);
        if (image != null) {
            return image;
        }
        if (!wanted.contains(picture)) {
            wanted.addLast(picture);
        }
        while (wanted.size() > MOST_WANTED) {
            wanted.removeFirst();
        }
        if (!busy) {
            next(side);
        }
        return Optional.empty();
    }

    /** How many are kept. */
    int size() {
        return kept.size();
    }

    private void next(int side) {
        DrawnPicture picture = wanted.poll();
        if (picture == null) {
            return;
        }
        busy = true;
        try {
            background.execute(() -> {
                Optional<BufferedImage> image = small(picture, side);
                SwingUtilities.invokeLater(() -> {
                    busy = false;
                    kept.put(picture, image);
                    made.run();
                    next(side);
                });
            });
        } catch (RejectedExecutionException closing) {
            busy = false;
        }
    }

    private static Optional<BufferedImage> small(DrawnPicture picture, int side) {
        try {
            return Optional.of(Shrink.toFit(DrawnPicture.decode(picture.file(), 2 * side), side));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
