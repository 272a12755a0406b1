package loralei.job;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import loralei.config.Bytes;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.job.fetch.FetchWatcher;
import loralei.job.fetch.FileFetch;
import loralei.job.fetch.GzipDownload;
import loralei.job.fetch.Http;
import loralei.job.fetch.Patience;
import loralei.job.fetch.RemoteFile;
import loralei.text.Message;
import loralei.torch.Natives;
import loralei.torch.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the build of libtorch for this computer's processor or graphics card to where DJL looks for it. DJL would do
 * so itself at its first use, but in silence, from the beginning after each interruption, and never for a card that has
 * a driver and no CUDA toolkit.
 */
public final class NativesJob {
    private static final Logger LOG = LoggerFactory.getLogger(NativesJob.class);

    /** Where the makers of DJL publish the builds: an index file, and each library compressed by gzip. */
    public static final URI PUBLISHER = URI.create("https://publish.djl.ai/pytorch/");

    /** Bytes that the compressed and the unpacked libraries take while they are fetched, roughly. */
    private static final long CUDA_SPACE = 9_000_000_000L;

    private static final long CPU_SPACE = 900_000_000L;

    /** Told how far it is; on the calling thread. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A part of a file came in.
         *
         * @param file its name
         * @param number its place in the list, from 1
         * @param count how many files there are
         * @param bytes what is here of it, compressed
         * @param total its length, compressed; -1 if the server does not tell
         */
        void progress(String file, int number, int count, long bytes, long total);
    }

    /**
     * What to fetch.
     *
     * @param flavor {@code cpu}, or {@code cu128} for NVIDIA cards
     * @param cache DJL's folder for engines
     * @param source the publisher, or a mirror of it; ends with a slash
     */
    public record Request(String flavor, Path cache, URI source) {
        /** For the folder where the DJL of this process looks. */
        public static Request here(String flavor, URI source) {
            return new Request(flavor, Natives.cache(), source);
        }
    }

    /** Tells the listener of the file that is being received. */
    private static final class Progress implements FetchWatcher {
        private final Listener listener;
        private int number;
        private int count;
        private long total;

        Progress(Listener listener) {
            this.listener = listener;
        }

        void next(int place, int files) {
            number = place;
            count = files;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }

        @Override
        public void expecting(String path, OptionalLong bytes) {
            total = bytes.orElse(-1);
        }

        @Override
        public void at(String path, long bytes) {
            if (number > 0) {
                listener.progress(path, number, count, bytes, total);
            }
        }

        @Override
        public void checking(String path) {
            total = -1; // not asked yet
        }

        @Override
        public void retrying(String path, Message reason, Duration pause) {
            LOG.info("{}: {}, next try in {}", path, reason, pause);
        }
    }

    private final Request request;
    private final Map<String, String> environment;
    private final Patience patience;

    NativesJob(Request request, Map<String, String> environment, Patience patience) {
        this.request = request;
        this.environment = environment;
        this.patience = patience;
    }

    /**
     * Fetches what is missing; a second call goes on where the first one was cut off.
     *
     * @return the folder with the libraries
     */
    public static Path run(Request request, Listener listener) throws IOException {
        return new NativesJob(request, System.getenv(), Patience.USUAL).run(listener);
    }

    Path run(Listener listener) throws IOException {
        String version = Natives.version();
        Platform platform = Platform.current();
        Path cache = request.cache().resolve("pytorch");
        Path folder = cache.resolve(platform.folderName(version, request.flavor()));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        URI base = request.source().resolve(version + "/");
        Progress progress = new Progress(listener);
        FileFetch fetch = new FileFetch(
                new Http(Optional.empty(), Optional.empty(), environment, patience, () -> false),
                patience,
                progress,
                Message.of("natives.checkUrl"));
        GzipDownload download = new GzipDownload(fetch);
        try {
            // Beside the finished folder, so that moving it is one step of the file system.
            Path partial = Files.createDirectories(cache.resolve(folder.getFileName() + ".part"));
            List<String> files =
                    files(index(fetch, base, partial), request.flavor() + "/" + platform.classifier() + "/");
            checkSpace(partial, request.flavor());
            for (int i = 0; i < files.size(); i++) {
                progress.next(i + 1, files.size());
                download.fetch(base.resolve(files.get(i)), partial);
            }
            return Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(Message.of("natives.noFolder", cache, failure.reason()), failure.remedy())
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.run(
                            Message.of("natives.notFetched", base, Message.of(e)), Message.of("natives.checkNetwork"))
                    .causedBy(e);
        }
    }

    /** The list of all files, asked for anew each time. */
    private static List<String> index(FileFetch fetch, URI base, Path folder) throws IOException {
        Path index = folder.resolve("files.txt");
        Files.deleteIfExists(index);
        fetch.fetch(RemoteFile.unchecked(base.resolve("files.txt"), "files.txt"), folder);
        List<String> lines = Files.readAllLines(index);
        Files.delete(index);
        return lines;
    }

    /** The files of one build, which the index names by paths such as {@code cpu/win-x86_64/native/lib/torch.dll.gz}. */
    private static List<String> files(List<String> index, String prefix) {
        List<String> files = index.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(prefix))
                .toList();
        if (files.isEmpty()) {
            throw UserError.request(
                    Message.of("natives.noBuild", prefix.replace('/', ' ').strip()), Message.of("natives.nvidiaNeeds"));
        }
        return files;
    }

    private static void checkSpace(Path folder, String flavor) throws IOException {
        long needed = flavor.equals("cpu") ? CPU_SPACE : CUDA_SPACE;
        long there = FreeSpace.at(folder);
        if (there < needed) {
            throw UserError.run(
                    Message.of("natives.noSpace", folder, Bytes.stored(there), Bytes.stored(needed)),
                    Message.of("natives.makeRoom"));
        }
    }
}
