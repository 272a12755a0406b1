package loralei.gui.check;

import java.awt.KeyboardFocusManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.data.Example;
import loralei.data.FileNames;
import loralei.data.PictureArea;
import loralei.data.PictureEntry;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.Note;
import loralei.gui.form.Severity;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextChanges;
import loralei.gui.widget.Thumbnails;
import loralei.job.PromptFacts;
import loralei.job.UseCases;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** One picture: large, with its crop, what was found about it, and its caption. For the event thread only. */
final class DetailPane {
    /** More than most screens have for it. */
    private static final int SHARPNESS = 1400;

    private static final int CAPTION_ROWS = 3;

    private final Texts texts;
    private final CheckModel model;
    private final CheckWords words;
    private final UseCases.PromptAdvice advice;
    private final Owner owner;
    private final JLabel name = new JLabel();
    private final Note facts = Note.small("checkFacts");
    private final Note found = Note.small("checkFound").marked();
    private final JCheckBox out = new JCheckBox();
    private final CropCanvas canvas;
    private final Note cropWords = Note.small("checkCropWords");
    private final JButton resetCrop;
    private final JTextArea caption = new JTextArea(CAPTION_ROWS, 20);
    private final JButton resetCaption;
    private final JButton write;
    private final Note tokens = Note.small("checkTokens").keepingRoom();
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fill, wrap 1, hidemode 3, gapy 4lp", "[grow,fill]"));
    private final LatestQuery<Loaded> load;
    private final LatestQuery<Counted> count;
    private Optional<PictureEntry> shown = Optional.empty();
    private TrainingConfig config = TrainingConfig.defaults(Family.DEFAULT);
    private boolean filling;

    /** What a person does here. */
    interface Owner {
        /** Goes back to the small pictures. */
        void back();

        /** Leaves the picture out, or takes it back. */
        void toggle(PictureEntry entry);

        /** Crops it, or takes the crop back. */
        void crop(PictureEntry entry, Optional<PictureArea> crop);

        /** Describes it. */
        void describe(PictureEntry entry, String text);

        /** Has all captions that were changed written into files. */
        void write();
    }

    private record Loaded(PictureEntry entry, Optional<BufferedImage> image) {}

    private record Counted(PictureEntry entry, Example example, Optional<PromptFacts> facts) {}

    DetailPane(
            Texts texts,
            CheckModel model,
            CheckWords words,
            UseCases.PromptAdvice advice,
            Executor background,
            Owner owner) {
        this.texts = texts;
        this.model = model;
        this.words = words;
        this.advice = advice;
        this.owner = owner;
        load = new LatestQuery<>(background, this::loaded);
        count = new LatestQuery<>(background, this::counted);
        canvas = new CropCanvas(texts, crop -> shown.ifPresent(entry -> owner.crop(entry, crop)));
        resetCrop = Buttons.button(
                texts,
                "crop.reset",
                "checkResetCrop",
                () -> shown.ifPresent(entry -> owner.crop(entry, Optional.empty())));
        resetCaption = Buttons.button(texts, "caption.reset", "checkResetCaption", this::takeCaptionBack);
        write = Buttons.button(texts, "write", "checkWrite", owner::write);
        Buttons.named(out, texts, "out", "checkOut", () -> shown.ifPresent(owner::toggle));
        caption.setName("checkCaption");
        caption.setLineWrap(true);
        caption.setWrapStyleWord(true);
        caption.getAccessibleContext().setAccessibleName(texts.get("caption"));
        caption.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        caption.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        Actions.onKey(canvas, "ESCAPE", owner::back);
        Actions.onKey(caption, "ESCAPE", owner::back);
        TextChanges.in(caption, () -> {
            if (!filling) {
                shown.ifPresent(entry -> owner.describe(entry, caption.getText()));
            }
        });
        layOut();
    }

    private void layOut() {
        name.putClientProperty("FlatLaf.styleClass", "h3");
        name.setName("checkName");
        JLabel title = new JLabel(texts.get("caption"));
        title.setLabelFor(caption);
        if (texts.has("caption.mnemonic")) {
            title.setDisplayedMnemonic(texts.get("caption.mnemonic").charAt(0));
        }
        JScrollPane scroll = new JScrollPane(caption);
        scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        JPanel head = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]"));
        head.add(name, "wmin 0");
        head.add(out);
        JPanel cropRow = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]"));
        cropRow.add(cropWords.component(), "wmin 0");
        cropRow.add(resetCrop);
        JPanel captionRow = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]rel[]"));
        captionRow.add(title, "wmin 0");
        captionRow.add(resetCaption);
        captionRow.add(write);
        panel.add(head, "wmin 0");
        panel.add(facts.component(), "wmin 0");
        panel.add(found.component(), "wmin 0");
        panel.add(canvas, "grow, push, wmin 0, hmin 90lp");
        panel.add(cropRow, "wmin 0");
        panel.add(captionRow, "wmin 0, gaptop 4lp");
        panel.add(scroll, "wmin 0, hmin 60lp");
        panel.add(tokens.component(), "wmin 0");
        panel.setName("checkDetail");
    }

    JComponent component() {
        return panel;
    }

    /** Says for which settings prompts are read. */
    void about(TrainingConfig settings) {
        config = settings;
    }

    /** Says whether there are captions that could be written into files. */
    void canWrite(boolean now) {
        write.setEnabled(now);
    }

    /** Goes to the crop. */
    void focusCrop() {
        canvas.requestFocusInWindow();
    }

    /** Shows another picture. */
    void show(Optional<PictureEntry> entry) {
        boolean other = !entry.equals(shown);
        shown = entry;
        panel.setVisible(entry.isPresent());
        if (entry.isPresent() && other) {
            canvas.show(Optional.empty(), entry.get().picture().size());
            tokens.show(Severity.MUTED, "");
            load.ask(() -> new Loaded(entry.get(), Thumbnails.whole(entry.get().picture(), SHARPNESS)));
        }
        refresh();
    }

    /** Shows what has become of it since. */
    void refresh() {
        shown.ifPresent(this::fill);
    }

    private void fill(PictureEntry entry) {
        Optional<Example> example = model.example(entry);
        boolean excluded = model.edit(entry).excluded();
        name.setText(FileNames.of(entry.picture().path()));
        name.setToolTipText(entry.picture().path().toString());
        facts.show(Severity.MUTED, words.facts(entry));
        List<String> findings = words.findings(entry);
        found.show(Severity.WARN, String.join("\n", findings));
        out.setSelected(excluded);
        Optional<PictureArea> crop = model.edit(entry).crop();
        canvas.show(crop, example.filter(known -> known.crop().equals(crop)).map(Example::trained), excluded);
        cropWords.show(Severity.MUTED, words.crop(entry));
        resetCrop.setEnabled(crop.isPresent());
        String text = model.text(entry);
        if (!text.equals(caption.getText().strip())) {
            filling = true;
            caption.setText(text);
            caption.setCaretPosition(0);
            filling = false;
        }
        resetCaption.setEnabled(model.edit(entry).caption().isPresent());
        example.ifPresent(known -> count.ask(() -> new Counted(entry, known, read(known))));
    }

    private Optional<PromptFacts> read(Example example) {
        try {
            TrainingConfig asked =
                    config.with("instancePrompt", example.caption().first()).with("classPrompt", "");
            return Optional.of(advice.run(asked));
        } catch (IOException e) {
            return Optional.empty(); // the run will say so
        }
    }

    private void counted(Counted now) {
        if (!shown.equals(Optional.of(now.entry())) || now.facts().isEmpty()) {
            return;
        }
        PromptFacts read = now.facts().get();
        boolean cut = !read.truncatedText().isEmpty();
        tokens.show(
                cut ? Severity.BAD : Severity.MUTED,
                cut
                        ? texts.get("tokens.cut", read.mostTokens(), read.truncatedText())
                        : texts.get(
                                now.example().caption().own() ? "tokens" : "tokens.prompt",
                                now.example().caption().first(),
                                read.tokens(),
                                read.mostTokens()));
    }

    private void takeCaptionBack() {
        shown.ifPresent(entry -> {
            owner.describe(entry, entry.text());
            refresh();
            caption.requestFocusInWindow();
        });
    }

    private void loaded(Loaded now) {
        if (shown.equals(Optional.of(now.entry()))) {
            canvas.show(now.image(), now.entry().picture().size());
        }
    }
}
