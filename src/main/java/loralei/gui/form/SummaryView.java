package loralei.gui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import loralei.gui.widget.TrackingPanel;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What a run with the form's settings would be: beside the Start button, and always up to date. */
public final class SummaryView {
    private static final List<String> FACTS = List.of("pictures", "steps", "checkpoints", "memory", "time");
    private static final List<String> WARNINGS =
            List.of("start", "unreadable", "leftOut", "small", "duplicates", "tight", "disk", "unusual");

    private final JPanel panel =
            new TrackingPanel(new MigLayout("insets 0, gapy 0, hidemode 3, fillx", "[left]14[grow,left]"));
    private final SummaryText summary;
    private final Map<String, Note> notes = new LinkedHashMap<>();

    /** Builds a summary that follows a form. */
    public SummaryView(FormView form) {
        Texts texts = Texts.of("form");
        summary = new SummaryText(texts);
        panel.setOpaque(false);
        int line = 0;
        for (String key : FACTS) {
            Note note = Note.large("summary." + key).marked();
            JLabel label = new JLabel(texts.get("summary." + key + ".label"));
            Severity.MUTED.apply(label);
            label.setLabelFor(note.component());
            String gap = line == 0 ? "" : ", gaptop 5";
            panel.add(label, "cell 0 " + line + ", aligny top" + gap);
            panel.add(note.component(), "cell 1 " + line++ + ", growx, wmin 20" + gap);
            notes.put(key, note);
        }
        for (String key : WARNINGS) {
            Note note = Note.large("summary." + key).marked();
            panel.add(note.component(), "cell 0 " + line++ + " 2 1, growx, wmin 20, gaptop 7");
            notes.put(key, note);
        }
        form.onReview(this::show);
    }

    /** The summary, as wide as there is room. */
    public JComponent component() {
        return panel;
    }

    private void show(FormReview review) {
        Map<String, SummaryText.Line> lines = new LinkedHashMap<>();
        summary.facts(review).forEach(line -> lines.put(line.key(), line));
        summary.start(review).ifPresent(line -> lines.put(line.key(), line));
        summary.warnings(review).forEach(line -> lines.put(line.key(), line));
        notes.forEach((key, note) -> {
            SummaryText.Line line = lines.get(key);
            note.show(line == null ? Severity.NORMAL : line.severity(), line == null ? "" : line.text());
        });
    }
}
