package loralei.gui.grid;

import java.awt.CardLayout;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.swing.DefaultComboBoxModel;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.PictureSpec;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.job.Grid;
import loralei.job.GridCell;
import loralei.job.GridEvent;
import loralei.job.GridFile;
import loralei.job.GridRequest;
import loralei.text.Durations;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The page "Which checkpoint?". For the event thread only. */
public final class GridView {
    private static final int POLL_MILLIS = 250;
    private static final int FULL = 1000;
    private static final String CELLS = "cells";
    private static final String LARGE = "large";

    private final Texts texts = Texts.of("grid");
    private final GridController controller;
    private final Executor background;
    private final Dialogs dialogs;
    private final Runnable close;
    private final GridForm form = new GridForm(texts);
    private final GridCanvas canvas;
    private final CellView large;
    private final JLabel title = new JLabel();
    private final JLabel status = new JLabel();
    private final JProgressBar bar = new JProgressBar(0, FULL);
    private final JComboBox<String> pages = new JComboBox<>();
    private final JButton start;
    private final JButton stop;
    private final JButton openFolder;
    private final CardLayout cards = new CardLayout();
    private final JPanel pictures = new JPanel(cards);
    private final JPanel panel = new JPanel(new MigLayout(
            "insets 12lp 14lp 12lp 14lp, fill, hidemode 3", "[fill]unrel[grow,fill]", "[]rel[grow,fill]rel[]rel[]"));
    private final Timer timer = new Timer(POLL_MILLIS, event -> refresh());
    private Optional<GridSubject> subject = Optional.empty();
    private Optional<Grid> shown = Optional.empty();
    private Optional<Throwable> told = Optional.empty();
    private boolean isLarge;

    /**
     * Without a run.
     *
     * @param background does what touches the disk
     * @param folders shows a folder in the system's file manager
     * @param close goes back to where the person came from
     */
    public GridView(
            GridController controller, Dialogs dialogs, Executor background, Consumer<Path> folders, Runnable close) {
        this.controller = controller;
        this.dialogs = dialogs;
        this.background = background;
        this.close = close;
        canvas = new GridCanvas(texts, background, this::enlarge);
        large = new CellView(texts, dialogs, background, new Keys());
        start = Buttons.button(texts, "start", "gridStart", this::start);
        stop = Buttons.button(texts, "stop", "gridStop", controller::stop);
        openFolder = Buttons.button(
                texts,
                "folder",
                "gridFolder",
                () -> shown.ifPresent(grid -> folders.accept(grid.request().folder())));
        pages.setName("gridPages");
        pages.getAccessibleContext().setAccessibleName(texts.get("pages"));
        pages.setToolTipText(texts.get("pages"));
        pages.addActionListener(event -> refresh());
        bar.setName("gridProgress");
        status.setName("gridStatus");
        TextColour.apply(status, TextColour.MUTED);
        layOut();
        refresh();
        timer.start();
    }

    private void layOut() {
        title.putClientProperty("FlatLaf.styleClass", "h2");
        title.setName("gridTitle");
        JPanel head = new JPanel(new MigLayout("insets 0, fillx", "[]unrel[grow,fill]rel[]"));
        head.add(Buttons.button(texts, "close", "gridClose", this::leave));
        head.add(title, "growx, wmin 0");
        head.add(openFolder);
        panel.add(head, "span 2, growx, wrap");
        JScrollPane entries = new JScrollPane(form.component());
        entries.setBorder(null);
        JPanel left = new JPanel(new MigLayout("insets 0, fill, wrap 1, hidemode 3", "[grow,fill]", "[grow,fill][][]"));
        left.add(entries, "grow, push, wmin 0, hmin 60lp");
        TextColour.apply(form.note(), TextColour.BAD);
        left.add(form.note(), "growx, wmin 0");
        left.add(start, "split 2, growx, wmin 0");
        left.add(stop, "wmin 0");
        panel.add(left, "width 280lp!, spany 3, growy, hmin 0");
        JScrollPane scroll = new JScrollPane(canvas);
        scroll.setBorder(null);
        pictures.add(scroll, CELLS);
        pictures.add(large.component(), LARGE);
        panel.add(pictures, "grow, push, wmin 0, hmin 0, wrap");
        panel.add(pages, "growx, wmin 0, wrap");
        JPanel foot = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill]unrel[120lp!,fill]"));
        foot.add(status, "growx, wmin 0");
        foot.add(bar, "growx");
        panel.add(foot, "growx, wmin 0");
        panel.registerKeyboardAction(
                event -> back(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT);
        Actions.onKey(canvas, "PAGE_UP", () -> turn(-1));
        Actions.onKey(canvas, "PAGE_DOWN", () -> turn(1));
    }

    /** The page, to be put into the window. */
    public JComponent component() {
        return panel;
    }

    /** Is about a run from now on, with the grid that was made of it the last time; not while another is drawn. */
    public void show(GridSubject run) {
        if (controller.isRunning() && subject.isPresent()) {
            return;
        }
        subject = Optional.of(run);
        back();
        title.setText(texts.get("title", run.name()));
        form.show(run, Optional.empty());
        large.about(run);
        controller.show(Optional.empty(), Set.of());
        refresh();
        background.execute(() -> {
            Optional<Grid> last = GridFile.read(run.folder());
            Set<Path> there = last.stream()
                    .flatMap(grid -> grid.cells().stream())
                    .map(GridCell::file)
                    .filter(Files::exists)
                    .collect(Collectors.toSet());
            SwingUtilities.invokeLater(() -> {
                if (subject.equals(Optional.of(run)) && !controller.isRunning() && last.isPresent()) {
                    form.show(run, last.map(Grid::request));
                    controller.show(last, there);
                    refresh();
                }
            });
        });
    }

    /** Ends the polling. */
    public void dispose() {
        timer.stop();
    }

    private void leave() {
        back();
        close.run();
    }

    private void start() {
        try {
            GridRequest request = form.request();
            form.tell("");
            told = Optional.empty();
            back();
            controller.start(request);
        } catch (UserError e) {
            form.tell(texts.say(Message.of(e)) + " " + texts.say(e.localizedRemedy()));
        } catch (InvalidPathException e) {
            form.tell(texts.get("noBaseModel") + " " + texts.get("noBaseModel.remedy"));
        }
        refresh();
    }

    private void refresh() {
        GridState state = controller.state();
        start.setEnabled(!state.running() && subject.isPresent());
        stop.setEnabled(state.running() && !state.stopping());
        openFolder.setEnabled(state.grid().isPresent());
        if (!state.grid().equals(shown)) {
            shown = state.grid();
            fillPages();
        }
        canvas.show(shown, page(), state.there());
        bar.setVisible(state.running());
        status.setText(words(state));
        state.failure().filter(failure -> !told.equals(Optional.of(failure))).ifPresent(failure -> {
            told = Optional.of(failure);
            SwingUtilities.invokeLater(() -> dialogs.error(texts.get("title.short"), failure));
        });
    }

    private void fillPages() {
        DefaultComboBoxModel<String> model = new DefaultComboBoxModel<>();
        shown.ifPresent(grid -> {
            int number = 1;
            for (PictureSpec page : grid.request().pages()) {
                String words = page.prompt().replaceAll("\\s+", " ");
                model.addElement(texts.get("page", number++, words, String.valueOf(page.seed())));
            }
        });
        pages.setModel(model);
        pages.setEnabled(model.getSize() > 1);
    }

    private int page() {
        return Math.max(0, pages.getSelectedIndex());
    }

    private String words(GridState state) {
        int all = state.grid().map(grid -> grid.cells().size()).orElse(0);
        if (state.running() && !state.stopping() && state.step().isPresent()) {
            GridEvent.Step step = state.step().get();
            bar.setIndeterminate(false);
            bar.setValue(FULL * state.there().size() / Math.max(1, all));
            return texts.get(
                    "progress",
                    state.there().size(),
                    all,
                    step.step(),
                    step.steps(),
                    Durations.estimate(step.secondsLeft()));
        }
        bar.setIndeterminate(state.running());
        return texts.say(state.told());
    }

    private void enlarge(GridCell cell) {
        subject.ifPresent(run -> large.show(
                cell, canvas.title(cell), shown.orElseThrow().request().pages().get(cell.page()), run.name()));
        isLarge = true;
        cards.show(pictures, LARGE);
        large.focus();
    }

    private void back() {
        if (isLarge) {
            isLarge = false;
            cards.show(pictures, CELLS);
            canvas.requestFocusInWindow();
        }
    }

    private void turn(int by) {
        int next = page() + by;
        if (next >= 0 && next < pages.getItemCount()) {
            pages.setSelectedIndex(next);
            again();
        }
    }

    /** Shows large what is marked now. */
    private void again() {
        if (isLarge) {
            canvas.selected()
                    .filter(cell -> controller.state().there().contains(cell.file()))
                    .ifPresent(this::enlarge);
        }
    }

    /** Keys while a cell is large. */
    private final class Keys implements CellView.Moves {
        @Override
        public void move(int across, int down) {
            canvas.go(across, down);
            again();
        }

        @Override
        public void turn(int by) {
            GridView.this.turn(by);
        }

        @Override
        public void back() {
            GridView.this.back();
        }
    }
}
