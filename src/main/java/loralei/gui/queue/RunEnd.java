package loralei.gui.queue;

import java.nio.file.Path;
import java.util.Optional;
import loralei.gui.state.QueuedStatus;
import loralei.job.TrainRequest;

/**
 * How a run ended.
 *
 * @param request what was asked for, as it was started
 * @param status DONE, STOPPED or FAILED
 * @param lora the finished LoRA
 * @param failure what was thrown
 */
public record RunEnd(TrainRequest request, QueuedStatus status, Optional<Path> lora, Optional<Throwable> failure) {
    /** The end of a run that got where it should. */
    public static RunEnd done(TrainRequest request, Path lora) {
        return new RunEnd(request, QueuedStatus.DONE, Optional.of(lora), Optional.empty());
    }

    /** The end of a run that a person stopped. */
    public static RunEnd stopped(TrainRequest request) {
        return new RunEnd(request, QueuedStatus.STOPPED, Optional.empty(), Optional.empty());
    }

    /** The end of a run that failed. */
    public static RunEnd failed(TrainRequest request, Throwable failure) {
        return new RunEnd(request, QueuedStatus.FAILED, Optional.empty(), Optional.of(failure));
    }
}
