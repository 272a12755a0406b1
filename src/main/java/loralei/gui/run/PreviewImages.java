package loralei.gui.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Shrink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Preview pictures as small as they are shown. They are loaded in the background, what was wished for last first, and
 * forgotten when there are many others: a long run draws thousands. For the event thread only.
 */
final class PreviewImages {
    private static final Logger LOG = LoggerFactory.getLogger(PreviewImages.class);
    private static final long MOST_BYTES = 64L << 20;
    private static final int BYTES_PER_PIXEL = 4;

    /** More wishes than any screen shows are of parts that were scrolled past. */
    private static final int MOST_WISHES = 128;

    /** Sizes are rounded up to these, so that not each width of the window has every picture loaded anew. */
    private static final int GRAIN = 32;

    private record Wish(Preview picture, int pixels) {}

    private final Executor background;
    private final long mostBytes;
    private final Map<Wish, Optional<BufferedImage>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<Wish> wishes = new ArrayDeque<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private long bytes;
    private boolean loading;

    PreviewImages(Executor background) {
        this(background, MOST_BYTES);
    }

    PreviewImages(Executor background, long mostBytes) {
        this.background = background;
        this.mostBytes = mostBytes;
    }

    /** Has a listener told whenever another picture is there to be painted. */
    void onArrival(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * A picture, if it is there already; else it will come.
     *
     * @param picture which
     * @param pixels how many it is wanted to have along its longer side; those of small pictures have fewer
     */
    Optional<BufferedImage> of(Preview picture, int pixels) {
        Wish wish = new Wish(picture, (pixels + GRAIN - 1) / GRAIN * GRAIN);
        if (kept.containsKey(wish)) {
            return kept.get(wish);
        }
        wishes.remove(wish);
        wishes.push(wish);
        if (wishes.size() > MOST_WISHES) {
            wishes.removeLast();
        }
        load();
        return inAnotherSize(picture);
    }

    /** What is seen until the right one is there, so that nothing flickers when the window gets another size. */
    private Optional<BufferedImage> inAnotherSize(Preview picture) {
        return kept.entrySet().stream()
                .filter(entry -> entry.getKey().picture().equals(picture))
                .flatMap(entry -> entry.getValue().stream())
                .max(Comparator.comparingInt(BufferedImage::getWidth));
    }

    /** What the pictures that are kept take. */
    long bytes() {
        return bytes;
    }

    private void load() {
        if (loading || wishes.isEmpty()) {
            return;
        }
        Wish wish = wishes.pop();
        loading = true;
        try {
            background.execute(() -> {
                Optional<BufferedImage> loaded = read(wish);
                SwingUtilities.invokeLater(() -> arrived(wish, loaded));
            });
        } catch (RejectedExecutionException e) {
            loading = false; // the program is closing
        }
    }

    private void arrived(Wish wish, Optional<BufferedImage> loaded) {
        loading = false;
        kept.put(wish, loaded);
        bytes += size(loaded);
        Iterator<Optional<BufferedImage>> eldest = kept.values().iterator();
        while (bytes > mostBytes && kept.size() > 1) {
            bytes -= size(eldest.next());
            eldest.remove();
        }
        load();
        listeners.forEach(Runnable::run);
    }

    private static long size(Optional<BufferedImage> image) {
        return image.map(one -> (long) BYTES_PER_PIXEL * one.getWidth() * one.getHeight())
                .orElse(0L);
    }

    /** Nothing where the file is gone or is no picture: there is a run to be shown all the same. */
    private static Optional<BufferedImage> read(Wish wish) {
        try {
            return Optional.ofNullable(ImageIO.read(wish.picture().file().toFile()))
                    .map(image -> Shrink.toFit(image, wish.pixels()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("the picture {} cannot be shown", wish.picture().file(), e);
            return Optional.empty();
        }
    }
}
