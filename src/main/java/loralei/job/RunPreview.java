package loralei.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import loralei.config.Problem;
import loralei.data.Examples;
import loralei.data.LeftOut;
import loralei.text.Message;

/**
 * What can be said of a training before it starts.
 *
 * @param examples what there is to learn from; empty where the picture folder has no usable picture
 * @param leftOut what else lies in the picture folder, with or without usable pictures
 * @param length how long the run is; empty where that depends on pictures that are not there
 * @param memory what the run needs, and what there is
 * @param disk what the run writes, and what there is room for
 * @param nameTaken whether an earlier run has the output name
 * @param warnings settings that work and that hardly anybody means, in sentences
 * @param longestCaption of the texts that the pictures bring with them; empty where they bring none
 * @param heldOut how many of the pictures are not learned from, and measured by
 * @param problems what was found by looking into the base model and the picture folder, beyond
 *     {@code TrainingConfig.check}; their messages are whole sentences
 * @param start what there is to say of the LoRA that the run goes on from, in sentences; empty where it begins anew
 */
public record RunPreview(
        Optional<Examples> examples,
        LeftOut leftOut,
        Optional<Length> length,
        Memory memory,
        Disk disk,
        boolean nameTaken,
        List<Message> warnings,
        Optional<LongestCaption> longestCaption,
        int heldOut,
        List<Problem> problems,
        List<Message> start) {

    /** Of a run without captions and without a validation loss. */
    public RunPreview(
            Optional<Examples> examples,
            LeftOut leftOut,
            Optional<Length> length,
            Memory memory,
            Disk disk,
            boolean nameTaken,
            List<Message> warnings,
            List<Problem> problems) {
        this(examples, leftOut, length, memory, disk, nameTaken, warnings, Optional.empty(), 0, problems, List.of());
    }

    /** Copies the lists. */
    public RunPreview {
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
        start = List.copyOf(start);
    }

    /**
     * The length of a run.
     *
     * @param steps its steps
     * @param epochs how often each picture is shown
     * @param checkpointSteps the steps after which a checkpoint is written, besides the end
     */
    public record Length(int steps, double epochs, List<Integer> checkpointSteps) {}

    /**
     * Memory in bytes.
     *
     * @param needed about what the run needs at its peak
     * @param available what the computer has in all, on the card where the run is there; empty where that is not known
     * @param onGpu whether the run is on the graphics card, as far as can be told
     * @param fits whether it is enough, some of it being left to the system and other programs
     * @param plan what is done for that, as the end of a sentence
     * @param devices the graphics cards, where there are several to choose from
     */
    public record Memory(
            long needed, OptionalLong available, boolean onGpu, boolean fits, Message plan, List<Device> devices) {
        /** Copies the list. */
        public Memory {
            devices = List.copyOf(devices);
        }
    }

    /**
     * A graphics card to choose.
     *
     * @param id as the setting has it: cuda:1
     * @param name as its maker calls it
     */
    public record Device(String id, String name) {}

    /**
     * Room on the disk, in bytes.
     *
     * @param needed about what the run writes: the LoRA, its checkpoints, and what is needed to go on
     * @param available what is free where the output goes; empty where that is not known
     */
    public record Disk(long needed, OptionalLong available) {
        /** Whether there is room. */
        public boolean fits() {
            return available.isEmpty() || needed < available.getAsLong();
        }
    }
}
