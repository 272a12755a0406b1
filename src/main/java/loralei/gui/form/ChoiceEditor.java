package loralei.gui.form;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.swing.JComboBox;
import javax.swing.JComponent;

/** A list of values under names for people: fixed ones, then such as this computer has, then one that it lacks. */
public final class ChoiceEditor implements Editor {
    private record Item(String id, String label) {
        @Override
        public String toString() {
            return label;
        }
    }

    private final UnaryOperator<String> labels;
    private final JComboBox<Item> box;
    private final int fixed;
    private boolean showing;

    /**
     * Builds the list.
     *
     * @param ids the values
     * @param labels from a value to its name
     */
    public ChoiceEditor(List<String> ids, UnaryOperator<String> labels) {
        this.labels = labels;
        this.fixed = ids.size();
        box = new JComboBox<>(
                ids.stream().map(id -> new Item(id, labels.apply(id))).toArray(Item[]::new));
    }

    /**
     * Offers more values after the fixed ones, in place of those that were offered before.
     *
     * @param more from a value to its name
     */
    void offer(Map<String, String> more) {
        List<Item> wanted = more.entrySet().stream()
                .map(entry -> new Item(entry.getKey(), entry.getValue()))
                .toList();
        if (wanted.equals(IntStream.range(fixed, box.getItemCount())
                .mapToObj(box::getItemAt)
                .toList())) {
            return;
        }
        String chosen = text();
        showing = true;
        while (box.getItemCount() > fixed) {
            box.removeItemAt(fixed);
        }
        wanted.forEach(box::addItem);
        show(chosen);
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
        int at = 0;
        while (at < box.getItemCount() && !box.getItemAt(at).id().equals(text)) {
            at++;
        }
        if (at == box.getItemCount()) {
            box.addItem(new Item(text, labels.apply(text))); // from a file that was made on another computer, say
        }
        box.setSelectedIndex(at);
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
