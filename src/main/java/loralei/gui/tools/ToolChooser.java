package loralei.gui.tools;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.ListCellRenderer;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What to do: a list of the tools, each with a sentence of what it is for. For the event thread only. */
final class ToolChooser {
    private static final int WIDTH = 420;

    private final Texts texts;
    private final JComboBox<ToolKind> box = new JComboBox<>(ToolKind.values());
    private final JTextArea sentence = WrappedText.of("tool-sentence", "", "small", WIDTH);
    private final JPanel panel =
            new JPanel(new MigLayout("insets 12lp 16lp 6lp 16lp, fillx, wrap 2", "[]14[grow,fill]", "[]4[]"));

    /**
     * Builds the list.
     *
     * @param chosen told which one a person has chosen
     */
    ToolChooser(Texts texts, Consumer<ToolKind> chosen) {
        this.texts = texts;
        JLabel label = new JLabel(texts.get("choice.label"));
        label.setLabelFor(box);
        label.setDisplayedMnemonic(texts.get("choice.mnemonic").charAt(0));
        box.setName("tool-choice");
        box.getAccessibleContext().setAccessibleName(texts.get("choice.label"));
        box.setMaximumRowCount(ToolKind.values().length);
        box.setRenderer(new Cells());
        box.putClientProperty("FlatLaf.style", "font: bold");
        box.addActionListener(event -> {
            say();
            chosen.accept(kind());
        });
        TextColour.apply(sentence, TextColour.MUTED);
        panel.add(label);
        panel.add(box, "growx, wmin 60");
        panel.add(sentence, "span, growx, wmin 20");
        say();
    }

    JComponent component() {
        return panel;
    }

    ToolKind kind() {
        return box.getItemAt(box.getSelectedIndex());
    }

    void choose(ToolKind kind) {
        box.setSelectedItem(kind);
    }

    private void say() {
        WrappedText.show(sentence, texts.get(kind().key("sentence")));
        box.getAccessibleContext().setAccessibleDescription(sentence.getText());
    }

    /** A name in the box; in the open list with its sentence below. */
    private final class Cells implements ListCellRenderer<ToolKind> {
        private static final int EDGE = 6;

        private final JLabel alone = new JLabel();
        private final JLabel title = new JLabel();
        private final JTextArea below = WrappedText.of("", "", "small", WIDTH);
        private final JPanel cell = new JPanel(new MigLayout("insets 0, gap 0, fillx, wrap 1", "[grow,fill]"));

        Cells() {
            title.putClientProperty("FlatLaf.style", "font: bold");
            alone.putClientProperty("FlatLaf.style", "font: bold");
            cell.add(title);
            cell.add(below, "wmin 0");
            cell.setBorder(BorderFactory.createEmptyBorder(
                    UIScale.scale(EDGE), UIScale.scale(EDGE), UIScale.scale(EDGE), UIScale.scale(EDGE)));
        }

        @Override
        public Component getListCellRendererComponent(
                JList<? extends ToolKind> list, ToolKind kind, int index, boolean isSelected, boolean hasFocus) {
            String name = texts.get(kind.key("title"));
            if (index < 0) {
                alone.setText(name);
                alone.setForeground(box.getForeground());
                alone.setEnabled(box.isEnabled());
                return alone;
            }
            title.setText(name);
            WrappedText.show(below, texts.get(kind.key("sentence")));
            below.setSize(Math.max(1, box.getWidth() - UIScale.scale(4 * EDGE)), Short.MAX_VALUE);
            cell.setBackground(isSelected ? list.getSelectionBackground() : list.getBackground());
            title.setForeground(isSelected ? list.getSelectionForeground() : list.getForeground());
            below.setForeground(title.getForeground());
            cell.getAccessibleContext().setAccessibleName(name);
            cell.getAccessibleContext().setAccessibleDescription(below.getText());
            return cell;
        }
    }
}
