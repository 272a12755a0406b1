package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import loralei.config.UserError;
import loralei.torch.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesJobTest {
    private static final String CLASSIFIER = Platform.current().classifier();
    private static final String FOLDER = "/2.7.1/cpu/" + CLASSIFIER + "/native/lib/";

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private volatile boolean authorized;
    private int cutOffAfter = Integer.MAX_VALUE;

    @TempDir
    Path cache;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        files.put(
                "/2.7.1/files.txt",
                String.join(
                                "\n",
                                FOLDER.substring(7) + "a%2Bb.so.gz",
                                FOLDER.substring(7) + "c.so.gz",
                                "cpu/other/x.gz")
                        .getBytes(StandardCharsets.UTF_8));
        files.put(FOLDER + "a+b.so.gz", gzip("first library"));
        files.put(FOLDER + "c.so.gz", gzip("second library"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Answers as a server of files does, and drops the line after some bytes if it is told to. */
    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        authorized |= exchange.getRequestHeaders().containsKey("Authorization");
        asked.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
        byte[] file = files.get(exchange.getRequestURI().getPath());
        try (exchange) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= file.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            byte[] rest = Arrays.copyOfRange(file, from, file.length);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, rest.length);
            boolean library = exchange.getRequestURI().getPath().endsWith(".gz");
            exchange.getResponseBody().write(rest, 0, library ? Math.min(cutOffAfter, rest.length) : rest.length);
        }
    }

    private Path fetch() throws IOException {
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return job(source).run((file, number, count, bytes, total) -> {});
    }

    private NativesJob job(URI source) {
        return new NativesJob(
                new NativesJob.Request("cpu", cache, source),
                Map.of("HF_TOKEN", "secret"),
                DownloadFixture.patience(Duration.ofSeconds(5)));
    }

    @Test
    void theTokenForHuggingFaceIsNotSentToThePublisherOfPytorch() throws IOException {
        fetch();
        assertThat(asked).isNotEmpty();
        assertThat(authorized).isFalse();
    }

    @Test
    void theLibrariesLieWhereDjlLooksForThem() throws IOException {
        Path folder = fetch();

        assertThat(folder).isEqualTo(cache.resolve("pytorch/2.7.1-cpu-" + CLASSIFIER));
        assertThat(folder.resolve("a+b.so")).hasContent("first library");
        assertThat(folder.resolve("c.so")).hasContent("second library");
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void aSecondTimeAsksNobody() throws IOException {
        fetch();
        asked.clear();
        fetch();
        assertThat(asked).isEmpty();
    }

    @Test
    void aDroppedLineIsTakenUpWhereItBroke() throws IOException {
        cutOffAfter = 20;

        Path folder = fetch();

        assertThat(folder.resolve("a+b.so")).hasContent("first library");
        assertThat(asked).contains(FOLDER + "a+b.so.gz bytes=20-");
    }

    @Test
    void whatIsThereFromAnEarlierStartIsKept() throws IOException {
        byte[] second = files.remove(FOLDER + "c.so.gz");
        assertThatThrownBy(this::fetch).isInstanceOf(UserError.class).hasMessageContaining("has no file");
        assertThat(cache.resolve("pytorch/2.7.1-cpu-" + CLASSIFIER)).doesNotExist();

        files.put(FOLDER + "c.so.gz", second);
        asked.clear();
        fetch();

        assertThat(asked).containsExactly("/2.7.1/files.txt", FOLDER + "c.so.gz");
    }

    @Test
    void aDamagedLibraryNeverComesIntoPlace() throws IOException {
        byte[] damaged = files.get(FOLDER + "c.so.gz");
        damaged[damaged.length - 6] ^= 1; // in the checksum at the end

        assertThatThrownBy(this::fetch).isInstanceOf(UserError.class).hasMessageContaining("c.so.gz is damaged");

        assertThat(cache.resolve("pytorch/2.7.1-cpu-" + CLASSIFIER)).doesNotExist();
    }

    @Test
    void aWholeArchiveFromAnEarlierStartIsOnlyUnpacked() throws IOException {
        Path partial = Files.createDirectories(cache.resolve("pytorch/2.7.1-cpu-" + CLASSIFIER + ".part"));
        Files.write(partial.resolve("c.so.gz"), files.get(FOLDER + "c.so.gz"));

        assertThat(fetch().resolve("c.so")).hasContent("second library");
    }

    @Test
    void aListThatIsNowhereIsToldWithWhatNamesItsServer() {
        files.remove("/2.7.1/files.txt");
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("LORALEI_NATIVES_URL"))
                .hasMessageContaining("has no file /2.7.1/files.txt");
    }

    @Test
    void progressCountsFilesAndBytes() throws IOException {
        List<String> told = new ArrayList<>();
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        job(source)
                .run((file, number, count, bytes, total) ->
                        told.add(file + " " + number + "/" + count + " " + bytes + "/" + total));
        int size = files.get(FOLDER + "c.so.gz").length;
        assertThat(told).contains("c.so.gz 2/2 " + size + "/" + size).noneMatch(line -> line.startsWith("files.txt"));
    }

    @Test
    void anUnknownBuildIsRefused() {
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        assertThatThrownBy(() -> NativesJob.run(
                        new NativesJob.Request("cu128", cache, source), (file, number, count, bytes, total) -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("There is no build of PyTorch cu128");
    }

    @Test
    void systemsGoByTheNamesOfTheirBuilds() {
        assertThat(Platform.of("Windows 11", "amd64").classifier()).isEqualTo("win-x86_64");
        assertThat(Platform.of("Linux", "aarch64").classifier()).isEqualTo("linux-aarch64");
        assertThat(Platform.of("Mac OS X", "aarch64").classifier()).isEqualTo("osx-aarch64");
    }
}
