package loralei.gui;

import java.util.Optional;
import java.util.function.Supplier;
import javax.swing.JTabbedPane;
import loralei.gui.queue.QueueView;
import loralei.gui.tools.ToolsTab;
import loralei.gui.tryit.TryTab;
import loralei.text.Texts;

/** The tabs after those of the families: the queue, the one that draws, the one with the tools. For the event thread only. */
final class OtherTabs {
    static final String QUEUE = "queue";
    static final String TRY_IT = "tryit";
    static final String TOOLS = "tools";

    private final LateTab<QueueView> queue;
    private final LateTab<TryTab> tryIt;
    private final LateTab<ToolsTab> tools;
    private final RightSide rightSide;

    /**
     * Builds none of them yet.
     *
     * @param rightSide where two of them have something beside them
     */
    OtherTabs(Supplier<QueueView> queue, Supplier<TryTab> tryIt, Supplier<ToolsTab> tools, RightSide rightSide) {
        this.queue = new LateTab<>(queue, QueueView::component);
        this.tryIt = new LateTab<>(tryIt, TryTab::component);
        this.tools = new LateTab<>(tools, ToolsTab::component);
        this.rightSide = rightSide;
    }

    void addTo(JTabbedPane tabs, Texts texts) {
        tabs.addTab(texts.get("tab.queue"), queue.place());
        tabs.addTab(texts.get("tab.tryit"), tryIt.place());
        tabs.addTab(texts.get("tab.tools"), tools.place());
    }

    /** Builds one, if it was not built yet. */
    void build(String id) {
        switch (id) {
            case TRY_IT -> rightSide.add(TRY_IT, tryIt.get().pictures());
            case TOOLS -> rightSide.add(TOOLS, tools.get().results());
            default -> queue.get();
        }
    }

    /** A tab is in front, one of these or another. */
    void turnTo(String id) {
        rightSide.turnTo(id);
        if (id.equals(TRY_IT)) {
            tryIt.get().refresh();
        } else if (id.equals(TOOLS)) {
            tools.get().refresh();
        }
    }

    /** Looks at files again, which may have changed while the person was elsewhere. */
    void refresh() {
        tryIt.built().ifPresent(TryTab::refresh);
        tools.built().ifPresent(ToolsTab::refresh);
    }

    /** The tab that draws. */
    TryTab tryIt() {
        return tryIt.get();
    }

    /** Whether something is drawn. */
    boolean isDrawing() {
        return tryIt.built().filter(TryTab::isDrawing).isPresent();
    }

    /** Whether a tool is at work. */
    boolean isWorking() {
        return tools.built().filter(ToolsTab::isWorking).isPresent();
    }

    /** Stops what they do, and waits for its end. On any thread. */
    void stopAndWait() {
        tools.built().ifPresent(ToolsTab::stopAndWait);
        tryIt.built().ifPresent(TryTab::stopAndWait);
    }

    void dispose() {
        Optional<QueueView> view = queue.built();
        view.ifPresent(QueueView::dispose);
        tryIt.built().ifPresent(TryTab::dispose);
        tools.built().ifPresent(ToolsTab::dispose);
    }
}
