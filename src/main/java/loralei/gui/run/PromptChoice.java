package loralei.gui.run;

import java.awt.Component;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javax.swing.DefaultComboBoxModel;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import loralei.gui.widget.TextColour;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Which of the preview prompts is looked at: a list where there are several, and a text where there is one. */
final class PromptChoice {
    private final PreviewWords words;
    private final DefaultComboBoxModel<Integer> model = new DefaultComboBoxModel<>();
    private final JComboBox<Integer> box = new JComboBox<>(model);
    private final JLabel only = new JLabel();
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow]"));
    private PreviewSet previews = PreviewSet.NONE;
    private List<Integer> numbers = List.of();
    private boolean showing;

    /**
     * An empty choice.
     *
     * @param name of the component
     * @param chosen told which prompt a person chose
     */
    PromptChoice(Locale locale, String name, IntConsumer chosen) {
        this.words = new PreviewWords(locale);
        box.setName(name);
        box.getAccessibleContext().setAccessibleName(Texts.of("strip", locale).get("prompts"));
        box.setRenderer(new Renderer());
        box.addActionListener(event -> {
            if (!showing) {
                chosen.accept(chosen());
            }
            box.setToolTipText(words.prompt(previews, chosen()));
        });
        TextColour.apply(only, TextColour.MUTED);
        panel.setOpaque(false);
        panel.add(box, "growx, wmin 40lp, wmax 420lp");
        panel.add(only, "growx, wmin 0");
    }

    JComponent component() {
        return panel;
    }

    /** The number of the prompt; 0 where there is none yet. */
    int chosen() {
        return box.getSelectedItem() instanceof Integer number ? number : 0;
    }

    void choose(int number) {
        showing = true;
        box.setSelectedItem(number);
        showing = false;
    }

    void show(PreviewSet latest) {
        boolean same = latest.prompts().equals(previews.prompts());
        previews = latest;
        List<Integer> found = latest.numbers();
        if (same && found.equals(numbers)) {
            return;
        }
        int before = chosen();
        numbers = found;
        showing = true;
        model.removeAllElements();
        model.addAll(found);
        if (!found.isEmpty()) {
            model.setSelectedItem(found.contains(before) ? before : found.get(0));
        }
        showing = false;
        box.setVisible(found.size() > 1);
        only.setVisible(found.size() == 1);
        String text = found.isEmpty() ? "" : words.prompt(previews, chosen());
        only.setText(text);
        only.setToolTipText(text);
        box.setToolTipText(text);
    }

    /** A prompt as text; without a width of its own, for prompts are long. */
    private final class Renderer extends DefaultListCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            String text = value instanceof Integer number ? words.prompt(previews, number) : " ";
            return super.getListCellRendererComponent(list, text, index, selected, focused);
        }
    }
}
