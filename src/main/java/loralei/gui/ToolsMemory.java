package loralei.gui;

import java.util.List;
import java.util.concurrent.Executor;
import loralei.gui.error.Dialogs;
import loralei.gui.state.WindowStateStore;
import loralei.gui.tools.ToolServices;
import loralei.job.UseCases;

/** What the tab with the tools gets from the window around it. */
final class ToolsMemory {
    private ToolsMemory() {}

    static ToolServices services(
            UseCases useCases, WindowStateStore store, Executor background, Dialogs dialogs, ToolServices.Next next) {
        ToolServices.Memory memory = new ToolServices.Memory(
                () -> store.state().tools(),
                change -> store.update(state -> state.withTools(change.apply(state.tools()))),
                () -> TryMemory.models(store),
                () -> store.state().tryIt().recentLoras(),
                () -> TryMemory.outputFolders(store),
                lora -> store.update(state -> state.withTryIt(state.tryIt().withRecent(List.of(lora)))));
        return new ToolServices(useCases.tools(), useCases.inspect(), background, dialogs, memory, next);
    }
}
