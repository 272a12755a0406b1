package loralei.gui.demo;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.imageio.ImageIO;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingUtilities;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import loralei.job.DemoResult;
import loralei.text.SettingName;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What came of the demonstration: before and after, large, with what it means and what to do next. */
public final class DemoResultView {
    private static final int WIDTH = 420;

    /** What the buttons do. */
    public interface Owner {
        /** Goes to the form. */
        void trainOwn();

        /** Draws with the LoRA that was made. */
        void tryOut(DemoResult result);

        /** Shows the folder with the files. */
        void openFolder(DemoResult result);

        /** Shows the run again. */
        void close();
    }

    private final Texts texts = Texts.of("demo");
    private final Executor background;
    private final Dialogs dialogs;
    private final Sheet sheet = new Sheet();
    private final JPanel page =
            new TrackingPanel(new MigLayout("insets 12lp 14lp 12lp 16lp, fillx, wrap 1", "[grow,fill]"));
    private final JScrollPane pane = new JScrollPane(page);
    private Optional<DemoResult> shown = Optional.empty();

    /** Builds it without a result. */
    public DemoResultView(Owner owner, Executor background, Dialogs dialogs) {
        this.background = background;
        this.dialogs = dialogs;
        JLabel headline = new JLabel(texts.get("headline"));
        headline.setName("demoHeadline");
        headline.putClientProperty("FlatLaf.styleClass", "h2");
        sheet.setName("demoSheet");
        sheet.getAccessibleContext().setAccessibleName(texts.get("sheet"));
        JButton own = button("own", owner::trainOwn);
        Buttons.prominent(own);
        JPanel buttons = new JPanel(new MigLayout("insets 0, wrap 2", "[fill]rel[fill]", "[]rel[]"));
        buttons.add(own);
        buttons.add(button("try", () -> shown.ifPresent(owner::tryOut)));
        buttons.add(button("openFolder", () -> shown.ifPresent(owner::openFolder)));
        buttons.add(button("close", owner::close));
        page.add(headline);
        page.add(
                WrappedText.of("demoWhat", texts.get("what", DemoResult.PROMPT, SettingName.of("prior")), "", WIDTH),
                "wmin 0");
        page.add(WrappedText.of("demoNext", texts.get("next"), "", WIDTH), "wmin 0");
        page.add(buttons);
        page.add(sheet, "growx, wmin 0");
        pane.setBorder(BorderFactory.createEmptyBorder());
        pane.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    }

    /** What is shown in the place of the run. */
    public JComponent component() {
        return pane;
    }

    /** Shows what was made. */
    public void show(DemoResult result) {
        shown = Optional.of(result);
        background.execute(() -> {
            try {
                BufferedImage image = ImageIO.read(result.picture().toFile());
                SwingUtilities.invokeLater(() -> sheet.show(Optional.ofNullable(image)));
            } catch (IOException e) {
                dialogs.error(texts.get("title"), e);
            }
        });
    }

    private JButton button(String key, Runnable action) {
        return Buttons.button(texts, key, "demo-" + key, action);
    }

    /** A picture that is as wide as there is room, and no wider than it is. */
    private static final class Sheet extends JPanel {
        private static final long serialVersionUID = 1L;

        private transient Optional<BufferedImage> image = Optional.empty();

        Sheet() {
            addComponentListener(new ComponentAdapter() {
                private int width = getWidth();

                @Override
                public void componentResized(ComponentEvent event) {
                    if (getWidth() != width) {
                        width = getWidth();
                        revalidate(); // another height
                    }
                }
            });
        }

        void show(Optional<BufferedImage> now) {
            image = now;
            revalidate();
            repaint();
        }

        @Override
        public Dimension getPreferredSize() {
            int width = getWidth() > 0 ? getWidth() : WIDTH;
            return image.map(shown -> new Dimension(width, (int) Math.ceil(scale(shown, width) * shown.getHeight())))
                    .orElse(new Dimension(WIDTH, WIDTH));
        }

        @Override
        public Dimension getMinimumSize() {
            return new Dimension(0, getPreferredSize().height);
        }

        private static double scale(BufferedImage shown, int width) {
            return Math.min(1, width / (double) shown.getWidth());
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            image.ifPresent(shown -> {
                double scale = scale(shown, getWidth());
                Graphics2D copy = (Graphics2D) graphics.create();
                copy.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
                copy.drawImage(
                        shown,
                        0,
                        0,
                        (int) Math.round(shown.getWidth() * scale),
                        (int) Math.round(shown.getHeight() * scale),
                        null);
                copy.dispose();
            });
        }
    }
}
