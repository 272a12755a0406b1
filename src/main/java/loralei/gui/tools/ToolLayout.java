package loralei.gui.tools;

import java.util.Map;
import java.util.Set;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import loralei.gui.entry.AreaEditor;
import loralei.gui.entry.Field;
import loralei.gui.entry.LoraRows;
import loralei.gui.widget.TrackingPanel;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Where the fields of a tool stand: one under the other, labels before them. */
final class ToolLayout {
    private static final String GAP = "gaptop 9";
    private static final String NOTE = "skip 1, growx, wmin 20, gaptop 3";
    private static final Set<String> SWITCHES = Set.of(ToolEntries.CONVOLUTIONS, ToolEntries.ENCODERS);
    private static final Set<String> NUMBERS =
            Set.of(ToolEntries.RANK, ToolEntries.SHARE, ToolEntries.MOST, ToolEntries.TYPE);
    private static final Set<String> HIGH = Set.of(ToolEntries.COVER);

    private final JPanel panel = new TrackingPanel(
            new MigLayout("insets 6 16 10 16, gapy 0, hidemode 3, fillx, wrap 2", "[left]14[grow,left]"));

    ToolLayout(Texts texts, ToolKind kind, Map<String, Field> fields, LoraRows loras) {
        for (String name : kind.fields()) {
            if (name.equals(ToolEntries.LORAS)) {
                panel.add(new JLabel(texts.get("loras.label")), "gaptop 14, aligny top");
                panel.add(loras.component(), GAP + ", growx, wmin 0");
            } else {
                add(name, fields.get(name));
            }
        }
    }

    JComponent component() {
        return panel;
    }

    private void add(String name, Field field) {
        JComponent editor = field.editor().component();
        if (SWITCHES.contains(name)) {
            panel.add(editor, "skip 1, wmin 20, " + GAP);
            return;
        }
        boolean high = field.editor() instanceof AreaEditor || HIGH.contains(name);
        panel.add(field.label(), GAP + (high ? ", aligny top" : ""));
        panel.add(editor, GAP + ", wmin 40" + (NUMBERS.contains(name) ? "" : ", growx"));
        panel.add(field.note(), NOTE);
    }
}
