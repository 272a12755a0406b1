package loralei.gui;

import java.nio.file.Path;
import java.util.function.Supplier;
import loralei.gui.tools.ToolServices;
import loralei.gui.tryit.TryTab;

/**
 * What a person does with what a tool made.
 *
 * @param desktop shows folders
 * @param tryIt brings the tab that draws to the front
 */
record ToolActions(DesktopActions desktop, Supplier<TryTab> tryIt) implements ToolServices.Next {
    @Override
    public void openFolder(Path folder) {
        desktop.openFolder(folder);
    }

    @Override
    public void tryLora(Path lora) {
        tryIt.get().tryLora(lora);
    }

    @Override
    public void tryModel(Path model) {
        tryIt.get().tryModel(model);
    }
}
