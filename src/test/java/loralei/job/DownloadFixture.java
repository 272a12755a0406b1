package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.job.fetch.Patience;
import loralei.safetensors.Sha256;

/** A model of two small files on a server of this computer, and downloads of it. */
final class DownloadFixture implements AutoCloseable {
    static final String SMALL = "unet/config.json";
    static final String LARGE = "unet/weights.safetensors";

    final RudeServer server = new RudeServer();
    final Path folder;
    final Path target;
    final byte[] small = "{\"in_channels\": 4}".getBytes(StandardCharsets.UTF_8);
    final byte[] large = new byte[300_000];
    final List<DownloadEvent> events = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    final AtomicBoolean stop = new AtomicBoolean();
    Consumer<DownloadEvent> listener = event -> {};
    Duration silence = Duration.ofSeconds(20);
    Optional<String> mirror;
    boolean overwrite;

    DownloadFixture(Path folder) throws IOException {
        this.folder = folder;
        this.target = folder.resolve("models/sd15");
        new Random(7).nextBytes(large);
        mirror = Optional.of(server.address());
        server.has("/org/model/resolve/abc/" + SMALL, small);
        server.has("/org/model/resolve/abc/" + LARGE, large);
    }

    ReleasedModel model() {
        return new ReleasedModel(
                Family.SD15,
                "org/model",
                "abc",
                "Open Cake Licence",
                List.of(
                        new ReleasedModel.Entry(SMALL, small.length, sha256(small)),
                        new ReleasedModel.Entry(LARGE, large.length, sha256(large))));
    }

    static String sha256(byte[] content) {
        Sha256 digest = new Sha256();
        digest.update(ByteBuffer.wrap(content));
        return digest.hex();
    }

    /** Soon tired of servers. */
    static Patience patience(Duration silence) {
        return new Patience(3, Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofSeconds(5), silence);
    }

    Optional<Path> run() {
        DownloadRequest request = new DownloadRequest(Family.SD15, target, mirror, overwrite);
        return new DownloadJob(Optional.of(model()), request, environment, patience(silence), stop::get, event -> {
                    events.add(event);
                    listener.accept(event);
                })
                .run();
    }

    Path part() {
        return folder.resolve("models/sd15.download").resolve(LARGE + ".part");
    }

    <E extends DownloadEvent> List<E> eventsOf(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All files under the folder, relative to it. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** Fails unless the model is there, and nothing else. */
    void theModelIsInPlace() throws IOException {
        assertThat(target.resolve(SMALL)).hasBinaryContent(small);
        assertThat(target.resolve(LARGE)).hasBinaryContent(large);
        assertThat(files()).containsExactly("models/sd15/" + SMALL, "models/sd15/" + LARGE);
    }

    @Override
    public void close() {
        server.close();
    }
}
