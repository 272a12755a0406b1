package loralei.gui.queue;

import java.awt.CardLayout;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.gui.error.Dialogs;
import loralei.gui.state.QueuePause;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.QueuedStatus;
import loralei.gui.state.RunList;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The tab of the queue. Lives on the event thread. */
public final class QueueView {
    private static final int POLL_MILLIS = 250;
    private static final int EMPTY_WIDTH = 460;
    private static final int NOTE_WIDTH = 300;
    private static final String EMPTY = "empty";
    private static final String LIST = "list";

    private final RunQueue queue;
    private final Dialogs dialogs;
    private final Texts texts = Texts.of("queue");
    private final QueueTable table = new QueueTable(texts);
    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final JTextArea note = WrappedText.of("note", "", "", NOTE_WIDTH);
    private final JTextArea message = WrappedText.of("message", "", "small", EMPTY_WIDTH);
    private final JButton up = button("up", () -> move(-1));
    private final JButton down = button("down", () -> move(1));
    private final JButton again = button("again", () -> withSelected(this::again));
    private final JButton remove = button("remove", () -> withSelected(this::remove));
    private final JButton clear = button("clear", this::clear);
    private final JButton pause = button("pause", this::togglePause);
    private final Timer poll = new Timer(POLL_MILLIS, event -> refresh());

    /**
     * Builds the tab.
     *
     * @param queue what it shows and changes
     * @param dialogs asks before a run is stopped
     */
    public QueueView(RunQueue queue, Dialogs dialogs) {
        this.queue = queue;
        this.dialogs = dialogs;
        panel.setName("queueTab");
        panel.add(emptyCard(), EMPTY);
        panel.add(listCard(), LIST);
        table.component().getSelectionModel().addListSelectionListener(event -> enable());
        keys();
        table.component().setComponentPopupMenu(menu());
        queue.onChange(() -> SwingUtilities.invokeLater(this::refresh));
        refresh();
        poll.start();
    }

    /** The tab's content. */
    public JComponent component() {
        return panel;
    }

    /** Stops looking at the run. */
    public void dispose() {
        poll.stop();
    }

    private JComponent emptyCard() {
        JPanel card = new JPanel(new MigLayout("insets dialog, fill", "[center]", "[grow,bottom][]rel[grow,top]"));
        JLabel title = new JLabel(texts.get("empty.title"));
        title.putClientProperty("FlatLaf.styleClass", "h2");
        card.add(title, "cell 0 0");
        card.add(
                WrappedText.of("emptyText", texts.get("empty.text"), "", EMPTY_WIDTH),
                "cell 0 2, width 0:" + EMPTY_WIDTH + "lp:" + EMPTY_WIDTH + "lp");
        return card;
    }

    private JComponent listCard() {
        JPanel buttons = new JPanel(new MigLayout("insets 0, wrap 3", "[fill]rel[fill]rel[fill]", "[]rel[]"));
        List.of(up, down, remove, again, clear).forEach(buttons::add); // two rows are narrow in every language
        JPanel card = new JPanel(new MigLayout(
                "insets dialog, fill, wrap 2, hidemode 3", "[grow,fill]unrel[]", "[]rel[grow,fill]rel[]rel[]"));
        card.add(note, "wmin 0");
        card.add(pause);
        card.add(new JScrollPane(table.component()), "span 2, hmin 80lp");
        card.add(message, "span 2, growx, wmin 0");
        card.add(buttons, "span 2, growx");
        return card;
    }

    private void keys() {
        key(KeyStroke.getKeyStroke(KeyEvent.VK_UP, InputEvent.ALT_DOWN_MASK), up);
        key(KeyStroke.getKeyStroke(KeyEvent.VK_DOWN, InputEvent.ALT_DOWN_MASK), down);
        key(KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), remove);
    }

    private void key(KeyStroke stroke, JButton button) {
        table.component().registerKeyboardAction(event -> button.doClick(0), stroke, JComponent.WHEN_FOCUSED);
    }

    private JPopupMenu menu() {
        JPopupMenu menu = new JPopupMenu();
        for (JButton button : List.of(up, down, again, remove)) {
            JMenuItem item = new JMenuItem(button.getText());
            item.addActionListener(event -> button.doClick(0));
            button.addPropertyChangeListener("enabled", event -> item.setEnabled(button.isEnabled()));
            menu.add(item);
        }
        return menu;
    }

    private void refresh() {
        RunList list = queue.list();
        Optional<String> selected = table.selected().map(QueueRow::id);
        table.model()
                .show(list.runs().stream()
                        .map(run -> QueueRow.of(run, queue.progress(run.id()), texts))
                        .toList());
        table.select(selected);
        WrappedText.show(note, note(list));
        boolean paused = list.pause() != QueuePause.NONE;
        Buttons.label(pause, texts, paused ? "unpause" : "pause");
        cards.show(panel, list.runs().isEmpty() ? EMPTY : LIST);
        enable();
    }

    private String note(RunList list) {
        if (list.pause() != QueuePause.NONE) {
            return texts.get("note." + list.pause().id());
        }
        long waiting = list.runs().stream()
                .filter(run -> run.status() == QueuedStatus.WAITING)
                .count();
        return waiting == 0 ? texts.get("note.idle") : texts.get("note.waiting", waiting);
    }

    private void enable() {
        Optional<QueuedRun> selected =
                table.selected().flatMap(row -> queue.list().find(row.id()));
        int index = table.component().getSelectedRow();
        up.setEnabled(selected.isPresent() && index > 0);
        down.setEnabled(selected.isPresent() && index < table.model().getRowCount() - 1);
        again.setEnabled(selected.filter(RunQueue::canGoAgain).isPresent());
        remove.setEnabled(selected.isPresent());
        WrappedText.show(message, table.selected().map(QueueRow::message).orElse(""));
        message.setVisible(!message.getText().isEmpty());
        clear.setEnabled(
                queue.list().runs().stream().anyMatch(run -> run.status().ended()));
    }

    private void move(int by) {
        table.selected().ifPresent(row -> {
            queue.move(row.id(), by);
            refreshWith(Optional.of(row.id()));
        });
    }

    private void again(QueuedRun run) {
        queue.again(run.id());
        refreshWith(Optional.of(run.id()));
    }

    private void remove(QueuedRun run) {
        boolean agreed = run.status() != QueuedStatus.RUNNING
                || dialogs.confirm(
                        texts.get("removeRunning.title"),
                        texts.get("removeRunning.question", run.config().outputName()),
                        texts.get("removeRunning.yes"),
                        texts.get("removeRunning.no"));
        if (agreed) {
            int index = table.component().getSelectedRow();
            queue.remove(run.id());
            List<QueuedRun> left = queue.list().runs();
            refreshWith(
                    left.isEmpty()
                            ? Optional.empty()
                            : Optional.of(left.get(Math.max(0, Math.min(index, left.size() - 1)))
                                    .id()));
        }
    }

    private void clear() {
        queue.clearEnded();
        refresh();
    }

    private void togglePause() {
        if (queue.list().pause() == QueuePause.NONE) {
            queue.pause();
        } else {
            queue.unpause();
        }
        refresh();
    }

    private void refreshWith(Optional<String> selected) {
        refresh();
        table.select(selected);
    }

    private void withSelected(Consumer<QueuedRun> action) {
        table.selected().flatMap(row -> queue.list().find(row.id())).ifPresent(action);
    }

    private JButton button(String key, Runnable action) {
        return Buttons.button(texts, key, key, action);
    }
}
