package loralei.gui.widget;

import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.swing.SwingUtilities;

/**
 * Small pictures for a gallery, made in the background when they are first wanted; the latest wanted are kept.
 *
 * @param <K> what they are pictures of
 */
public final class SmallPictures<K> {
    /** Some screens full, of about 250 kB each at the most. */
    private static final int MOST_KEPT = 300;

    /** What one look at the gallery can want; what was scrolled past is not wanted any more. */
    private static final int MOST_WANTED = 80;

    /** Makes one. */
    @FunctionalInterface
    public interface Maker<K> {
        /**
         * Makes the small picture of something, in the background; empty where that cannot be.
         *
         * @param side pixels along its longer side
         */
        Optional<BufferedImage> make(K of, int side);
    }

    private final Executor background;
    private final Maker<K> maker;
    private final Runnable made;
    private final Deque<K> wanted = new ArrayDeque<>();
    private final Map<K, Optional<BufferedImage>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Optional<BufferedImage>> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private boolean busy;

    /**
     * Makes none yet. For the event thread only.
     *
     * @param made told when there is another one
     */
    public SmallPictures(Executor background, Maker<K> maker, Runnable made) {
        this.background = background;
        this.maker = maker;
        this.made = made;
    }

    /**
     * The small picture, if it was made; else it is made now.
     *
     * @param side pixels along its longer side
     */
    public Optional<BufferedImage> of(K picture, int side) {
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
    public int size() {
        return kept.size();
    }

    private void next(int side) {
        K picture = wanted.poll();
        if (picture == null) {
            return;
        }
        busy = true;
        try {
            background.execute(() -> {
                Optional<BufferedImage> image = maker.make(picture, side);
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
}
