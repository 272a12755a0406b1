package loralei.gui.grid;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import loralei.config.PictureSpec;
import loralei.data.Picture;
import loralei.data.PictureFolderException;
import loralei.data.PictureScanner;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.Thumbnails;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import loralei.job.GridCell;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A cell as large as there is room, beside the pictures that were trained on. For the event thread only. */
final class CellView {
    private static final int SIDE_WIDTH = 210;
    private static final int MOST_PICTURES = 8;

    private final Executor background;
    private final Large large = new Large();
    private final JTextArea title = WrappedText.of("cellTitle", "", "h4", SIDE_WIDTH);
    private final JTextArea prompt = WrappedText.of("cellPrompt", "", "small", SIDE_WIDTH);
    private final Trained trained = new Trained();
    private final KeepRow keep;
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fill", "[grow,fill]unrel[fill]", "[grow,fill]"));
    private Optional<Path> wanted = Optional.empty();
    private Optional<Path> folder = Optional.empty();

    /**
     * Without a cell.
     *
     * @param moves goes to another cell or page, or back to the grid
     */
    CellView(Texts texts, Dialogs dialogs, Executor background, Moves moves) {
        this.background = background;
        this.keep = new KeepRow(texts, dialogs, background);
        large.getAccessibleContext().setAccessibleName(texts.get("large.name"));
        Actions.onKey(large, "LEFT", () -> moves.move(-1, 0));
        Actions.onKey(large, "RIGHT", () -> moves.move(1, 0));
        Actions.onKey(large, "UP", () -> moves.move(0, -1));
        Actions.onKey(large, "DOWN", () -> moves.move(0, 1));
        Actions.onKey(large, "PAGE_UP", () -> moves.turn(-1));
        Actions.onKey(large, "PAGE_DOWN", () -> moves.turn(1));
        JPanel side = new TrackingPanel(new MigLayout("insets 0, fillx, wrap 1, hidemode 3", "[grow,fill]"));
        side.add(Buttons.button(texts, "back", "cellBack", moves::back), "growx, wmin 0");
        side.add(title, "growx, wmin 0");
        side.add(prompt, "growx, wmin 0");
        keep.addTo(side);
        JLabel heading = new JLabel(texts.get("trained"));
        heading.setLabelFor(trained);
        side.add(heading, "wmin 0, gaptop unrel");
        side.add(trained, "growx, wmin 0");
        JScrollPane scroll =
                new JScrollPane(side, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(null);
        panel.add(large, "grow, push, wmin 80lp, hmin 80lp");
        panel.add(scroll, "width " + (SIDE_WIDTH + 20) + "lp!, hmin 0");
    }

    /** Where keys lead. */
    interface Moves {
        /** To a cell beside this one. */
        void move(int across, int down);

        /** To another page. */
        void turn(int pages);

        /** To the grid. */
        void back();
    }

    JComponent component() {
        return panel;
    }

    /** Is about another run from now on. */
    void about(GridSubject subject) {
        keep.clear();
        wanted = Optional.empty();
        large.show(Optional.empty());
        Path instances = subject.config().instanceDir();
        folder = Optional.of(instances);
        trained.show(List.of());
        Thumbnails thumbnails = new Thumbnails();
        background.execute(() -> look(instances, thumbnails));
    }

    /** Some of the pictures that were trained on, a few at a time. */
    private void look(Path instances, Thumbnails thumbnails) {
        try {
            List<Picture> pictures = PictureScanner.scan(instances).pictures();
            List<Picture> first = pictures.subList(0, Math.min(MOST_PICTURES, pictures.size()));
            boolean complete = first.isEmpty();
            while (!complete) {
                Thumbnails.Batch batch = thumbnails.of(first);
                complete = batch.complete();
                SwingUtilities.invokeLater(() -> {
                    if (folder.equals(Optional.of(instances))) {
                        trained.show(List.copyOf(batch.images().values()));
                    }
                });
            }
        } catch (PictureFolderException e) {
            return; // the folder is elsewhere by now: there is nothing to show beside the cell
        }
    }

    /** Shows a cell. */
    void show(GridCell cell, String words, PictureSpec picture, String run) {
        WrappedText.show(title, words);
        WrappedText.show(prompt, picture.prompt() + " (" + picture.seed() + ")");
        large.getAccessibleContext().setAccessibleDescription(words);
        keep.show(cell, run);
        Path file = cell.file();
        if (wanted.equals(Optional.of(file))) {
            return;
        }
        wanted = Optional.of(file);
        background.execute(() -> {
            Optional<BufferedImage> image = CellPictures.read(file);
            SwingUtilities.invokeLater(() -> {
                if (wanted.equals(Optional.of(file))) {
                    large.show(image);
                }
            });
        });
    }

    void focus() {
        large.requestFocusInWindow();
    }

    /** The picture itself. */
    private static final class Large extends JPanel {
        private static final long serialVersionUID = 1L;
        private transient Optional<BufferedImage> image = Optional.empty();

        Large() {
            setName("cellLarge");
            setFocusable(true);
            setOpaque(false);
            addMouseListener(new MouseAdapter() {
                @Override
                public void mousePressed(MouseEvent event) {
                    requestFocusInWindow();
                }
            });
        }

        void show(Optional<BufferedImage> shown) {
            image = shown;
            putClientProperty("shown", shown.isPresent());
            repaint();
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            image.ifPresent(picture -> {
                Graphics2D g = (Graphics2D) graphics.create();
                g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
                double scale =
                        Math.min(getWidth() / (double) picture.getWidth(), getHeight() / (double) picture.getHeight());
                int width = (int) (picture.getWidth() * scale);
                int height = (int) (picture.getHeight() * scale);
                g.drawImage(picture, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
                g.dispose();
            });
        }
    }

    /** Pictures that were trained on, two in a row. */
    private static final class Trained extends JPanel {
        private static final long serialVersionUID = 1L;
        private static final int COLUMNS = 2;
        private static final int GAP = 6;
        private transient List<BufferedImage> images = List.of();

        Trained() {
            setName("trainingPictures");
            setOpaque(false);
        }

        void show(List<BufferedImage> shown) {
            images = shown;
            putClientProperty("shown", shown.size());
            revalidate();
            repaint();
        }

        private int side(int width) {
            return Math.max(1, (width - UIScale.scale(GAP)) / COLUMNS);
        }

        @Override
        public Dimension getPreferredSize() {
            int width = Math.max(UIScale.scale(SIDE_WIDTH + 20), getWidth());
            int lines = (images.size() + COLUMNS - 1) / COLUMNS;
            return new Dimension(width, lines * (side(width) + UIScale.scale(GAP)));
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            int side = side(getWidth());
            int step = side + UIScale.scale(GAP);
            for (int i = 0; i < images.size(); i++) {
                g.drawImage(images.get(i), i % COLUMNS * step, i / COLUMNS * step, side, side, null);
            }
            g.dispose();
        }
    }
}
