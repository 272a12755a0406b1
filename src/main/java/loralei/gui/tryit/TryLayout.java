package loralei.gui.tryit;

import java.util.List;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import loralei.gui.entry.AreaEditor;
import loralei.gui.entry.Field;
import loralei.gui.entry.LoraRows;
import loralei.gui.widget.TrackingPanel;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Where the fields of the tab stand. */
final class TryLayout {
    private static final String GAP = "gaptop 9";
    private static final String NOTE = "skip 1, growx, wmin 20, gaptop 3";

    private final Map<String, Field> fields;
    private final JPanel panel = new TrackingPanel(
            new MigLayout("insets 6 16 10 16, gapy 0, hidemode 3, fillx, wrap 2", "[left]14[grow,left]"));
    private final JScrollPane pane = new JScrollPane(panel);

    TryLayout(Texts texts, Map<String, Field> fields, LoraRows loras) {
        this.fields = fields;
        wide(Entries.MODEL);
        JLabel lora = new JLabel(texts.get("lora.label"));
        panel.add(lora, "gaptop 12, aligny top");
        panel.add(loras.component(), GAP + ", growx, wmin 0");
        wide(Entries.PROMPT);
        wide(Entries.NEGATIVE);
        row(List.of(Entries.WIDTH, Entries.HEIGHT));
        row(List.of(Entries.STEPS, Entries.GUIDANCE));
        row(List.of(Entries.SAMPLER, Entries.SCHEDULE));
        row(List.of(Entries.SEED));
        row(List.of(Entries.COUNT));
        Field beside = fields.get(Entries.BESIDE);
        panel.add(beside.editor().component(), "skip 1, wmin 20, " + GAP);
        wide(Entries.FOLDER);
        pane.setBorder(BorderFactory.createEmptyBorder());
        pane.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    }

    JComponent component() {
        return pane;
    }

    private void wide(String name) {
        Field field = fields.get(name);
        boolean high = field.editor() instanceof AreaEditor;
        panel.add(field.label(), GAP + (high ? ", aligny top" : ""));
        panel.add(field.editor().component(), GAP + ", growx, wmin 40");
        panel.add(field.note(), NOTE);
    }

    /** One under the label of the first, the others after it with their labels before them. */
    private void row(List<String> names) {
        JPanel line = new JPanel(new MigLayout("insets 0, gapx 0"));
        line.setOpaque(false);
        for (int i = 0; i < names.size(); i++) {
            Field field = fields.get(names.get(i));
            if (i > 0) {
                line.add(field.label(), "gapleft 14, gapright 8");
            }
            line.add(field.editor().component(), "wmin 30");
        }
        panel.add(fields.get(names.get(0)).label(), GAP);
        panel.add(line, GAP + ", wmin 0");
        names.forEach(name -> panel.add(fields.get(name).note(), NOTE));
    }
}
