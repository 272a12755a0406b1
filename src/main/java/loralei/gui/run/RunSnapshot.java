package loralei.gui.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.PreviewPictures;
import loralei.job.TrainRequest;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;

/**
 * What was known of a run at one moment.
 *
 * @param phase where it is
 * @param request what was asked for; empty before the first run
 * @param preparing what goes on before the first step, or between two
 * @param ready what the run is made of, as soon as that is known
 * @param step the latest step of this start
 * @param saved the LoRAs that this start wrote, oldest first
 * @param lora the finished LoRA
 * @param failure what ended the run in {@link RunPhase#FAILED}
 * @param seconds how long this start has gone on, or took
 */
public record RunSnapshot(
        RunPhase phase,
        Optional<TrainRequest> request,
        Optional<TrainingEvent.Preparing> preparing,
        Optional<TrainingEvent.Ready> ready,
        Optional<TrainingEvent.Step> step,
        List<TrainingEvent.Saved> saved,
        Optional<Path> lora,
        Optional<Throwable> failure,
        double seconds) {

    /** Keeps a copy of the list. */
    public RunSnapshot {
        saved = List.copyOf(saved);
    }

    /** Whether the training thread is at work. */
    public boolean running() {
        return phase.isRunning();
    }

    /** The preview pictures that are being drawn. */
    Optional<TrainingEvent.Preparing> drawing() {
        return preparing.filter(now -> now.what() == Preparation.PREVIEWS);
    }

    /** Whether the run has something to draw when it is asked to. */
    boolean hasPreviewPrompts() {
        return request.filter(asked -> PreviewPictures.areWanted(asked.config()))
                .isPresent();
    }

    static RunSnapshot idle() {
        return of(RunPhase.IDLE, Optional.empty());
    }

    static RunSnapshot started(TrainRequest request) {
        return of(RunPhase.PREPARING, Optional.of(request));
    }

    private static RunSnapshot of(RunPhase phase, Optional<TrainRequest> request) {
        return new RunSnapshot(
                phase,
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    RunSnapshot withPhase(RunPhase next) {
        return new RunSnapshot(next, request, preparing, ready, step, saved, lora, failure, seconds);
    }

    RunSnapshot withSeconds(double elapsed) {
        return new RunSnapshot(phase, request, preparing, ready, step, saved, lora, failure, elapsed);
    }

    RunSnapshot withLora(Path file) {
        return new RunSnapshot(phase, request, preparing, ready, step, saved, Optional.of(file), failure, seconds);
    }

    RunSnapshot withFailure(Throwable thrown) {
        return new RunSnapshot(phase, request, preparing, ready, step, saved, lora, Optional.of(thrown), seconds);
    }

    /** This snapshot and one more event. */
    RunSnapshot after(TrainingEvent event) {
        if (event instanceof TrainingEvent.Preparing next) {
            return new RunSnapshot(phase, request, Optional.of(next), ready, step, saved, lora, failure, seconds);
        }
        if (event instanceof TrainingEvent.Ready next) {
            return new RunSnapshot(phase, request, preparing, Optional.of(next), step, saved, lora, failure, seconds);
        }
        if (event instanceof TrainingEvent.Step next) {
            RunPhase now = phase == RunPhase.PREPARING ? RunPhase.TRAINING : phase;
            return new RunSnapshot(
                    now, request, Optional.empty(), ready, Optional.of(next), saved, lora, failure, seconds);
        }
        if (event instanceof TrainingEvent.Drawn drawn
                && drawing().filter(now -> drawn.prompt() + 1 >= now.total()).isPresent()) {
            return new RunSnapshot(phase, request, Optional.empty(), ready, step, saved, lora, failure, seconds);
        }
        if (event instanceof TrainingEvent.Saved next) {
            List<TrainingEvent.Saved> all =
                    Stream.concat(saved.stream(), Stream.of(next)).toList();
            return new RunSnapshot(phase, request, preparing, ready, step, all, lora, failure, seconds);
        }
        return event instanceof TrainingEvent.Finished finished ? withLora(finished.lora()) : this;
    }
}
