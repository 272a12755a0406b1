package loralei.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import loralei.config.Bytes;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.job.fetch.GzipDownload;
import loralei.job.fetch.Http;
import loralei.job.fetch.Patience;
import loralei.text.Message;
import loralei.torch.Natives;
import loralei.torch.Platform;

/**
 * Fetches the build of libtorch for this computer's processor or graphics card to where DJL looks for it. DJL would do
 * so itself at its first use, but in silence, from the beginning after each interruption, and never for a card that has
 * a driver and no CUDA toolkit.
 */
public final class NativesJob {
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

    private final Request request;
    private final GzipDownload download;

    NativesJob(Request request, Patience patience) {
        this.request = request;
        this.download = new GzipDownload(new Http(request.source(), System.getenv(), patience, () -> false), patience);
    }

    /**
     * Fetches what is missing; a second call goes on where the first one was cut off.
     *
     * @return the folder with the libraries
     */
    public static Path run(Request request, Listener listener) throws IOException {
        return new NativesJob(request, Patience.USUAL).run(listener);
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
        try {
            List<String> files = files(index(base), request.flavor() + "/" + platform.classifier() + "/");
            // Beside the finished folder, so that moving it is one step of the file system.
            Path partial = Files.createDirectories(cache.resolve(folder.getFileName() + ".part"));
            checkSpace(partial, request.flavor());
            for (int i = 0; i < files.size(); i++) {
                int number = i + 1;
                download.fetch(
                        base.resolve(files.get(i)),
                        partial,
                        (name, bytes, total) -> listener.progress(name, number, files.size(), bytes, total));
            }
            return Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileNotFoundException e) {
            throw UserError.run(Message.of("natives.notFound", version, base), Message.of("natives.checkUrl"))
                    .causedBy(e);
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

    private List<String> index(URI base) throws IOException {
        return new String(download.read(base.resolve("files.txt")), StandardCharsets.UTF_8)
                .lines()
                .toList();
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
