package loralei.gui.check;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.FileNames;
import loralei.data.PictureArea;
import loralei.data.PictureEdits;
import loralei.data.PictureEntry;
import loralei.data.PictureFolderException;
import loralei.gui.error.Dialogs;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.Note;
import loralei.gui.form.Severity;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.job.PictureCheck;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The page "Check pictures". Changes count when they are taken over, and not before. For the event thread only. */
public final class CheckView {
    private static final int POLL_MILLIS = 250;

    private final Texts texts = Texts.of("edits");
    private final Dialogs dialogs;
    private final Executor background;
    private final Runnable close;
    private final CheckModel model = new CheckModel();
    private final CheckWords words = new CheckWords(texts, model);
    private final Filters filters = new Filters(texts);
    private final FilterList list = new FilterList(texts, new Chosen());
    private final PictureGrid grid;
    private final DetailPane detail;
    private final JLabel title = new JLabel();
    private final JLabel folder = new JLabel();
    private final Note trouble = Note.small("checkTrouble").marked();
    private final JLabel status = new JLabel();
    private final JProgressBar bar = new JProgressBar();
    private final JButton cancel;
    private final JButton save;
    private final JPanel panel = new JPanel(new MigLayout(
            "insets 12lp 14lp 12lp 14lp, fill, hidemode 3, wrap 3",
            "[208lp!,fill]unrel[grow,fill,200lp:420lp:]unrel[grow,fill,320lp:400lp:]"));
    private final LatestQuery<PictureCheck.Outcome> outcomes;
    private final Timer timer = new Timer(POLL_MILLIS, event -> poll());
    private Optional<PixelLook> look = Optional.empty();
    private Consumer<Path> saved = path -> {};
    private int shownDone;

    /**
     * Without pictures.
     *
     * @param advice tells how captions are read
     * @param background does what touches the disk
     * @param close goes back to where the person came from
     */
    public CheckView(UseCases.PromptAdvice advice, Dialogs dialogs, Executor background, Runnable close) {
        this.dialogs = dialogs;
        this.background = background;
        this.close = close;
        outcomes = new LatestQuery<>(background, this::take);
        grid = new PictureGrid(texts, model, words, background, new Grid());
        detail = new DetailPane(texts, model, words, advice, background, new Detail());
        cancel = Buttons.button(texts, "cancel", "checkCancel", this::leave);
        save = Buttons.button(texts, "save", "checkSave", this::save);
        layOut();
    }

    private void layOut() {
        title.putClientProperty("FlatLaf.styleClass", "h2");
        title.setName("checkTitle");
        title.setText(texts.get("title"));
        folder.setName("checkFolder");
        TextColour.apply(folder, TextColour.MUTED);
        status.setName("checkStatus");
        bar.setName("checkProgress");
        bar.getAccessibleContext().setAccessibleName(texts.get("looking"));
        Buttons.prominent(save);
        JPanel head = new JPanel(new MigLayout("insets 0, fillx", "[]unrel[grow,fill]"));
        head.add(title);
        head.add(folder, "wmin 0");
        panel.add(head, "span 3, growx, wmin 0");
        panel.add(trouble.component(), "span 3, growx, wmin 0");
        panel.add(list.component(), "growy, pushy, hmin 0");
        panel.add(grid.component(), "grow, hmin 0, wmin 0");
        panel.add(detail.component(), "grow, hmin 0, wmin 0");
        JPanel foot = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill]unrel[]rel[]"));
        foot.add(status, "split 2, growx, pushx, wmin 0");
        foot.add(bar, "width 110lp!");
        foot.add(cancel);
        foot.add(save, "hmin 30lp");
        panel.add(foot, "span 3, growx, wmin 0");
        panel.setName("checkPage");
        panel.setBorder(BorderFactory.createEmptyBorder());
        panel.registerKeyboardAction(
                event -> leave(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT);
        list.component().setPreferredSize(UIScale.scale(new Dimension(208, 100)));
    }

    /** The page, to be put into the window. */
    public JComponent component() {
        return panel;
    }

    /**
     * Shows the pictures that settings name.
     *
     * @param told where changes are when they were saved; nowhere where there are none any more
     */
    public void show(TrainingConfig config, Consumer<Path> told) {
        stop();
        saved = told;
        model.open(List.of(), PictureEdits.NONE);
        folder.setText(config.instanceDir().toString());
        folder.setToolTipText(config.instanceDir().toAbsolutePath().toString());
        detail.about(config);
        tell(Optional.empty());
        refresh();
        grid.show(List.of(), detail::show);
        status.setText(texts.get("opening"));
        background.execute(() -> {
            try {
                PictureCheck check = PictureCheck.open(config);
                PictureCheck.Outcome first = check.with(check.saved());
                SwingUtilities.invokeLater(() -> opened(check, first));
            } catch (PictureFolderException | RuntimeException e) {
                SwingUtilities.invokeLater(() -> {
                    dialogs.error(texts.get("title"), e instanceof PictureFolderException none ? noPictures(none) : e);
                    close.run();
                });
            }
        });
    }

    private static UserError noPictures(PictureFolderException e) {
        return UserError.request(Message.of(e), Message.of("settings.instanceDir.remedy"))
                .causedBy(e);
    }

    private void opened(PictureCheck check, PictureCheck.Outcome first) {
        PixelLook begun = new PixelLook(check);
        look = Optional.of(begun);
        shownDone = 0;
        bar.setMaximum(Math.max(1, check.entries().size()));
        model.open(check.entries(), check.saved());
        model.take(first, false);
        tell(check.broken());
        list.show(filters.of(model));
        list.choose(Filters.ALL);
        grid.show(check.entries(), detail::show);
        refresh();
        grid.focus();
        begun.start();
        timer.start();
    }

    private void poll() {
        look.ifPresent(now -> {
            int done = now.done();
            bar.setValue(done);
            if (now.isOver()) {
                timer.stop();
                ask();
            } else if (done >= shownDone + Math.max(20, shownDone / 4)) {
                shownDone = done;
                ask();
            }
        });
        refreshFoot();
    }

    /** Has told what a run would make of the pictures as they are now. */
    private void ask() {
        look.ifPresent(now -> {
            PictureEdits edits = model.edits();
            try {
                outcomes.ask(() -> now.check().with(edits));
            } catch (RejectedExecutionException closing) {
                timer.stop();
            }
        });
    }

    private void take(PictureCheck.Outcome outcome) {
        boolean complete = look.map(now -> now.isOver()).orElse(false);
        model.take(outcome, complete && !timer.isRunning());
        tell(outcome.trouble().or(() -> look.flatMap(now -> now.check().broken())));
        refresh();
    }

    private void tell(Optional<Message> what) {
        trouble.show(Severity.BAD, what.map(texts::say).orElse(""));
    }

    private void refresh() {
        list.show(filters.of(model));
        grid.repaint();
        detail.refresh();
        refreshFoot();
    }

    private void refreshFoot() {
        boolean open = look.isPresent();
        boolean looking = timer.isRunning();
        bar.setVisible(looking);
        save.setEnabled(open);
        detail.canWrite(open && model.canWrite());
        if (open) {
            status.setText(texts.get(
                    "status", model.entries().size(), model.count(Finding.EXCLUDED), model.captions(), model.crops()));
            status.setToolTipText(looking ? texts.get("looking") : status.getText());
        }
    }

    private void choose(Filter filter) {
        grid.show(model.entries().stream().filter(filter.has()).toList(), detail::show);
    }

    /** What was found follows when it is known. */
    private void changed() {
        ask();
        grid.repaint();
        detail.refresh();
        refreshFoot();
    }

    private void save() {
        PictureCheck check = look.orElseThrow().check();
        PictureEdits edits = model.edits();
        save.setEnabled(false);
        background.execute(() -> {
            try {
                Path file = check.save(edits);
                SwingUtilities.invokeLater(() -> {
                    model.savedNow(edits);
                    saved.accept(file);
                    leave();
                });
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    private void fail(IOException failure) {
        SwingUtilities.invokeLater(() -> {
            dialogs.error(texts.get("title"), failure);
            refreshFoot();
        });
    }

    /** The only thing here that touches the person's own files: after a question, and with the old ones kept. */
    private void write() {
        PictureCheck check = look.orElseThrow().check();
        PictureEdits edits = model.edits();
        List<PictureEntry> all = check.writable(edits);
        String first = FileNames.of(all.get(0).captionFile().orElseThrow());
        if (!dialogs.confirm(
                texts.get("write.title"),
                texts.get("write.question", all.size(), first, first + ".bak"),
                texts.get("write.yes", all.size()),
                texts.get("write.no"))) {
            return;
        }
        background.execute(() -> {
            try {
                PictureEdits left = check.writeCaptions(edits);
                SwingUtilities.invokeLater(() -> {
                    model.reload(check.entries(), check.saved(), left);
                    list.selected().ifPresent(this::choose);
                    changed();
                });
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    private void leave() {
        if (mayClose()) {
            stop();
            close.run();
        }
    }

    /** Asks where changes would be lost. */
    public boolean mayClose() {
        return !model.isChanged()
                || dialogs.confirm(
                        texts.get("discard.title"),
                        texts.get("discard.question", model.unsaved()),
                        texts.get("discard.yes"),
                        texts.get("discard.no"));
    }

    /** Ends the look at the pictures. */
    public void stop() {
        timer.stop();
        look.ifPresent(PixelLook::stop);
        look = Optional.empty();
        model.open(List.of(), PictureEdits.NONE);
    }

    /** What is done with the list of what was found. */
    private final class Chosen implements FilterList.Owner {
        @Override
        public void choose(Filter filter) {
            CheckView.this.choose(filter);
        }

        @Override
        public void go() {
            grid.focus();
        }
    }

    /** What is done with the small pictures. */
    private final class Grid implements PictureGrid.Owner {
        @Override
        public void selected(Optional<PictureEntry> entry) {
            detail.show(entry);
        }

        @Override
        public void toggle(List<PictureEntry> entries) {
            model.toggle(entries);
            changed();
        }

        @Override
        public void crop() {
            detail.focusCrop();
        }
    }

    /** What is done with the large one. */
    private final class Detail implements DetailPane.Owner {
        @Override
        public void back() {
            grid.focus();
        }

        @Override
        public void write() {
            CheckView.this.write();
        }

        @Override
        public void toggle(PictureEntry entry) {
            model.toggle(List.of(entry));
            changed();
        }

        @Override
        public void crop(PictureEntry entry, Optional<PictureArea> crop) {
            model.change(entry, edit -> edit.crop(crop));
            changed();
        }

        @Override
        public void describe(PictureEntry entry, String text) {
            model.describe(entry, text);
            changed();
        }
    }
}
