package loralei.gui.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import loralei.gui.error.Dialogs;
import loralei.gui.state.ToolState;
import loralei.job.UseCases;
import loralei.job.tool.LoraTools;

/**
 * What the tab needs of the program around it.
 *
 * @param tools the tools
 * @param inspect tells what LoRAs and base models are
 * @param background runs what may take a while
 * @param dialogs questions and failures
 * @param memory what the window remembers
 * @param next what a person does with what was made
 */
public record ToolServices(
        LoraTools tools, UseCases.Inspect inspect, Executor background, Dialogs dialogs, Memory memory, Next next) {

    /**
     * What the window remembers. Asked and told on the event thread.
     *
     * @param tab what the tab remembers
     * @param change changes that
     * @param models base models that were used
     * @param loras LoRAs that were used
     * @param loraFolders where trainings leave their LoRAs
     * @param made told of a LoRA that was made
     */
    public record Memory(
            Supplier<ToolState> tab,
            Consumer<UnaryOperator<ToolState>> change,
            Supplier<List<Path>> models,
            Supplier<List<Path>> loras,
            Supplier<List<Path>> loraFolders,
            Consumer<Path> made) {}

    /** What a person does with what was made. Asked on the event thread. */
    public interface Next {
        /** Shows a folder. */
        void openFolder(Path folder);

        /** Draws with a LoRA. */
        void tryLora(Path lora);

        /** Draws with a base model. */
        void tryModel(Path model);
    }
}
