package loralei.gui.tryit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import loralei.gui.form.LatestQuery;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A picture large, beside what the base model makes of the same; how it was drawn, in words; and what can be done. */
final class LargeView {
    private static final int WIDTH = 400;
    /** More pixels than most screens have. */
    private static final int SHARPNESS = 2048;

    /** What the buttons do with the picture that is shown. */
    interface Owner {
        /** Shows all pictures again. */
        void back();

        /** Shows another picture: so many later in the gallery, or earlier. */
        void step(int by);

        /** Draws with its settings again. */
        void use(DrawnPicture picture);

        /** Puts its prompt into the clipboard. */
        void copyPrompt(DrawnPicture picture);

        /** Shows its folder. */
        void openFolder(DrawnPicture picture);

        /** Takes it away. */
        void delete(DrawnPicture picture);
    }

    /** What was read from the disk. */
    private record Loaded(DrawnPicture picture, List<PictureCanvas.Shown> shown) {}

    private final Texts texts;
    private final PictureCanvas canvas = new PictureCanvas();
    private final JTextArea words = WrappedText.of("try-words", "", "", WIDTH);
    private final JTextArea details = WrappedText.of("try-details", "", "small", WIDTH);
    private final JPanel panel = new JPanel(
            new MigLayout("insets 0, fill, wrap 1, hidemode 3", "[grow,fill]", "[]rel[grow,fill]rel[]2[]rel[]"));
    private final JButton use;
    private final JButton copyPrompt;
    private final LatestQuery<Loaded> load;
    private Optional<DrawnPicture> shown = Optional.empty();

    LargeView(Texts texts, Executor background, Owner owner) {
        this.texts = texts;
        load = new LatestQuery<>(background, this::loaded);
        use = button("use", () -> shown.ifPresent(owner::use));
        copyPrompt = button("copyPrompt", () -> shown.ifPresent(owner::copyPrompt));
        canvas.setName("try-large");
        canvas.setFocusable(true);
        canvas.getAccessibleContext().setAccessibleName(texts.get("large.name"));
        Actions.onKey(canvas, "ESCAPE", owner::back);
        Actions.onKey(canvas, "RIGHT", () -> owner.step(1));
        Actions.onKey(canvas, "LEFT", () -> owner.step(-1));
        JPanel top = new JPanel(new MigLayout("insets 0, fillx", "[]push[]rel[]"));
        top.add(button("back", owner::back));
        top.add(button("newer", () -> owner.step(-1)));
        top.add(button("older", () -> owner.step(1)));
        JPanel buttons = new JPanel(new MigLayout("insets 0, wrap 2", "[fill]rel[fill]", "[]rel[]"));
        buttons.add(use);
        buttons.add(copyPrompt);
        buttons.add(button("openFolder", () -> shown.ifPresent(owner::openFolder)));
        buttons.add(button("delete", () -> shown.ifPresent(owner::delete)));
        panel.add(top);
        panel.add(canvas, "push, wmin 0, hmin 80lp");
        panel.add(words, "wmin 0");
        panel.add(details, "wmin 0");
        panel.add(buttons);
    }

    JComponent component() {
        return panel;
    }

    Optional<DrawnPicture> shown() {
        return shown;
    }

    void focus() {
        canvas.requestFocusInWindow();
    }

    /**
     * Shows a picture.
     *
     * @param picture which
     * @param before the same without the LoRAs, if there is one
     */
    void show(DrawnPicture picture, Optional<DrawnPicture> before) {
        shown = Optional.of(picture);
        WrappedText.show(
                words,
                picture.infotext()
                        .map(text -> text.prompt().isBlank() ? texts.get("words.noPrompt") : text.prompt())
                        .orElse(texts.get("words.unknown")));
        WrappedText.show(
                details,
                picture.infotext().map(this::details).orElse("")
                        + picture.file().getFileName());
        use.setEnabled(picture.infotext().isPresent());
        copyPrompt.setEnabled(picture.infotext().isPresent());
        load.ask(() -> load(picture, before));
    }

    private Loaded load(DrawnPicture picture, Optional<DrawnPicture> before) {
        List<PictureCanvas.Shown> all = new ArrayList<>();
        before.flatMap(alone -> image(alone.file()))
                .ifPresent(image -> all.add(new PictureCanvas.Shown(image, texts.get("caption.alone"))));
        String caption =
                all.isEmpty() ? "" : picture.infotext().map(this::loras).orElse("");
        image(picture.file()).ifPresent(image -> all.add(new PictureCanvas.Shown(image, caption)));
        return new Loaded(picture, all);
    }

    private static Optional<BufferedImage> image(Path file) {
        try {
            return Optional.of(DrawnPicture.decode(file, SHARPNESS));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private void loaded(Loaded now) {
        if (shown.equals(Optional.of(now.picture()))) {
            canvas.show(now.shown());
        }
    }

    private String loras(Infotext text) {
        return text.loras().stream()
                .map(lora -> texts.get("words.lora", lora.name(), lora.weight()))
                .collect(Collectors.joining(", "));
    }

    private String details(Infotext text) {
        StringBuilder said = new StringBuilder();
        if (!text.negative().isEmpty()) {
            said.append(texts.get("words.negative", text.negative())).append('\n');
        }
        if (!text.loras().isEmpty()) {
            said.append(texts.get("words.loras", loras(text))).append('\n');
        }
        said.append(text.fields().entrySet().stream()
                .filter(field -> texts.has(key(field.getKey())))
                .map(field -> texts.get(key(field.getKey())) + ": " + field.getValue())
                .collect(Collectors.joining(" · ")));
        return said.append(said.isEmpty() ? "" : "\n").toString();
    }

    /** Hashes and versions say nothing to a person. */
    private static String key(String field) {
        return "field." + field.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private JButton button(String key, Runnable action) {
        return Buttons.button(texts, "large." + key, "try-" + key, action);
    }
}
