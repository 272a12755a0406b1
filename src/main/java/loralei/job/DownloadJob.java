package loralei.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.job.fetch.FileFetch;
import loralei.job.fetch.Patience;
import loralei.job.fetch.RemoteFile;
import loralei.job.fetch.Service;
import loralei.job.fetch.StoppedException;
import loralei.job.hub.Offer;
import loralei.text.Message;

/**
 * Downloads a base model. Its files are collected in a folder beside the model's own, each checked, and moved there when
 * all are complete; a download that was interrupted goes on where it stopped.
 */
public final class DownloadJob {
    /** For the folders and what else the system writes. */
    private static final long SPARE_BYTES = 50_000_000;

    private final DownloadSource source;
    private final DownloadRequest request;
    private final BooleanSupplier stop;
    private final Consumer<DownloadEvent> listener;
    private Path place = Path.of("");

    /**
     * A download that is not begun.
     *
     * @param environment {@code HF_ENDPOINT}, the tokens and the proxy
     */
    DownloadJob(
            Optional<ReleasedModel> model,
            DownloadRequest request,
            Map<String, String> environment,
            Patience patience,
            BooleanSupplier stop,
            Consumer<DownloadEvent> listener) {
        this.source = new DownloadSource(model, request, environment, patience, stop);
        this.request = request;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Downloads on the calling thread.
     *
     * @return the model's folder or file, or empty where the download was stopped
     * @throws UserError for whatever a person can do something about
     */
    public static Optional<Path> run(DownloadRequest request, BooleanSupplier stop, Consumer<DownloadEvent> listener) {
        return new DownloadJob(
                        request.family().map(ReleasedModel::of),
                        request,
                        System.getenv(),
                        Patience.USUAL,
                        stop,
                        listener)
                .run();
    }

    Optional<Path> run() {
        DownloadMeter asking = new DownloadMeter(Map.of(), 0, stop, listener, System::nanoTime);
        Offer offer;
        try {
            offer = source.offer(asking);
        } catch (StoppedException e) {
            asking.tell(new DownloadEvent.Stopped(place, 0, 0));
            return Optional.empty();
        }
        place = request.place(offer);
        try {
            ModelFolder folder = new ModelFolder(place, offer.oneFile());
            Files.createDirectories(folder.lock().getParent());
            try (FileChannel channel =
                            FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                return runAndTidy(offer, folder);
            }
        } catch (AccessDeniedException e) {
            throw UserError.run(
                            Message.of("download.writingForbidden", place, e.getFile()),
                            Message.of("download.ownFolder"))
                    .causedBy(e);
        } catch (IOException e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(
                            Message.of("download.noFolder", place, failure.reason()),
                            Message.joined(" ", List.of(failure.remedy(), Message.of("download.startAgain"))))
                    .causedBy(e);
        }
    }

    private Optional<Path> runAndTidy(Offer offer, ModelFolder folder) throws IOException {
        try {
            return run(offer, folder);
        } finally {
            Files.deleteIfExists(folder.lock()); // still held, so that nobody else's is deleted
        }
    }

    private Optional<Path> run(Offer offer, ModelFolder folder) throws IOException {
        Path collecting = folder.collecting();
        Map<String, Long> present = new HashMap<>();
        for (RemoteFile file : offer.files()) {
            present.put(file.path(), FileFetch.present(collecting, file));
        }
        DownloadMeter meter = new DownloadMeter(present, offer.bytes(), stop, listener, System::nanoTime);
        try {
            if (folder.isTaken() && isThere(offer, folder, meter)) {
                return finished(meter, true);
            }
            folder.expectRoom(offer.bytes() - meter.done() + SPARE_BYTES);
            meter.tell(new DownloadEvent.Started(
                    offer.title(),
                    offer.licence(),
                    offer.page(),
                    source.host(),
                    offer.files().size(),
                    offer.bytes(),
                    meter.done()));
            fetch(offer, folder, meter);
            folder.take(offer.files());
            DownloadedModel.remarks(offer, source.isReleased(), place)
                    .forEach(remark -> meter.tell(new DownloadEvent.Remark(remark)));
            return finished(meter, false);
        } catch (StoppedException e) {
            meter.tell(new DownloadEvent.Stopped(collecting, meter.done(), offer.bytes()));
            return Optional.empty();
        }
    }

    /** Of a model that nobody here has looked at, what it is before its gigabytes come. */
    private void fetch(Offer offer, ModelFolder folder, DownloadMeter meter) throws IOException {
        Service service = source.service(meter);
        FileFetch fetch = new FileFetch(service);
        boolean known = source.isReleased() || offer.oneFile();
        for (RemoteFile file : offer.files()) {
            if (!known && file.path().endsWith(".safetensors")) {
                DownloadedModel.expectTrainable(offer, folder);
                known = true;
            }
            fetch.fetch(file, folder.collecting());
        }
    }

    private Optional<Path> finished(DownloadMeter meter, boolean wasThere) {
        meter.tell(new DownloadEvent.Finished(place, wasThere));
        return Optional.of(place);
    }

    /** Whether the folder holds this very model. Fails if it holds anything else that may not be replaced. */
    private boolean isThere(Offer offer, ModelFolder folder, DownloadMeter meter) throws IOException {
        meter.checking(place.toString());
        Optional<String> other = folder.firstOther(offer.files(), stop);
        if (stop.getAsBoolean()) {
            throw new StoppedException();
        }
        if (other.isPresent() && !request.overwrite()) {
            throw UserError.request(
                    offer.oneFile()
                            ? Message.of("hub.otherFile", place)
                            : Message.of("download.otherModel", place, other.get()),
                    Message.of("download.leftAsItIs"));
        }
        return other.isEmpty();
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw busy().causedBy(e);
        }
        if (lock == null) {
            throw busy();
        }
        return lock;
    }

    private UserError busy() {
        return UserError.request(Message.of("download.anotherOne", place), Message.of("download.waitForIt"));
    }
}
