package loralei.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.TinyFile;
import loralei.job.fetch.Secret;
import loralei.safetensors.DType;

/** A server on this computer that answers as Hugging Face and CivitAI do, and downloads from it. */
final class HubFixture implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final ObjectMapper JSON = new ObjectMapper();

    final RudeServer server = new RudeServer();
    final RudeServer store = new RudeServer();
    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    final List<DownloadEvent> events = new ArrayList<>();
    Optional<Path> into;
    Optional<String> file = Optional.empty();
    Optional<Secret> token = Optional.empty();
    boolean overwrite;

    HubFixture(Path folder) throws IOException {
        this.folder = folder;
        this.into = Optional.of(folder.resolve("models"));
    }

    /** A small model in one file, with random weights. */
    static byte[] oneFile(String family, Path folder) throws IOException {
        Path file = TinyFile.of(family).in((name, type) -> DType.F16).write(folder.resolve(family + ".tmp"));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** The files of a small model in a folder. */
    static Map<String, byte[]> pipeline() throws IOException {
        Path model = Path.of("src/test/resources/loralei/conformance/sd15/model");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(model)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(model.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Hugging Face's answer for a repository, whose files the server has. */
    ObjectNode repository(String name, Map<String, byte[]> files) {
        ObjectNode info =
                JSON.createObjectNode().put("id", name).put("sha", COMMIT).put("gated", false);
        info.putObject("cardData").put("license", "creativeml-openrail-m");
        ArrayNode siblings = info.putArray("siblings");
        files.forEach((path, content) -> {
            ObjectNode sibling = siblings.addObject().put("rfilename", path).put("size", content.length);
            if (path.endsWith(".safetensors")) {
                sibling.put("blobId", "f".repeat(40));
                sibling.putObject("lfs")
                        .put("sha256", DownloadFixture.sha256(content))
                        .put("size", content.length)
                        .put("pointerSize", 134);
            } else {
                sibling.put("blobId", gitHash(content));
            }
            server.has("/" + name + "/resolve/" + COMMIT + "/" + path, content);
        });
        return info;
    }

    static String gitHash(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void answersForRepository(ObjectNode info) {
        server.has(
                "/api/models/" + info.path("id").asText() + "/revision/main",
                info.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** CivitAI's answer for version 20 of model 10, whose file the server has in its store. */
    ObjectNode version(String type, String fileName, byte[] content) {
        ObjectNode version = JSON.createObjectNode()
                .put("id", 20)
                .put("modelId", 10)
                .put("name", "v2")
                .put("baseModel", "SD 1.5");
        version.putObject("model").put("name", "Dream").put("type", type);
        addFile(version, fileName, content).put("primary", true);
        store.has("/store/20", content);
        return version;
    }

    ObjectNode addFile(ObjectNode version, String fileName, byte[] content) {
        ObjectNode file = version.withArray("files")
                .addObject()
                .put("id", 5)
                .put("name", fileName)
                .put("type", "Model")
                .put("sizeKB", content.length / 1024.0)
                .put("downloadUrl", "https://civitai.com/api/download/models/20");
        file.putObject("metadata")
                .put("format", "SafeTensor")
                .put("size", "pruned")
                .put("fp", "fp16");
        file.putObject("hashes").put("SHA256", DownloadFixture.sha256(content).toUpperCase(Locale.ROOT));
        return file;
    }

    void answersForVersion(ObjectNode version) {
        server.has("/api/v1/model-versions/20", version.toString().getBytes(StandardCharsets.UTF_8));
        RudeServer.Answer[] redirects = new RudeServer.Answer[9];
        Arrays.fill(redirects, RudeServer.redirect(store.address() + "/store/20?signed=1"));
        server.once("/api/download/models/20", redirects);
    }

    Optional<Path> run(String model) {
        DownloadRequest request =
                new DownloadRequest(model, into, Optional.of(server.address()), overwrite, file, token);
        return new DownloadJob(
                        Optional.empty(),
                        request,
                        environment,
                        DownloadFixture.patience(Duration.ofSeconds(20)),
                        () -> false,
                        events::add)
                .run();
    }

    <E extends DownloadEvent> List<E> eventsOf(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All files under the folder, relative to it. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
