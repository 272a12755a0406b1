package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loralei.config.Family;

/** A download that stands still halfway until it is stopped, for the pictures of the window: no byte is received. */
public final class HalfDownload {
    private static final long MEGABYTE = 1_000_000;
    private static final int PAUSE_MILLIS = 50;

    private HalfDownload() {}

    /** Tells of its progress once, and waits to be stopped. */
    public static Optional<Path> run(DownloadRequest request, BooleanSupplier stop, Consumer<DownloadEvent> listener) {
        long total = ReleasedModel.of(request.family().orElse(Family.DEFAULT)).bytes();
        DownloadProgress half = new DownloadProgress(
                "unet/diffusion_pytorch_model.fp16.safetensors",
                total * 55 / 100,
                total,
                11.4 * MEGABYTE,
                total * 0.45 / (11.4 * MEGABYTE));
        listener.accept(new DownloadEvent.Progress(half));
        while (!stop.getAsBoolean()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
