package loralei.gui.run;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import loralei.gui.run.LossCurve.Quantity;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The loss curve with its heading and buttons: drag to look closer, double-click to see everything, point to read. */
final class LossChart {
    private final Texts texts;
    private final RunNumbers numbers;
    private final LossHistory history;
    private final LossCanvas canvas;
    private final JButton whole;
    private final JButton save;
    private final ValidationWords words;
    private final JTextArea meaning = WrappedText.of("validation", "", "small", 400);
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fill, hidemode 3", "[grow][][]", "[][grow][]"));
    private Optional<Point> dragStart = Optional.empty();

    LossChart(Locale locale, LossHistory history, ChartExport export, Executor background) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
        this.history = history;
        this.words = new ValidationWords(locale);
        this.canvas = new LossCanvas(locale, history.curve(), background);
        this.whole = Buttons.quiet(texts, "chart.whole", "wholeRun", () -> zoomTo(Optional.empty()));
        this.save = Buttons.quiet(
                texts,
                "chart.save",
                "saveChart",
                () -> export.ask(panel, canvas.curve(), canvas.zoom(), canvas.getSize()));
        JLabel title = new JLabel(texts.get("chart.title"));
        title.putClientProperty("FlatLaf.styleClass", "h3");
        panel.add(title);
        panel.add(whole);
        panel.add(save);
        panel.add(canvas, "newline, span, grow, push, wmin 0, hmin 120lp"); // the buttons may be hidden
        panel.add(meaning, "newline, span, growx, wmin 0");
        meaning.setVisible(false);
        canvas.setName("lossChart");
        canvas.setFocusable(true);
        canvas.getAccessibleContext().setAccessibleName(texts.get("chart.name"));
        title.setLabelFor(canvas);
        title.setToolTipText(texts.get("chart.help"));
        listen();
        describe();
    }

    JComponent component() {
        return panel;
    }

    /** Draws what is new, if anything is. */
    void refresh(RunSnapshot run) {
        LossCurve latest = history.curve();
        if (!latest.equals(canvas.curve())) {
            canvas.show(latest);
            describe();
        }
        showMeaning(latest.validation(), run);
    }

    private void showMeaning(ValidationCurve validation, RunSnapshot run) {
        TextColour.apply(meaning, ValidationWords.isRising(validation) ? TextColour.BAD : TextColour.MUTED);
        WrappedText.show(meaning, words.of(validation, run));
        meaning.setVisible(!validation.isEmpty());
    }

    private void describe() {
        LossCurve curve = canvas.curve();
        String smoothed = curve.size() == 0 ? "–" : numbers.loss(curve.value(Quantity.SMOOTHED, curve.size() - 1));
        canvas.getAccessibleContext().setAccessibleDescription(texts.get("chart.description", curve.size(), smoothed));
        whole.setVisible(canvas.zoom().isPresent());
        save.setVisible(curve.size() > 1);
    }

    private void zoomTo(Optional<LossPlot.Zoom> part) {
        canvas.zoomTo(part);
        describe();
    }

    private void listen() {
        MouseAdapter mouse = new MouseAdapter() {
            @Override
            public void mouseMoved(MouseEvent e) {
                canvas.point(canvas.at(e.getPoint()));
            }

            @Override
            public void mouseExited(MouseEvent e) {
                canvas.point(OptionalInt.empty());
            }

            @Override
            public void mousePressed(MouseEvent e) {
                canvas.requestFocusInWindow();
                dragStart = SwingUtilities.isLeftMouseButton(e) ? Optional.of(e.getPoint()) : Optional.empty();
            }

            @Override
            public void mouseDragged(MouseEvent e) {
                canvas.select(dragStart.map(start -> between(start, e.getPoint())));
            }

            @Override
            public void mouseReleased(MouseEvent e) {
                canvas.selected().ifPresent(part -> zoomTo(Optional.of(part)));
                canvas.select(Optional.empty());
                dragStart = Optional.empty();
            }

            @Override
            public void mouseClicked(MouseEvent e) {
                if (e.getClickCount() == 2) {
                    zoomTo(Optional.empty());
                }
            }
        };
        canvas.addMouseListener(mouse);
        canvas.addMouseMotionListener(mouse);
        canvas.addFocusListener(new FocusAdapter() {
            @Override
            public void focusLost(FocusEvent e) {
                canvas.point(OptionalInt.empty());
            }
        });
        Actions.onKey(canvas, "LEFT", () -> walk(-1));
        Actions.onKey(canvas, "RIGHT", () -> walk(1));
        Actions.onKey(canvas, "ESCAPE", () -> zoomTo(Optional.empty()));
    }

    private static Rectangle between(Point one, Point other) {
        Rectangle area = new Rectangle(one);
        area.add(other);
        return area;
    }

    /** Points at the next step, from the latest one on where none is pointed at. */
    private void walk(int steps) {
        int last = canvas.curve().size() - 1;
        if (last < 1) {
            return;
        }
        int next = canvas.pointed().isPresent() ? canvas.pointed().getAsInt() + steps : last;
        int index = Math.max(0, Math.min(last, next));
        canvas.point(OptionalInt.of(index));
        List<String> words = canvas.words(index);
        canvas.getAccessibleContext().setAccessibleDescription(String.join(", ", words));
    }
}
