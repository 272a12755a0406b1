package loralei.gui.tryit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.gui.tryit.DrawController.Phase;
import loralei.job.DrawEvent;
import loralei.job.DrawRequest;
import loralei.job.LoraChoice;
import loralei.text.Message;
import org.junit.jupiter.api.Test;

class DrawControllerTest {
    private static final long LONG = 20_000;
    private static final PictureSpec CAT = PictureSpec.of("a cat", 64);

    @Test
    void oneRequestAfterTheOtherIsDrawnAndAllPicturesCount() {
        List<DrawRequest> drawn = Collections.synchronizedList(new ArrayList<>());
        DrawController controller = new DrawController((request, stop, listener) -> {
            drawn.add(request);
            listener.accept(new DrawEvent.Step(0, 1, 3, 20));
            listener.accept(new DrawEvent.Drawn(0, 1, Path.of(drawn.size() + ".png"), CAT));
            listener.accept(new DrawEvent.Finished(1, 1));
        });
        List<DrawRequest> both = List.of(request(List.of()), request(List.of(new LoraChoice(Path.of("a"), 1))));
        controller.start(both);
        controller.awaitEnd(LONG);

        assertThat(drawn).isEqualTo(both);
        assertThat(controller.snapshot().phase()).isEqualTo(Phase.FINISHED);
        assertThat(controller.snapshot().done()).isEqualTo(2);
        assertThat(controller.snapshot().total()).isEqualTo(2);
        assertThat(controller.snapshot().newest()).hasValue(Path.of("2.png"));
    }

    @Test
    void stopEndsTheFirstAndTheSecondIsNotBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<DrawRequest> drawn = Collections.synchronizedList(new ArrayList<>());
        DrawController controller = new DrawController((request, stop, listener) -> {
            drawn.add(request);
            begun.countDown();
            while (!stop.getAsBoolean()) {
                Thread.onSpinWait();
            }
            listener.accept(new DrawEvent.Stopped(0));
        });
        controller.start(List.of(request(List.of()), request(List.of())));
        begun.await();
        assertThat(controller.snapshot().running()).isTrue();
        controller.stop();
        controller.awaitEnd(LONG);

        assertThat(drawn).hasSize(1);
        assertThat(controller.snapshot().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void whatWaitsForATrainingSaysSoAndCanBeStopped() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        DrawController controller = new DrawController((request, stop, listener) -> {
            listener.accept(new DrawEvent.Waiting(List.of(Message.of("draw.task.train", "my-cat"))));
            waiting.countDown();
            while (!stop.getAsBoolean()) {
                Thread.onSpinWait();
            }
            listener.accept(new DrawEvent.Stopped(0));
        });
        controller.start(List.of(request(List.of())));
        waiting.await();

        assertThat(controller.snapshot().phase()).isEqualTo(Phase.WAITING);
        assertThat(controller.snapshot().told().orElseThrow().toString()).contains("the training of my-cat");
        controller.stop();
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aFailureIsKeptAndTheNextDrawingBegins() {
        boolean[] fails = {true};
        DrawController controller = new DrawController((request, stop, listener) -> {
            if (fails[0]) {
                throw new OutOfMemoryError("it was to be so");
            }
        });
        controller.start(List.of(request(List.of())));
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot().phase()).isEqualTo(Phase.FAILED);
        assertThat(controller.snapshot().failure()).get().isInstanceOf(OutOfMemoryError.class);

        fails[0] = false;
        controller.start(List.of(request(List.of())));
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot().phase()).isEqualTo(Phase.FINISHED);
        assertThat(controller.snapshot().failure()).isEmpty();
    }

    private static DrawRequest request(List<LoraChoice> loras) {
        return new DrawRequest(
                Path.of("model"), loras, List.of(CAT), 1, DeviceChoice.CPU, PrecisionChoice.AUTO, Path.of("out"));
    }
}
