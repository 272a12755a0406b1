package loralei.gui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import loralei.gui.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What a run with the form's settings would be: beside the Start button, and always up to date. */
public final class SummaryView {
    private static final List<String> FACTS = List.of("pictures", "steps", "checkpoints", "memory", "time");
    private static final List<String> WARNINGS = List.of("unreadable", "small", "duplicates", "tight", "disk");

    /** A text with a dot before it where it is meant well or ill. */
    private static final class Entry {
        private final Note note;
        private Tone tone = Tone.NORMAL;
        private final JLabel dot = new JLabel(Marks.dot(() -> tone));

        Entry(String key) {
            note = Note.large("summary." + key);
            dot.setVisible(false);
        }

        void show(Tone now, String text) {
            tone = now;
            note.show(now, text);
            dot.setVisible(!text.isEmpty() && now != Tone.NORMAL);
            dot.repaint();
        }
    }

    private final JPanel panel = new ColumnPanel(
            new MigLayout("insets 0, gapy 0, hidemode 3, fillx", "[left]12[grow,left]"));
    private final SummaryText summary;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Builds a summary that follows a form. */
    public SummaryView(FormView form) {
        Texts texts = Texts.of("form");
        summary = new SummaryText(texts);
        panel.setOpaque(false);
        int line = 0;
        for (String key : FACTS) {
            Entry entry = new Entry(key);
            JLabel label = new JLabel(texts.get("summary." + key + ".label"));
            Tone.MUTED.apply(label);
            label.setLabelFor(entry.note.component());
            String gap = line == 0 ? "" : ", gaptop 5";
            panel.add(label, "cell 0 " + line + ", aligny top" + gap);
            add(key, entry, "cell 1 " + line++, gap);
        }
        for (String key : WARNINGS) {
            add(key, new Entry(key), "cell 0 " + line++ + " 2 1", ", gaptop 7");
        }
        form.onLook(this::show);
    }

    /** The summary, as wide as there is room. */
    public JComponent component() {
        return panel;
    }

    private void add(String key, Entry entry, String cell, String gap) {
        panel.add(entry.dot, cell + ", aligny top, gapright 6" + gap);
        panel.add(entry.note.component(), cell + ", growx, pushx, wmin 20" + gap);
        entries.put(key, entry);
    }

    private void show(Look look) {
        Map<String, SummaryText.Line> lines = new LinkedHashMap<>();
        summary.facts(look).forEach(line -> lines.put(line.key(), line));
        summary.warnings(look).forEach(line -> lines.put(line.key(), line));
        entries.forEach((key, entry) -> {
            SummaryText.Line line = lines.get(key);
            entry.show(line == null ? Tone.NORMAL : line.tone(), line == null ? "" : line.text());
        });
    }
}
