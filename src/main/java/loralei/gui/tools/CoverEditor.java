package loralei.gui.tools;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import loralei.config.SettingType;
import loralei.gui.form.Editor;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathDrop;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.Shrink;
import loralei.gui.widget.SmoothGraphics;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The cover picture: the one in the file, another one that is to be put in, or none. For the event thread only. */
final class CoverEditor implements Editor {
    private static final int SIDE = 112;
    private static final String REMOVED = "-";

    private final Texts texts;
    private final Canvas canvas = new Canvas();
    private final JButton choose;
    private final JButton remove;
    private final JTextArea words = WrappedText.of("tool-cover.words", "", "small", 160);
    private final JPanel panel = new JPanel(new MigLayout("insets 0, gapy 6", "[]10[grow,fill]", "[][][]push"));
    private final LatestQuery<Optional<BufferedImage>> pictures;
    private Runnable listener = () -> {};
    private Optional<byte[]> stored = Optional.empty();
    private String text = "";

    CoverEditor(Texts texts, Executor background, PathChooser chooser) {
        this.texts = texts;
        pictures = new LatestQuery<>(background, this::decoded);
        choose = Buttons.button(
                texts,
                "cover.choose",
                "tool-cover",
                () -> chooser.choose(choose(), texts.get("cover.title"), Path.of(""), true)
                        .ifPresent(this::take));
        remove = Buttons.button(texts, "cover.remove", "tool-coverRemove", this::remove);
        canvas.setName("tool-coverPicture");
        canvas.getAccessibleContext().setAccessibleName(texts.get("cover.label"));
        TextColour.apply(words, TextColour.MUTED);
        panel.setOpaque(false);
        panel.add(canvas, "spany 3, aligny top");
        panel.add(choose, "growx 0, wmin 0, wrap");
        panel.add(remove, "growx 0, wmin 0, wrap");
        panel.add(words, "growx, wmin 20, aligny top");
        PathDrop.on(canvas, paths -> take(paths.get(0)));
        PathDrop.on(words, paths -> take(paths.get(0)));
        say();
    }

    private JComponent choose() {
        return choose;
    }

    /** Shows the picture that is in the file, with nothing changed yet. */
    void show(Optional<byte[]> inFile) {
        stored = inFile;
        text = "";
        look();
    }

    /** Has a picture put in. */
    void take(Path picture) {
        text = SettingType.PATH.toText(picture);
        look();
        listener.run();
    }

    private void remove() {
        text = stored.isPresent() && chosen().isEmpty() ? REMOVED : "";
        look();
        listener.run();
    }

    /** The picture that is to be put in. */
    Optional<Path> chosen() {
        return isRemoved() ? Optional.empty() : ToolEntries.pathIn(text);
    }

    /** Whether the picture is to be taken out. */
    boolean isRemoved() {
        return text.equals(REMOVED);
    }

    void setEnabled(boolean enabled) {
        choose.setEnabled(enabled);
        remove.setEnabled(enabled && (stored.isPresent() || !text.isEmpty()) && !isRemoved());
    }

    private void look() {
        Optional<Path> file = chosen();
        Optional<byte[]> bytes = isRemoved() ? Optional.empty() : stored;
        int most = UIScale.scale(SIDE) * 2; // for screens on which each point is four
        pictures.ask(() -> file.isPresent()
                ? CoverPicture.of(file.get(), most)
                : bytes.flatMap(picture -> CoverPicture.of(picture, most)));
        say();
        setEnabled(choose.isEnabled());
    }

    private void decoded(Optional<BufferedImage> picture) {
        canvas.show(picture);
        say();
    }

    private void say() {
        boolean wanted = !isRemoved() && (chosen().isPresent() || stored.isPresent());
        String key = isRemoved()
                ? "cover.removed"
                : chosen().isPresent() ? "cover.new" : wanted ? "cover.stored" : "cover.none";
        String name = chosen().map(path -> String.valueOf(path.getFileName())).orElse("");
        WrappedText.show(words, texts.get(key, name));
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public JComponent field() {
        return choose;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void show(String ignored) {
        // it is shown with the description that it belongs to
    }

    @Override
    public void onEdit(Runnable told) {
        listener = told;
    }

    /** The picture, or a frame in which it might be. */
    private static final class Canvas extends JPanel {
        private static final long serialVersionUID = 1L;

        private transient Optional<BufferedImage> picture = Optional.empty();

        Canvas() {
            setOpaque(false);
        }

        void show(Optional<BufferedImage> now) {
            picture = now;
            repaint();
        }

        @Override
        public Dimension getPreferredSize() {
            return new Dimension(UIScale.scale(SIDE), UIScale.scale(SIDE));
        }

        @Override
        public Dimension getMinimumSize() {
            return getPreferredSize();
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D copy = SmoothGraphics.of(graphics);
            try {
                if (picture.isPresent()) {
                    paint(copy, picture.get());
                } else {
                    copy.setColor(UIManager.getColor("Component.borderColor"));
                    copy.drawRoundRect(0, 0, getWidth() - 1, getHeight() - 1, 8, 8);
                }
            } finally {
                copy.dispose();
            }
        }

        private void paint(Graphics2D graphics, BufferedImage image) {
            double scale = Math.min(getWidth() / (double) image.getWidth(), getHeight() / (double) image.getHeight());
            int wide = Math.max(1, (int) Math.round(image.getWidth() * scale));
            int high = Math.max(1, (int) Math.round(image.getHeight() * scale));
            int pixels = (int)
                    Math.ceil(Math.max(wide, high) * graphics.getTransform().getScaleX());
            graphics.drawImage(
                    Shrink.toFit(image, pixels), (getWidth() - wide) / 2, (getHeight() - high) / 2, wide, high, null);
        }
    }
}
