package loralei.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry;
import loralei.data.ConceptList;
import loralei.data.ConceptLook;
import loralei.job.tool.LoraTools;
import loralei.lora.LoraReport;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/**
 * All that a person can ask for. Every use case runs on the thread that calls it, and throws
 * {@link loralei.config.UserError} for a failure that the person can do something about.
 *
 * @param train trains a LoRA
 * @param inspect tells what a file is
 * @param bench measures a training step
 * @param demo shows the whole way with what is shipped
 * @param preview looks at a training before it starts
 * @param promptAdvice tells how a prompt is read
 * @param download gets a base model
 * @param doctor tells what is right and wrong with this computer
 * @param draw draws pictures
 * @param grid draws checkpoints beside each other
 * @param concepts reads and writes the folders of a run
 * @param tools makes LoRA files of LoRA files
 */
public record UseCases(
        Train train,
        Inspect inspect,
        Bench bench,
        Demo demo,
        Preview preview,
        PromptAdvice promptAdvice,
        Download download,
        Doctor doctor,
        Draw draw,
        Grid grid,
        Concepts concepts,
        LoraTools tools) {

    /** All of them as this program does them; those that compute take turns. */
    public static UseCases ofThisProgram() {
        DeviceTurns turns = new DeviceTurns(DeviceQueue.ofThisProgram());
        PromptAdviceJob advice = new PromptAdviceJob();
        return new UseCases(
                turns.train(TrainJob::run),
                InspectJob::run,
                turns.bench(BenchJob::run),
                turns.demo(DemoJob::run),
                new PreviewJob(advice)::run,
                advice::run,
                DownloadJob::run,
                DoctorJob::run,
                turns.draw(DrawJob::run),
                turns.grid(GridJob::run),
                new ConceptsJob(),
                LoraTools.ofThisProgram());
    }

    /** Trains a LoRA. */
    @FunctionalInterface
    public interface Train {
        /**
         * Runs to the end, or until the control asks to stop; the last event tells which.
         *
         * @param request what to train; checked by the caller
         * @param control asks to stop or save, from any thread
         * @param listener told of each event on the calling thread
         */
        void run(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) throws IOException;
    }

    /** Tells what a LoRA or checkpoint is. */
    @FunctionalInterface
    public interface Inspect {
        /**
         * Reads the file's header and as much of its tensors as is needed.
         *
         * @param file a safetensors file
         * @return what it is
         */
        LoraReport run(Path file) throws IOException;
    }

    /** Measures a training step. */
    @FunctionalInterface
    public interface Bench {
        /**
         * Trains some steps on noise.
         *
         * @param request what to measure; checked by the caller
         * @return a record of plain values, written as JSON
         */
        Record run(BenchRequest request) throws IOException;
    }

    /** Shows the whole way with what is shipped. */
    @FunctionalInterface
    public interface Demo {
        /**
         * Trains on the bundled pictures and draws with the result.
         *
         * @param outputDir where the files go
         * @param control asks to stop, from any thread
         * @param listener told of each event of the training on the calling thread
         * @return what was made, or empty where the run was stopped
         */
        Optional<DemoResult> run(Path outputDir, TrainingControl control, Consumer<TrainingEvent> listener)
                throws IOException;
    }

    /** Looks at a training before it starts, without loading the engine. */
    @FunctionalInterface
    public interface Preview {
        /**
         * Looks into the folders and headers that the settings name; may be asked again at every change.
         *
         * @param config any settings, also such as cannot work
         */
        RunPreview run(TrainingConfig config);
    }

    /** Tells how a prompt is read, without loading the engine. */
    @FunctionalInterface
    public interface PromptAdvice {
        /**
         * Splits the prompts into tokens.
         *
         * @param config base model, instance and class prompt count
         */
        PromptFacts run(TrainingConfig config) throws IOException;
    }

    /** Gets a base model. */
    @FunctionalInterface
    public interface Download {
        /**
         * Downloads, or finds that the model is there; goes on where an earlier download stopped.
         *
         * @param request which model and where to
         * @param stop whether to end within a moment; what was received is kept, and the next download goes on from there
         * @param listener told of each event on the calling thread
         * @return the model's folder, or empty where the download was stopped
         */
        Optional<Path> run(DownloadRequest request, BooleanSupplier stop, Consumer<DownloadEvent> listener);
    }

    /** Tells what is right and wrong with this computer. */
    @FunctionalInterface
    public interface Doctor {
        /**
         * Looks at everything that a training needs; loads libtorch, so it takes some seconds.
         *
         * @param request which folders to look at
         * @return what was found
         */
        DoctorReport run(DoctorRequest request);
    }

    /** Draws pictures. */
    @FunctionalInterface
    public interface Draw {
        /**
         * Draws to the end, or until asked to stop; the last event tells which.
         *
         * @param request what to draw; checked by the caller
         * @param stop whether to end within a moment; what was drawn is kept
         * @param listener told of each event on the calling thread
         */
        void run(DrawRequest request, BooleanSupplier stop, Consumer<DrawEvent> listener) throws IOException;
    }

    /** Draws checkpoints beside each other. */
    @FunctionalInterface
    public interface Grid {
        /**
         * Draws to the end, or until asked to stop; the last event tells which.
         *
         * @param request what to draw
         * @param stop whether to end within a moment; what was drawn is kept, and another start goes on from there
         * @param listener told of each event on the calling thread
         */
        void run(GridRequest request, BooleanSupplier stop, Consumer<GridEvent> listener) throws IOException;
    }

    /** Reads and writes the folders of a run, as a list of concepts. */
    public interface Concepts {
        /**
         * Reads what the settings name: a list, a file of another trainer, or a folder.
         *
         * @throws IOException says why a file cannot be read
         */
        ConceptList open(TrainingConfig config) throws IOException;

        /** What a list says of folders, or of the folders that files lie in. */
        List<ConceptEntry> ofDropped(List<Path> dropped, TrainingConfig config);

        /**
         * Looks into a folder of a list as a run would.
         *
         * @param entry any entry, also such as cannot work
         * @param list the file that it stands in or comes into
         * @param config how the run looks at pictures
         */
        ConceptLook look(ConceptEntry entry, Path list, TrainingConfig config);

        /** Whether a file would be lost that is not the one that was read, or not any more as it was read. */
        boolean wouldReplace(ConceptList list, Path target);

        /**
         * Writes a list.
         *
         * @throws IOException if it cannot be written; then the file is as before
         */
        void save(ConceptList list, Path target) throws IOException;
    }
}
