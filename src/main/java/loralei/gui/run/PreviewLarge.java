package loralei.gui.run;

import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** One preview picture as large as there is room, and the way to the one before and the one after. */
final class PreviewLarge {
    private final PreviewWords words;
    private final PreviewImages images;
    private final Canvas canvas = new Canvas();
    private final JLabel step = new JLabel("", SwingConstants.CENTER);
    private final JButton before;
    private final JButton after;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fill", "[sg, fill][grow, fill][sg, fill]", "[grow, fill]rel[]"));
    private List<Preview> pictures = List.of();
    private Optional<Preview> shown = Optional.empty();

    /**
     * Builds it without a picture.
     *
     * @param back what a click or Enter does
     */
    PreviewLarge(Locale locale, PreviewImages images, Runnable back) {
        Texts texts = Texts.of("strip", locale);
        this.words = new PreviewWords(locale);
        this.images = images;
        this.before = Buttons.button(texts, "previous", "previousPreview", () -> walk(-1));
        this.after = Buttons.button(texts, "next", "nextPreview", () -> walk(1));
        images.onArrival(canvas::repaint);
        canvas.setName("largePreview");
        canvas.setFocusable(true);
        canvas.setToolTipText(texts.get("large.help"));
        canvas.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent event) {
                if (SwingUtilities.isLeftMouseButton(event)) {
                    back.run();
                }
            }
        });
        Actions.onKey(canvas, "LEFT", () -> walk(-1));
        Actions.onKey(canvas, "RIGHT", () -> walk(1));
        Actions.onKey(canvas, "ENTER", back);
        Actions.onKey(canvas, "SPACE", back);
        step.setName("largePreviewStep");
        panel.add(canvas, "span, grow, push, wmin 0, hmin 0, wrap");
        panel.add(before);
        panel.add(step, "wmin 0");
        panel.add(after);
    }

    JComponent component() {
        return panel;
    }

    JComponent canvas() {
        return canvas;
    }

    Optional<Preview> shown() {
        return shown;
    }

    /** Shows one of several pictures. */
    void show(List<Preview> all, Preview picture) {
        pictures = all;
        shown = Optional.of(picture);
        int index = all.indexOf(picture);
        before.setEnabled(index > 0);
        after.setEnabled(index < all.size() - 1);
        step.setText(words.step(picture));
        canvas.getAccessibleContext().setAccessibleName(words.step(picture));
        canvas.repaint();
    }

    private void walk(int by) {
        shown.map(pictures::indexOf)
                .map(index -> index + by)
                .filter(index -> index >= 0 && index < pictures.size())
                .ifPresent(index -> show(pictures, pictures.get(index)));
    }

    /** Where the picture is painted. */
    private final class Canvas extends JPanel {
        private static final long serialVersionUID = 1L;

        Canvas() {
            setOpaque(false);
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            shown.ifPresent(picture ->
                    PreviewIcon.paint(graphics, images, picture, new Rectangle(0, 0, getWidth(), getHeight())));
        }
    }
}
