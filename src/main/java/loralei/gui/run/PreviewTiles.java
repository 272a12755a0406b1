package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Point;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.AbstractListModel;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JList;
import javax.swing.JPopupMenu;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Actions;

/** Preview pictures beside and below each other, each with a text below it. The arrow keys walk over them. */
final class PreviewTiles {
    private static final int GAP = 4;

    private final PreviewImages images;
    private final Function<Preview, String> caption;
    private final Function<Preview, String> help;
    private final Model model = new Model();
    private final JList<Preview> list = new JList<>(model);
    private int side;

    /**
     * Builds an empty field.
     *
     * @param name of the component
     * @param images loads the pictures
     * @param caption what stands below a picture
     * @param help what there is to say of it beyond that
     * @param opened told of a picture that is clicked, or chosen by Enter
     */
    PreviewTiles(
            String name,
            PreviewImages images,
            Function<Preview, String> caption,
            Function<Preview, String> help,
            Consumer<Preview> opened) {
        this.images = images;
        this.caption = caption;
        this.help = help;
        images.onArrival(list::repaint);
        list.setName(name);
        list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
        list.setVisibleRowCount(-1); // as many in a row as fit
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Tile());
        list.setOpaque(false);
        listen(opened);
        setSide(UIScale.scale(64));
    }

    JList<Preview> list() {
        return list;
    }

    /** Adds what can be done with a picture beside opening it. */
    void menu(JPopupMenu menu) {
        list.setComponentPopupMenu(menu);
    }

    Optional<Preview> selected() {
        return Optional.ofNullable(list.getSelectedValue());
    }

    void select(Preview picture) {
        list.setSelectedValue(picture, true);
    }

    /** How large the pictures are. */
    void setSide(int pixels) {
        if (pixels != side) {
            side = pixels;
            list.setFixedCellWidth(width(side));
            list.setFixedCellHeight(height(side));
        }
    }

    /** How much room a picture takes with what is around it. */
    int width(int ofSide) {
        return ofSide + 2 * UIScale.scale(GAP);
    }

    int height(int ofSide) {
        return ofSide
                + 2 * UIScale.scale(GAP)
                + list.getFontMetrics(list.getFont()).getHeight();
    }

    void show(List<Preview> pictures) {
        if (!pictures.equals(model.shown)) {
            Optional<Preview> selected = selected();
            model.show(pictures);
            list.clearSelection();
            selected.map(pictures::indexOf).filter(index -> index >= 0).ifPresent(list::setSelectedIndex);
        }
    }

    private void listen(Consumer<Preview> opened) {
        list.addMouseListener(new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent event) {
                at(event.getPoint()).ifPresent(PreviewTiles.this::selectQuietly); // for the menu, too
            }

            @Override
            public void mouseClicked(MouseEvent event) {
                if (SwingUtilities.isLeftMouseButton(event)) {
                    at(event.getPoint()).ifPresent(opened);
                }
            }
        });
        list.addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                if (list.isSelectionEmpty() && model.getSize() > 0) {
                    list.setSelectedIndex(0);
                }
            }
        });
        Actions.onKey(list, "ENTER", () -> selected().ifPresent(opened));
        Actions.onKey(list, "SPACE", () -> selected().ifPresent(opened));
    }

    private void selectQuietly(Preview picture) {
        list.setSelectedIndex(model.shown.indexOf(picture));
    }

    private Optional<Preview> at(Point point) {
        int index = list.locationToIndex(point);
        return index >= 0 && list.getCellBounds(index, index).contains(point)
                ? Optional.of(model.shown.get(index))
                : Optional.empty();
    }

    /** The pictures, one after the other. */
    private static final class Model extends AbstractListModel<Preview> {
        private static final long serialVersionUID = 1L;
        private transient List<Preview> shown = List.of();

        void show(List<Preview> pictures) {
            int before = shown.size();
            shown = pictures;
            int common = Math.min(before, pictures.size());
            if (before > common) {
                fireIntervalRemoved(this, common, before - 1);
            } else if (pictures.size() > common) {
                fireIntervalAdded(this, common, pictures.size() - 1);
            }
            if (common > 0) {
                fireContentsChanged(this, 0, common - 1);
            }
        }

        @Override
        public int getSize() {
            return shown.size();
        }

        @Override
        public Preview getElementAt(int index) {
            return shown.get(index);
        }
    }

    /** One picture with its text. */
    private final class Tile extends DefaultListCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> all, Object value, int index, boolean selected, boolean focused) {
            boolean marked = selected && all.isFocusOwner();
            super.getListCellRendererComponent(all, "", index, marked, false);
            Preview picture = (Preview) value;
            int gap = UIScale.scale(GAP);
            setOpaque(marked);
            setBorder(BorderFactory.createEmptyBorder(gap, gap, gap, gap));
            setHorizontalAlignment(SwingConstants.CENTER);
            setHorizontalTextPosition(SwingConstants.CENTER);
            setVerticalTextPosition(SwingConstants.BOTTOM);
            setIconTextGap(0);
            setIcon(new PreviewIcon(images, picture, side));
            setText(caption.apply(picture));
            setToolTipText(help.apply(picture));
            return this;
        }
    }
}
