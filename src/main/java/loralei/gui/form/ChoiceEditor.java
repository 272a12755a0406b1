package loralei.gui.form;

import java.util.List;
import java.util.function.UnaryOperator;
import javax.swing.JComboBox;
import javax.swing.JComponent;

/** A list of fixed values under names for people. */
final class ChoiceEditor implements Editor {
    private record Item(String id, String label) {
        @Override
        public String toString() {
            return label;
        }
    }

    private final JComboBox<Item> box;
    private boolean showing;

    ChoiceEditor(List<String> ids, UnaryOperator<String> labels) {
        box = new JComboBox<>(
                ids.stream().map(id -> new Item(id, labels.apply(id))).toArray(Item[]::new));
    }

    @Override
    public JComponent component() {
        return box;
    }

    @Override
    public JComponent field() {
        return box;
    }

    @Override
    public String text() {
        return box.getItemAt(box.getSelectedIndex()).id();
    }

    @Override
    public void show(String text) {
        showing = true;
        for (int i = 0; i < box.getItemCount(); i++) {
            if (box.getItemAt(i).id().equals(text)) {
                box.setSelectedIndex(i);
            }
        }
        showing = false;
    }

    @Override
    public void onEdit(Runnable listener) {
        box.addActionListener(event -> {
            if (!showing) {
                listener.run();
            }
        });
    }

    @Override
    public boolean wide() {
        return false;
    }
}
