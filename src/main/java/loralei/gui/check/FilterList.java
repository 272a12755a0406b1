package loralei.gui.check;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.util.List;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingConstants;
import javax.swing.UIManager;
import loralei.gui.widget.Actions;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What was found, with how many pictures each; a click shows those. */
final class FilterList {
    private final DefaultListModel<Filter> model = new DefaultListModel<>();
    private final JList<Filter> list = new JList<>(model) {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean getScrollableTracksViewportWidth() {
            return true;
        }
    };
    private final JScrollPane pane = new JScrollPane(
            list, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED, ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    private final Owner owner;
    private boolean filling;

    /** What a person does here. */
    interface Owner {
        /** Wants to see the pictures of one. */
        void choose(Filter filter);

        /** Goes on to those. */
        void go();
    }

    FilterList(Texts texts, Owner owner) {
        this.owner = owner;
        list.setName("checkFilters");
        list.getAccessibleContext().setAccessibleName(texts.get("filters.name"));
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Row());
        list.addListSelectionListener(event -> {
            if (!filling && !event.getValueIsAdjusting() && list.getSelectedValue() != null) {
                owner.choose(list.getSelectedValue());
            }
        });
        Actions.onKey(list, "ENTER", owner::go);
        Actions.onKey(list, "RIGHT", owner::go);
    }

    JComponent component() {
        return pane;
    }

    /** The one that is chosen now. */
    Optional<Filter> selected() {
        return Optional.ofNullable(list.getSelectedValue());
    }

    /** Shows all of them again; the one that was chosen stays so, and is the first where it is gone. */
    void show(List<Filter> filters) {
        String before = selected().map(Filter::id).orElse(Filters.ALL);
        filling = true;
        if (filters.size() == model.size()) {
            for (int i = 0; i < filters.size(); i++) {
                if (!filters.get(i).shown().equals(model.get(i).shown())) {
                    model.set(i, filters.get(i));
                }
            }
        } else {
            model.clear();
            model.addAll(filters);
        }
        int index = 0;
        for (int i = 0; i < filters.size(); i++) {
            index = filters.get(i).id().equals(before) ? i : index;
        }
        boolean gone = !filters.get(index).id().equals(before);
        list.setSelectedIndex(index);
        filling = false;
        if (gone) {
            owner.choose(filters.get(index));
        }
    }

    /** Chooses one by its id. */
    void choose(String id) {
        for (int i = 0; i < model.size(); i++) {
            if (model.get(i).id().equals(id)) {
                list.setSelectedIndex(i);
            }
        }
    }

    /** A name and a number, with a heading above the first of a kind. */
    private static final class Row extends JPanel implements ListCellRenderer<Filter> {
        private static final long serialVersionUID = 1L;

        private final JLabel heading = new JLabel();
        private final JPanel line =
                new JPanel(new MigLayout("insets 3lp 8lp 3lp 8lp, fillx, hidemode 3, gap 6lp 0", "[grow,fill][]"));
        private final JLabel name = new JLabel();
        private final JLabel count = new JLabel();
        private final JLabel note = new JLabel();

        Row() {
            super(new MigLayout("insets 0, gap 0, fillx, hidemode 3, wrap 1", "[grow,fill]"));
            setOpaque(false);
            heading.putClientProperty("FlatLaf.styleClass", "h4");
            heading.setBorder(
                    BorderFactory.createEmptyBorder(UIScale.scale(10), UIScale.scale(8), UIScale.scale(2), 0));
            note.putClientProperty("FlatLaf.styleClass", "small");
            line.add(name, "wmin 0");
            count.setHorizontalAlignment(SwingConstants.RIGHT);
            line.add(count, "width 34lp!, wrap");
            line.add(note, "wmin 0, span 2");
            add(heading, "wmin 0");
            add(line, "wmin 0");
        }

        /** What is not there takes no room; the width is that of the list. */
        @Override
        public Dimension getPreferredSize() {
            int height = name.getPreferredSize().height + UIScale.scale(6);
            for (JLabel more : List.of(heading, note)) {
                height += more.getText().isEmpty() ? 0 : more.getPreferredSize().height;
            }
            return new Dimension(UIScale.scale(40), height);
        }

        @Override
        public Component getListCellRendererComponent(
                JList<? extends Filter> of, Filter filter, int index, boolean selected, boolean focused) {
            heading.setText(filter.heading());
            heading.setVisible(!filter.heading().isEmpty());
            name.setText(filter.label());
            count.setText(filter.count());
            note.setText(filter.note());
            note.setVisible(!filter.note().isEmpty());
            line.setOpaque(selected);
            line.setBackground(of.getSelectionBackground());
            Color plain = selected ? of.getSelectionForeground() : of.getForeground();
            Color faint = selected ? plain : UIManager.getColor("Label.disabledForeground");
            name.setForeground(filter.muted() ? faint : plain);
            count.setForeground(name.getForeground());
            note.setForeground(faint);
            setToolTipText(filter.label());
            getAccessibleContext()
                    .setAccessibleName(String.join(" ", filter.label(), filter.count(), filter.note())
                            .strip());
            return this;
        }
    }
}
