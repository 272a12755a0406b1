package loralei.gui.check;

import com.formdev.flatlaf.util.UIScale;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.AbstractListModel;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;
import loralei.data.Picture;
import loralei.data.PictureEntry;
import loralei.gui.widget.Actions;
import loralei.gui.widget.SmallPictures;
import loralei.gui.widget.Thumbnails;
import loralei.text.Texts;

/** The pictures, small; only those in sight are decoded. */
final class PictureGrid {
    private final Entries entries = new Entries();
    private final JList<PictureEntry> list;
    private final JScrollPane pane;
    private boolean filling;

    /** What a person does here. */
    interface Owner {
        /** Looks at a picture. */
        void selected(Optional<PictureEntry> entry);

        /** Leaves pictures out, or takes them back. */
        void toggle(List<PictureEntry> entries);

        /** Wants to crop the picture that is looked at. */
        void crop();
    }

    PictureGrid(Texts texts, CheckModel model, CheckWords words, Executor background, Owner owner) {
        list = new JList<>(entries) {
            private static final long serialVersionUID = 1L;

            @Override
            public String getToolTipText(MouseEvent event) {
                int index = locationToIndex(event.getPoint());
                boolean hit = index >= 0 && getCellBounds(index, index).contains(event.getPoint());
                return hit ? words.tooltip(getModel().getElementAt(index)) : null;
            }
        };
        SmallPictures<Picture> small = new SmallPictures<>(background, Thumbnails::whole, list::repaint);
        list.setName("checkGrid");
        list.getAccessibleContext().setAccessibleName(texts.get("grid.name"));
        list.getAccessibleContext().setAccessibleDescription(texts.get("grid.help"));
        list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
        list.setVisibleRowCount(-1);
        list.setFixedCellWidth(UIScale.scale(PictureCell.WIDTH));
        list.setFixedCellHeight(UIScale.scale(PictureCell.HEIGHT));
        list.setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
        list.setCellRenderer(new PictureCell(model, words, small));
        list.addListSelectionListener(event -> {
            if (!filling && !event.getValueIsAdjusting()) {
                owner.selected(lead());
            }
        });
        Actions.onKey(list, "SPACE", () -> owner.toggle(list.getSelectedValuesList()));
        Actions.onKey(list, "DELETE", () -> owner.toggle(list.getSelectedValuesList()));
        Actions.onKey(list, "ENTER", owner::crop);
        list.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent event) {
                if (SwingUtilities.isLeftMouseButton(event) && event.getClickCount() == 2) {
                    owner.crop();
                }
            }
        });
        pane = new JScrollPane(list);
        pane.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    }

    JComponent component() {
        return pane;
    }

    void focus() {
        list.requestFocusInWindow();
    }

    void repaint() {
        list.repaint();
    }

    /** The picture that was chosen last. */
    Optional<PictureEntry> lead() {
        int index = list.getLeadSelectionIndex();
        if (index < 0 || index >= entries.getSize() || !list.isSelectedIndex(index)) {
            return Optional.ofNullable(list.getSelectedValue());
        }
        return Optional.of(entries.getElementAt(index));
    }

    /** All that are chosen. */
    List<PictureEntry> selected() {
        return list.getSelectedValuesList();
    }

    /** Shows these; the one that was looked at stays so, if it is among them. */
    void show(List<PictureEntry> now, Consumer<Optional<PictureEntry>> selected) {
        Optional<PictureEntry> before = lead();
        filling = true;
        entries.show(now);
        int index = before.map(one -> index(now, one)).orElse(0);
        if (!now.isEmpty()) {
            list.setSelectedIndex(Math.max(0, index));
            list.ensureIndexIsVisible(Math.max(0, index));
        }
        filling = false;
        selected.accept(lead());
    }

    private static int index(List<PictureEntry> all, PictureEntry one) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).picture().path().equals(one.picture().path())) {
                return i;
            }
        }
        return 0;
    }

    /** The pictures. */
    private static final class Entries extends AbstractListModel<PictureEntry> {
        private static final long serialVersionUID = 1L;

        private transient List<PictureEntry> all = List.of();

        void show(List<PictureEntry> now) {
            int before = all.size();
            all = List.of();
            if (before > 0) {
                fireIntervalRemoved(this, 0, before - 1);
            }
            all = List.copyOf(now);
            if (!all.isEmpty()) {
                fireIntervalAdded(this, 0, all.size() - 1);
            }
        }

        @Override
        public int getSize() {
            return all.size();
        }

        @Override
        public PictureEntry getElementAt(int index) {
            return all.get(index);
        }
    }
}
