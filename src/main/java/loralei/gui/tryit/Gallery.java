package loralei.gui.tryit;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.AbstractListModel;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Shrink;
import loralei.gui.widget.SmallPictures;
import loralei.text.Texts;

/** All pictures, small, the newest first. A click or Enter shows one large. */
final class Gallery {
    private static final int SIDE = 112;
    private static final int EDGE = 8;
    private static final int SHARPNESS = 2; // pixels a point, for fine screens

    private final Texts texts;
    private final Model model = new Model();
    private final JList<DrawnPicture> list = new JList<>(model);
    private final JScrollPane pane = new JScrollPane(list);
    private final SmallPictures<DrawnPicture> small;
    private final Consumer<DrawnPicture> chosen;

    Gallery(Texts texts, Executor background, Consumer<DrawnPicture> chosen) {
        this.texts = texts;
        this.chosen = chosen;
        small = new SmallPictures<>(background, Gallery::small, list::repaint);
        list.setName("try-gallery");
        list.getAccessibleContext().setAccessibleName(texts.get("gallery.name"));
        list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
        list.setVisibleRowCount(-1);
        list.setFixedCellWidth(UIScale.scale(SIDE + EDGE));
        list.setFixedCellHeight(UIScale.scale(SIDE + EDGE));
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Cell());
        list.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseReleased(MouseEvent event) {
                int index = list.locationToIndex(event.getPoint());
                boolean hit = index >= 0 && list.getCellBounds(index, index).contains(event.getPoint());
                if (hit && event.getButton() == MouseEvent.BUTTON1) {
                    chosen.accept(model.getElementAt(index));
                }
            }
        });
        Actions.onKey(list, "ENTER", this::choose);
        Actions.onKey(list, "SPACE", this::choose);
        pane.setBorder(BorderFactory.createEmptyBorder());
        pane.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    }

    JComponent component() {
        return pane;
    }

    private static Optional<BufferedImage> small(DrawnPicture picture, int side) {
        try {
            return Optional.of(Shrink.toFit(DrawnPicture.decode(picture.file(), 2 * side), side));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    void focus() {
        list.requestFocusInWindow();
    }

    List<DrawnPicture> pictures() {
        return model.pictures;
    }

    void show(List<DrawnPicture> pictures) {
        Optional<DrawnPicture> selected = Optional.ofNullable(list.getSelectedValue());
        model.show(pictures);
        selected.ifPresent(this::select);
    }

    /** Marks a picture without showing it. */
    void select(DrawnPicture picture) {
        list.setSelectedValue(picture, true);
    }

    private void choose() {
        Optional.ofNullable(list.getSelectedValue()).ifPresent(chosen);
    }

    /** The pictures. */
    private static final class Model extends AbstractListModel<DrawnPicture> {
        private static final long serialVersionUID = 1L;

        private transient List<DrawnPicture> pictures = List.of();

        void show(List<DrawnPicture> now) {
            if (now.equals(pictures)) {
                return;
            }
            int before = pictures.size();
            pictures = List.of();
            if (before > 0) {
                fireIntervalRemoved(this, 0, before - 1);
            }
            pictures = now;
            if (!now.isEmpty()) {
                fireIntervalAdded(this, 0, now.size() - 1);
            }
        }

        @Override
        public int getSize() {
            return pictures.size();
        }

        @Override
        public DrawnPicture getElementAt(int index) {
            return pictures.get(index);
        }
    }

    /** One picture in the middle of its place. */
    private final class Cell extends JLabel implements ListCellRenderer<DrawnPicture> {
        private static final long serialVersionUID = 1L;

        private transient Optional<BufferedImage> image = Optional.empty();

        @Override
        public Component getListCellRendererComponent(
                JList<? extends DrawnPicture> of, DrawnPicture picture, int index, boolean selected, boolean focused) {
            image = small.of(picture, UIScale.scale(SIDE) * SHARPNESS);
            String said = picture.infotext()
                    .map(Infotext::prompt)
                    .filter(prompt -> !prompt.isBlank())
                    .orElse(picture.file().getFileName().toString());
            setToolTipText(said);
            getAccessibleContext().setAccessibleName(texts.get("gallery.picture", said));
            setOpaque(selected);
            setBackground(of.getSelectionBackground());
            return this;
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            int side = UIScale.scale(SIDE);
            Graphics2D copy = (Graphics2D) graphics.create();
            copy.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            if (image.isPresent()) {
                BufferedImage shown = image.get();
                double scale = side / (double) Math.max(shown.getWidth(), shown.getHeight());
                int width = (int) Math.round(shown.getWidth() * scale);
                int height = (int) Math.round(shown.getHeight() * scale);
                copy.drawImage(shown, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
            } else {
                copy.setColor(UIManager.getColor("Component.borderColor"));
                int at = (getWidth() - side) / 2;
                copy.drawRect(at, at, side - 1, side - 1);
            }
            copy.dispose();
        }
    }
}
