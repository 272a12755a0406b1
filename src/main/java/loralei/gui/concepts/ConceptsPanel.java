package loralei.gui.concepts;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import javax.swing.DefaultListModel;
import javax.swing.DropMode;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.Places;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptList;
import loralei.gui.form.Note;
import loralei.gui.form.Severity;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The list of folders, and what is entered of those that are selected. For the event thread only. */
final class ConceptsPanel implements ConceptTransfer.Owner {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final int PAUSE_MILLIS = 300;

    /**
     * What the panel needs.
     *
     * @param concepts looks into folders
     * @param background where it does
     * @param chooser asks for folders
     * @param config the settings of the form
     */
    record Services(UseCases.Concepts concepts, Executor background, FolderChooser chooser, TrainingConfig config) {}

    /** What is done with the list. */
    interface Owner {
        /**
         * The person wants it saved.
         *
         * @param elsewhere in another file than the one that it comes from
         */
        void save(boolean elsewhere);

        /** The person wants all to be as before. */
        void cancel();
    }

    private final Services services;
    private final Texts texts = Texts.of("concepts");
    private final JPanel panel = new JPanel(new MigLayout(
            "insets dialog, fill, hidemode 3",
            "[264lp:340lp:,grow 40,fill]14lp[240lp:480lp:,grow 60,fill]",
            "[][grow,fill][][]"));
    private final DefaultListModel<ConceptEntry> model = new DefaultListModel<>();
    private final ConceptRows rows;
    private final ConceptLooks looks;
    private final ConceptDetail detail;
    private final ConceptWords words;
    private final JButton remove;
    private final JButton up;
    private final JButton down;
    private final JButton save;
    private final JButton saveAs;
    private final JButton cancel;
    private final Note summary = Note.small("conceptsSummary").keepingRoom();
    private final Timer timer = new Timer(PAUSE_MILLIS, event -> look());
    private boolean selecting;

    /**
     * Builds the panel.
     *
     * @param list the folders at first
     * @param place the file that they stand in or come into
     */
    ConceptsPanel(ConceptList list, Path place, Services services, Owner owner) {
        this.services = services;
        String promptOfRun = services.config().trainingPrompt();
        words = new ConceptWords(texts, promptOfRun);
        looks = new ConceptLooks(services.concepts(), services.background(), place, services.config(), this::found);
        rows = new ConceptRows(model, texts.get("drop"));
        rows.setName("concepts");
        rows.getAccessibleContext().setAccessibleName(texts.get("list"));
        rows.setCellRenderer(new ConceptCell(looks, words));
        detail = new ConceptDetail(
                texts, words, promptOfRun.isEmpty() ? "" : texts.get("prompt.none", promptOfRun), this::changed);
        remove = Buttons.button(texts, "remove", "conceptsRemove", this::remove);
        up = Buttons.button(texts, "up", "conceptsUp", () -> shift(-1));
        down = Buttons.button(texts, "down", "conceptsDown", () -> shift(1));
        save = Buttons.button(texts, "save", "conceptsSave", () -> owner.save(false));
        saveAs = Buttons.button(texts, "saveAs", "conceptsSaveAs", () -> owner.save(true));
        saveAs.setVisible(list.file().isPresent());
        cancel = Buttons.button(texts, "cancel", "conceptsCancel", owner::cancel);
        layOut(list.notes());
        keys();
        transfer();
        rows.addListSelectionListener(event -> {
            if (!selecting) {
                selected();
            }
        });
        timer.setRepeats(false);
        list.entries().forEach(model::addElement);
        select(model.isEmpty() ? List.of() : List.of(0));
        look();
    }

    private void layOut(List<Message> notes) {
        Note notice = Note.small("conceptsNotice").marked();
        if (!notes.isEmpty()) {
            notice.show(Severity.WARN, texts.say(Message.joined(" ", notes)));
        }
        JPanel left = new JPanel(new MigLayout("insets 0, fill", "[]rel[]push[]2lp[]", "[grow,fill]rel[]"));
        left.add(
                new JScrollPane(rows, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER),
                "span, grow, wmin 0, hmin 60lp, wrap");
        left.add(Buttons.button(texts, "add", "conceptsAdd", this::add));
        left.add(remove);
        for (JButton arrow : List.of(up, down)) {
            arrow.getAccessibleContext().setAccessibleName(arrow.getToolTipText());
            left.add(arrow);
        }
        JPanel ends = new JPanel(new MigLayout("insets 0, fillx", "[]push[]rel[]", "[]"));
        Buttons.prominent(save);
        ends.add(saveAs);
        ends.add(save, "tag ok");
        ends.add(cancel, "tag cancel");
        panel.add(notice.component(), "cell 0 0 2 1, growx, wmin 20");
        panel.add(left, "cell 0 1, grow, wmin 0");
        panel.add(detail.component(), "cell 1 1, grow, wmin 0");
        panel.add(summary.component(), "cell 0 2 2 1, growx, wmin 20, gaptop 4lp");
        panel.add(ends, "cell 0 3 2 1, growx, wmin 0, gaptop 4lp");
        panel.setPreferredSize(UIScale.scale(new Dimension(WIDTH, HEIGHT)));
    }

    private void keys() {
        Actions.onKey(rows, "alt UP", () -> shift(-1));
        Actions.onKey(rows, "alt DOWN", () -> shift(1));
        Actions.onKey(rows, "DELETE", this::remove);
        Actions.onKey(rows, "SPACE", this::toggle);
    }

    private void transfer() {
        ConceptTransfer transfer = new ConceptTransfer(rows, this);
        rows.setTransferHandler(transfer);
        panel.setTransferHandler(transfer);
        if (!GraphicsEnvironment.isHeadless()) {
            rows.setDragEnabled(true);
            rows.setDropMode(DropMode.INSERT);
        }
    }

    JComponent component() {
        return panel;
    }

    /** What has the focus at first. */
    JComponent list() {
        return rows;
    }

    /** The button that Enter presses. */
    JButton save() {
        return save;
    }

    /** The button that Escape presses. */
    JButton cancel() {
        return cancel;
    }

    /** The folders as they are entered now. */
    List<ConceptEntry> entries() {
        return Collections.list(model.elements());
    }

    /** Adds folders at the end. */
    void drop(List<Path> paths) {
        drop(paths, model.size());
    }

    /** Whether the list can be saved; where not, goes to what is wrong. */
    boolean isRight() {
        List<ConceptEntry> entries = entries();
        for (int i = 0; i < entries.size(); i++) {
            Optional<Field> wrong = entries.get(i).problems().keySet().stream().findFirst();
            if (wrong.isPresent()) {
                select(List.of(i));
                detail.focus(wrong.get());
                return false;
            }
        }
        if (entries.stream().noneMatch(ConceptEntry::isLearned)) {
            summary.show(Severity.BAD, texts.get(entries.isEmpty() ? "problem.empty" : "problem.nothing"));
            rows.requestFocusInWindow();
            return false;
        }
        return true;
    }

    /** Lets nothing be saved while something is. */
    void setSaving(boolean now) {
        save.setEnabled(!now);
        saveAs.setEnabled(!now);
    }

    /** Looks at nothing any more. */
    void dispose() {
        timer.stop();
    }

    private void add() {
        drop(services.chooser().choose(panel, texts.get("add.title"), start()));
    }

    /** Beside the last folder, without a look whether it is there. */
    private Path start() {
        try {
            Path last = Places.of(model.isEmpty() ? "." : model.lastElement().text(Field.FOLDER));
            return Optional.ofNullable(last.toAbsolutePath().getParent()).orElse(last);
        } catch (IllegalArgumentException e) {
            return Path.of("");
        }
    }

    @Override
    public void drop(List<Path> paths, int before) {
        if (!paths.isEmpty()) {
            services.background().execute(() -> {
                List<ConceptEntry> found = services.concepts().ofDropped(paths, services.config());
                SwingUtilities.invokeLater(() -> insert(found, Math.min(before, model.size())));
            });
        }
    }

    private void insert(List<ConceptEntry> found, int at) {
        for (int i = 0; i < found.size(); i++) {
            model.add(at + i, found.get(i));
        }
        select(IntStream.range(at, at + found.size()).boxed().toList());
        rows.requestFocusInWindow();
        look();
    }

    @Override
    public void move(int[] indices, int before) {
        List<ConceptEntry> all = new ArrayList<>(entries());
        List<ConceptEntry> moved = Arrays.stream(indices).mapToObj(all::get).toList();
        int at = before
                - (int) Arrays.stream(indices).filter(index -> index < before).count();
        for (int i = indices.length - 1; i >= 0; i--) {
            all.remove(indices[i]);
        }
        all.addAll(at, moved);
        replace(all);
        select(IntStream.range(at, at + moved.size()).boxed().toList());
    }

    private void shift(int by) {
        int[] indices = rows.getSelectedIndices();
        if (indices.length == 0) {
            return;
        }
        int before = by < 0 ? indices[0] - 1 : indices[indices.length - 1] + 2;
        if (before >= 0 && before <= model.size()) {
            move(indices, before);
        }
    }

    private void remove() {
        int[] indices = rows.getSelectedIndices();
        if (indices.length == 0) {
            return;
        }
        List<ConceptEntry> left = new ArrayList<>(entries());
        for (int i = indices.length - 1; i >= 0; i--) {
            left.remove(indices[i]);
        }
        replace(left);
        select(left.isEmpty() ? List.of() : List.of(Math.min(indices[0], left.size() - 1)));
        rows.requestFocusInWindow();
        look();
    }

    private void toggle() {
        if (!rows.isSelectionEmpty()) {
            boolean used = rows.getSelectedValue().is(Field.USED);
            changed(Field.USED, String.valueOf(!used));
            selected();
        }
    }

    private void replace(List<ConceptEntry> all) {
        selecting = true;
        model.clear();
        all.forEach(model::addElement);
        selecting = false;
    }

    private void select(List<Integer> indices) {
        selecting = true;
        rows.setSelectedIndices(indices.stream().mapToInt(Integer::intValue).toArray());
        selecting = false;
        if (!indices.isEmpty()) {
            rows.ensureIndexIsVisible(indices.get(indices.size() - 1));
            rows.ensureIndexIsVisible(indices.get(0));
        }
        selected();
    }

    private void selected() {
        List<ConceptEntry> selected = rows.getSelectedValuesList();
        detail.show(selected, selected.stream().findFirst().flatMap(looks::of));
        int[] indices = rows.getSelectedIndices();
        remove.setEnabled(indices.length > 0);
        up.setEnabled(indices.length > 0 && indices[0] > 0);
        down.setEnabled(indices.length > 0 && indices[indices.length - 1] < model.size() - 1);
        summarize();
    }

    /** Enters something for all that are selected. */
    private void changed(Field field, String text) {
        for (int index : rows.getSelectedIndices()) {
            model.set(index, model.get(index).with(field, text));
        }
        found();
        timer.restart();
    }

    private void look() {
        looks.at(entries());
        found();
    }

    private void found() {
        rows.getSelectedValuesList().stream().findFirst().ifPresent(entry -> detail.tell(entry, looks.of(entry)));
        rows.repaint();
        summarize();
    }

    private void summarize() {
        summary.show(Severity.MUTED, words.summary(entries(), looks));
    }
}
