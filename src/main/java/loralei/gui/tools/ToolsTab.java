package loralei.gui.tools;

import java.awt.Component;
import java.awt.Container;
import java.awt.dnd.DropTarget;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSeparator;
import javax.swing.ScrollPaneConstants;
import javax.swing.Timer;
import javax.swing.text.JTextComponent;
import loralei.gui.entry.FileLook;
import loralei.gui.entry.KnownLoras;
import loralei.gui.form.PathDrop;
import loralei.gui.state.ToolState;
import loralei.gui.tools.ToolController.Phase;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The tab with the tools for LoRA files, and beside it what came of them. For the event thread only. */
public final class ToolsTab {
    private static final int POLL_MILLIS = 150;
    private static final long LONGEST_END_MILLIS = 60_000;

    private final Texts texts = Texts.of("tools");
    private final ToolServices services;
    private final ToolController controller = new ToolController();
    private final KnownLoras known;
    private final FileLook files;
    private final Map<ToolKind, ToolForm> forms = new EnumMap<>(ToolKind.class);
    private final ToolChooser chooser;
    private final ToolResults results;
    private final JButton go;
    private final JButton stop;
    private final JScrollPane pane = new JScrollPane();
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, gap 0, fill, wrap 1", "[grow,fill]", "[][grow,fill][][]"));
    private final Timer timer = new Timer(POLL_MILLIS, event -> poll());
    private int ended;

    /** Builds the tab with the tool that was chosen last in front. */
    public ToolsTab(ToolServices services) {
        this.services = services;
        known = new KnownLoras(services.memory().loras(), services.memory().loraFolders(), services.background());
        files = new FileLook(services.inspect(), texts);
        results = new ToolResults(texts, services);
        chooser = new ToolChooser(texts, this::chosen);
        go = Buttons.button(texts, ToolKind.CONVERT.key("go"), "tool-go", this::go);
        stop = Buttons.button(texts, "stop", "tool-stop", controller::stop);
        Buttons.prominent(go);
        stop.setEnabled(false);
        JPanel buttons = new JPanel(new MigLayout("insets 8lp 16lp 14lp 16lp, fillx", "[grow,fill]rel[]"));
        buttons.add(go, "growx, hmin 36lp");
        buttons.add(stop, "hmin 36lp");
        pane.setBorder(BorderFactory.createEmptyBorder());
        pane.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        panel.setName("toolsTab");
        panel.add(chooser.component(), "wmin 0");
        panel.add(pane, "grow, push, wmin 0");
        panel.add(new JSeparator(), "hmin pref");
        panel.add(buttons, "wmin 0");
        PathDrop.on(panel, this::drop);
        PathDrop.on(results.component(), this::drop);
        ToolKind.of(services.memory().tab().get().tool()).ifPresent(chooser::choose);
        show(chooser.kind());
        timer.start();
        refresh();
    }

    /** What stands in the tab: what to do. */
    public JComponent component() {
        return panel;
    }

    /** What stands beside it: what came of it. */
    public JComponent results() {
        return results.component();
    }

    /** Has a tool in front. */
    public void choose(ToolKind kind) {
        chooser.choose(kind);
    }

    /** Looks at files and folders again, which may have changed while the person was elsewhere. */
    public void refresh() {
        known.refresh();
        form().refresh();
    }

    /** Whether a tool is at work. From any thread. */
    public boolean isWorking() {
        return controller.snapshot().running();
    }

    /** Stops the tool that is at work, and waits until it has ended, on any thread. */
    public void stopAndWait() {
        controller.stop();
        controller.awaitEnd(LONGEST_END_MILLIS);
    }

    /** Looks at nothing any more. */
    public void dispose() {
        timer.stop();
        forms.values().forEach(ToolForm::dispose);
    }

    private void drop(List<Path> dropped) {
        form().drop(dropped);
    }

    private void chosen(ToolKind kind) {
        services.memory().change().accept(state -> new ToolState(kind.id(), state.folder()));
        show(kind);
    }

    private void show(ToolKind kind) {
        if (!forms.containsKey(kind)) {
            ToolForm made = new ToolForm(texts, kind, services, files, known, results.header());
            forms.put(kind, made);
            drops((Container) made.component());
        }
        pane.setViewportView(form().component());
        go.setToolTipText(null);
        Buttons.label(go, texts, kind.key("go"));
        results.turnTo(kind);
        form().refresh();
    }

    private ToolForm form() {
        return forms.get(chooser.kind());
    }

    /** Text fields take drops of their own; those that name no file take them as the tab around them does. */
    private void drops(Container container) {
        for (Component child : container.getComponents()) {
            if (child instanceof JTextComponent text && text.isEditable()) {
                DropTarget own = text.getDropTarget();
                if (own != null && !own.getClass().equals(DropTarget.class)) { // Swing's
                    PathDrop.on(text, this::drop);
                }
            } else if (child instanceof Container inner) {
                drops(inner);
            }
        }
    }

    private void go() {
        if (controller.snapshot().running()) {
            return;
        }
        ToolForm form = form();
        form.prepare((work, exists) -> {
            if (!controller.snapshot().running() && (!exists || mayReplace(work))) {
                form.begun();
                controller.start(work, exists);
                poll();
            }
        });
    }

    private boolean mayReplace(Work work) {
        String key = work.kind() == ToolKind.DESCRIBE ? "describe" : "file";
        return services.dialogs()
                .confirm(
                        texts.get("replace." + key + ".title"),
                        texts.get("replace." + key + ".question", work.names().get(0)),
                        texts.get("replace." + key + ".yes"),
                        texts.get("replace.no"));
    }

    private void poll() {
        ToolController.Snapshot now = controller.snapshot();
        results.show(now);
        go.setEnabled(!now.running());
        stop.setEnabled(now.phase() == Phase.RUNNING);
        if (!now.running() && now.number() > ended) {
            ended = now.number();
            Optional<Work> work = now.work();
            now.outcome()
                    .flatMap(Work.Outcome::file)
                    .ifPresent(file -> made(work.orElseThrow().kind(), file));
        }
    }

    private void made(ToolKind kind, Path file) {
        if (kind != ToolKind.INTO_MODEL) {
            services.memory().made().accept(file);
        }
        forms.get(kind).made(file);
        known.refresh();
    }
}
