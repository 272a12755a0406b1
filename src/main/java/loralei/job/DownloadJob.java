package loralei.job;

import java.io.IOException;
import java.net.URI;
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
import loralei.job.fetch.Http;
import loralei.job.fetch.Patience;
import loralei.job.fetch.RemoteFile;
import loralei.job.fetch.StoppedException;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * Downloads a base model. Its files are collected in a folder beside the model's own, each checked, and moved there when
 * all are complete; a download that was interrupted goes on where it stopped.
 */
public final class DownloadJob {
    private static final String HUGGING_FACE = "https://huggingface.co";

    /** For the folders and what else the system writes. */
    private static final long SPARE_BYTES = 50_000_000;

    private final ReleasedModel model;
    private final DownloadRequest request;
    private final Map<String, String> environment;
    private final Patience patience;
    private final BooleanSupplier stop;
    private final Consumer<DownloadEvent> listener;

    /**
     * A download that is not begun.
     *
     * @param environment {@code HF_ENDPOINT}, {@code HF_TOKEN} and the proxy
     */
    DownloadJob(
            ReleasedModel model,
            DownloadRequest request,
            Map<String, String> environment,
            Patience patience,
            BooleanSupplier stop,
            Consumer<DownloadEvent> listener) {
        this.model = model;
        this.request = request;
        this.environment = environment;
        this.patience = patience;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Downloads on the calling thread.
     *
     * @return the model's folder, or empty where the download was stopped
     * @throws UserError for whatever a person can do something about
     */
    public static Optional<Path> run(DownloadRequest request, BooleanSupplier stop, Consumer<DownloadEvent> listener) {
        return new DownloadJob(
                        ReleasedModel.of(request.family()), request, System.getenv(), Patience.USUAL, stop, listener)
                .run();
    }

    Optional<Path> run() {
        URI server = server();
        try {
            ModelFolder folder = new ModelFolder(request.into());
            Files.createDirectories(folder.lock().getParent());
            try (FileChannel channel =
                            FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                return runAndTidy(server, folder);
            }
        } catch (AccessDeniedException e) {
            throw UserError.run(
                            Message.of("download.writingForbidden", request.into(), e.getFile()),
                            Message.of("download.ownFolder"))
                    .causedBy(e);
        } catch (IOException e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(
                            Message.of("download.noFolder", request.into(), failure.reason()),
                            Message.joined(" ", List.of(failure.remedy(), Message.of("download.startAgain"))))
                    .causedBy(e);
        }
    }

    private Optional<Path> runAndTidy(URI server, ModelFolder folder) throws IOException {
        try {
            return run(server, folder);
        } finally {
            Files.deleteIfExists(folder.lock()); // still held, so that nobody else's is deleted
        }
    }

    private Optional<Path> run(URI server, ModelFolder folder) throws IOException {
        List<RemoteFile> files = model.on(server);
        Path collecting = folder.collecting();
        Map<String, Long> present = new HashMap<>();
        for (RemoteFile file : files) {
            present.put(file.path(), FileFetch.present(collecting, file));
        }
        DownloadMeter meter = new DownloadMeter(present, model.bytes(), stop, listener, System::nanoTime);
        try {
            if (folder.isTaken() && isThere(folder, meter)) {
                return finished(meter, true);
            }
            folder.expectRoom(model.bytes() - meter.done() + SPARE_BYTES);
            meter.tell(new DownloadEvent.Started(
                    model.repository(),
                    model.licence(),
                    model.page(),
                    server.getHost(),
                    files.size(),
                    model.bytes(),
                    meter.done()));
            FileFetch fetch = new FileFetch(
                    new Http(Optional.of(server), environment, patience, stop),
                    patience,
                    meter,
                    Message.of("download.checkMirror", SettingName.of("mirror")));
            for (RemoteFile file : files) {
                fetch.fetch(file, collecting);
            }
            folder.take();
            return finished(meter, false);
        } catch (StoppedException e) {
            meter.tell(new DownloadEvent.Stopped(collecting, meter.done(), model.bytes()));
            return Optional.empty();
        }
    }

    private Optional<Path> finished(DownloadMeter meter, boolean wasThere) {
        meter.tell(new DownloadEvent.Finished(request.into(), wasThere));
        return Optional.of(request.into());
    }

    /** Whether the folder holds this very model. Fails if it holds anything else that may not be replaced. */
    private boolean isThere(ModelFolder folder, DownloadMeter meter) throws IOException {
        meter.checking(request.into().toString());
        Optional<String> other = folder.firstOther(model.files(), stop);
        if (stop.getAsBoolean()) {
            throw new StoppedException();
        }
        if (other.isPresent() && !request.overwrite()) {
            throw UserError.request(
                    Message.of("download.otherModel", request.into(), other.get()), Message.of("download.leftAsItIs"));
        }
        return other.isEmpty();
    }

    private URI server() {
        String text = request.mirror().orElseGet(() -> {
            String endpoint = environment.get("HF_ENDPOINT");
            return endpoint == null || endpoint.isBlank() ? HUGGING_FACE : endpoint.strip();
        });
        try {
            URI uri = URI.create(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(text).causedBy(e);
        }
        throw notAnAddress(text);
    }

    private static UserError notAnAddress(String text) {
        return UserError.request(
                Message.of("download.badMirror", text),
                Message.of("download.writeMirror", HUGGING_FACE, SettingName.of("mirror")));
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
        return UserError.request(Message.of("download.anotherOne", request.into()), Message.of("download.waitForIt"));
    }
}
