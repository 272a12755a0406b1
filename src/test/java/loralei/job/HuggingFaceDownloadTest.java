package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.config.UserError;
import loralei.job.DownloadEvent.Remark;
import loralei.job.DownloadEvent.Retrying;
import loralei.job.DownloadEvent.Started;
import loralei.job.fetch.Secret;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads of other models than the standard ones from a server that answers as Hugging Face does. */
class HuggingFaceDownloadTest {
    private static final String REPOSITORY = "painter/dream";
    private static final String API = "/api/models/painter/dream/revision/main";

    @TempDir
    private Path folder;

    private HubFixture hub;
    private byte[] model;

    @BeforeEach
    void start() throws IOException {
        hub = new HubFixture(folder);
        model = HubFixture.oneFile("sd15", folder);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private ObjectNode oneFile(String name) {
        return hub.repository(REPOSITORY, Map.of(name, model, "README.md", new byte[] {1}));
    }

    private UserError failure(String address) throws IOException {
        UserError failure = catchThrowableOfType(UserError.class, () -> hub.run(address));
        assertThat(failure).isNotNull();
        assertThat(hub.files()).allMatch(file -> file.contains(".download/"));
        return failure;
    }

    private Map<String, byte[]> pipeline() throws IOException {
        Map<String, byte[]> files = new TreeMap<>(HubFixture.pipeline());
        files.put("tokenizer/vocab.json", "{\"a\": 0}".getBytes(StandardCharsets.UTF_8));
        files.put("tokenizer/merges.txt", "#version: 0.2\n".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @Test
    void ofAFolderOnlyWhatATrainingNeedsIsTakenInHalfPrecisionWhereItCanBe() throws IOException {
        Map<String, byte[]> files = pipeline();
        List<String> plain = List.copyOf(files.keySet());
        files.put(
                "unet/diffusion_pytorch_model.fp16.safetensors", files.get("unet/diffusion_pytorch_model.safetensors"));
        for (String other : List.of(
                "safety_checker/model.safetensors",
                "unet/diffusion_pytorch_model.bin",
                "dream.ckpt",
                "dream-full.safetensors",
                "../evil.json",
                "tokenizer/../../evil.txt",
                "README.md")) {
            files.put(other, new byte[] {7});
        }
        hub.answersForRepository(hub.repository(REPOSITORY, files));
        hub.into = Optional.of(folder.resolve("models/mine"));
        assertThat(hub.run(REPOSITORY)).contains(folder.resolve("models/mine"));
        List<String> expected = plain.stream()
                .filter(path -> !path.endsWith("tokenizer.json"))
                .map(path -> path.replace("unet/diffusion_pytorch_model.", "unet/diffusion_pytorch_model.fp16."))
                .map(path -> "models/mine/" + path)
                .sorted()
                .toList();
        assertThat(hub.files()).isEqualTo(expected);
        assertThat(hub.eventsOf(Started.class).get(0).licence()).isEqualTo("creativeml-openrail-m");
        assertThat(hub.eventsOf(Remark.class).get(0).text()).hasToString("It is a base model of Stable Diffusion 1.5.");
    }

    @Test
    void aSmallFileThatWasChangedOnTheWayIsFoundOutByGitsHash() throws IOException {
        Map<String, byte[]> files = pipeline();
        byte[] index = files.get("unet/config.json").clone();
        hub.answersForRepository(hub.repository(REPOSITORY, files));
        index[index.length - 1] ^= 1;
        hub.server.once("unet/config.json", (exchange, content) -> RudeServer.proper(exchange, index));
        hub.run(REPOSITORY);
        assertThat(hub.server.askedFor("unet/config.json")).hasSize(2);
        assertThat(hub.eventsOf(Retrying.class)).hasSize(1);
        assertThat(hub.folder.resolve("models/unet/config.json")).hasBinaryContent(files.get("unet/config.json"));
    }

    @Test
    void aFolderThatCannotBeTrainedIsRefusedBeforeItsWeights() throws IOException {
        Map<String, byte[]> files = pipeline();
        String config = new String(files.get("unet/config.json"), StandardCharsets.UTF_8);
        files.put(
                "unet/config.json",
                config.replaceFirst("\"cross_attention_dim\": *\\d+", "\"cross_attention_dim\": 1024")
                        .getBytes(StandardCharsets.UTF_8));
        hub.answersForRepository(hub.repository(REPOSITORY, files));
        assertThat(failure(REPOSITORY)).hasMessageContaining("Stable Diffusion 2");
        assertThat(hub.server.asked).noneMatch(asked -> asked.path().endsWith(".safetensors"));
        assertThat(hub.files()).isEmpty();
    }

    @Test
    void aSingleCheckpointIsTakenAndTheTokenGoesToTheHubOnly() throws IOException {
        hub.token = Secret.of("hf_verysecret");
        hub.answersForRepository(oneFile("dream v2.safetensors"));
        hub.store.has("/cdn", model);
        String path = "/" + REPOSITORY + "/resolve/" + HubFixture.COMMIT + "/dream v2.safetensors";
        RudeServer.Answer toStore = RudeServer.redirect(hub.store.address() + "/cdn");
        hub.server.once(path, toStore, toStore);
        assertThat(hub.run("https://huggingface.co/painter/dream"))
                .contains(folder.resolve("models/dream v2.safetensors"));
        assertThat(folder.resolve("models/dream v2.safetensors")).hasBinaryContent(model);
        assertThat(hub.files()).containsExactly("models/dream v2.safetensors");
        assertThat(hub.server.asked)
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isEqualTo("Bearer hf_verysecret"));
        assertThat(hub.store.asked)
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isNull());
        assertThat(hub.events.toString()).doesNotContain("verysecret");
    }

    @Test
    void aModelThatIsThereIsCheckedAndLeft() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors"));
        hub.run(REPOSITORY);
        hub.run(REPOSITORY);
        assertThat(hub.eventsOf(DownloadEvent.Finished.class).get(1).wasThere()).isTrue();
        Files.write(folder.resolve("models/dream.safetensors"), new byte[] {1});
        assertThat(catchThrowableOfType(UserError.class, () -> hub.run(REPOSITORY)))
                .hasMessageContaining("another file");
        hub.overwrite = true;
        hub.run(REPOSITORY);
        assertThat(folder.resolve("models/dream.safetensors")).hasBinaryContent(model);
        assertThat(hub.files()).containsExactly("models/dream.safetensors");
    }

    @Test
    void anInterruptedFileGoesOnWhereItStopped() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors"));
        RudeServer.Answer header = RudeServer::proper;
        hub.server.once("dream.safetensors", header, RudeServer.hangUpAfter(100_000));
        hub.run(REPOSITORY);
        assertThat(folder.resolve("models/dream.safetensors")).hasBinaryContent(model);
        assertThat(hub.server.askedFor("dream.safetensors").get(2).header("Range"))
                .isEqualTo("bytes=100000-");
    }

    @Test
    void aFileThatChangesBetweenTwoPartsIsBegunAgain() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors"));
        byte[] older = model.clone();
        Arrays.fill(older, 5000, 90_000, (byte) 3);
        hub.server.once(
                "dream.safetensors",
                RudeServer::proper,
                (exchange, content) -> RudeServer.hangUpAfter(100_000).to(exchange, older));
        hub.run(REPOSITORY);
        assertThat(folder.resolve("models/dream.safetensors")).hasBinaryContent(model);
        assertThat(hub.server.askedFor("dream.safetensors").get(2).header("If-Range"))
                .startsWith("\"v");
    }

    @Test
    void contentOfAnotherHashIsRefusedAndNotKept() throws IOException {
        ObjectNode info = oneFile("dream.safetensors");
        info.path("siblings").forEach(node -> {
            if (node.has("lfs")) {
                ((ObjectNode) node.path("lfs")).put("sha256", "0".repeat(64));
            }
        });
        hub.answersForRepository(info);
        assertThat(failure(REPOSITORY)).hasMessageContaining("SHA-256");
    }

    @Test
    void aFileOfAnotherSizeIsRefused() throws IOException {
        ObjectNode info = oneFile("dream.safetensors");
        info.path("siblings").forEach(node -> {
            if (node.has("lfs")) {
                ((ObjectNode) node.path("lfs")).put("size", model.length + 1);
            }
        });
        hub.answersForRepository(info);
        assertThat(failure(REPOSITORY)).hasMessageContaining("not " + (model.length + 1));
    }

    @Test
    void aRevisionAndAFileAreTakenFromTheAddress() throws IOException {
        ObjectNode info = hub.repository(REPOSITORY, Map.of("a.safetensors", model, "old/b.safetensors", model));
        hub.server.has(
                "/api/models/painter/dream/revision/v1.0", info.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(failure("painter/dream@v1.0/x")).isNotNull();
        assertThat(hub.server.asked.get(0).rawPath())
                .endsWith("/revision/v1.0%2Fx"); // one word, as the service wants it
        assertThat(hub.run("https://huggingface.co/painter/dream/blob/v1.0/old/b.safetensors?x=1"))
                .contains(folder.resolve("models/b.safetensors"));
        assertThat(hub.run("painter/dream@v1.0")).contains(folder.resolve("models/a.safetensors"));
    }

    @Test
    void ofSeveralCheckpointsOneHasToBeNamed() throws IOException {
        hub.answersForRepository(hub.repository(REPOSITORY, Map.of("a.safetensors", model, "b.safetensors", model)));
        assertThat(failure(REPOSITORY).remedy()).contains("--file", "a.safetensors (", "b.safetensors (");
        hub.file = Optional.of("b.safetensors");
        assertThat(hub.run(REPOSITORY)).contains(folder.resolve("models/b.safetensors"));
        hub.file = Optional.of("c.safetensors");
        assertThat(catchThrowableOfType(UserError.class, () -> hub.run(REPOSITORY))
                        .remedy())
                .contains("a.safetensors", "b.safetensors");
    }

    @Test
    void aLoraIsRefusedAfterItsHeader() throws IOException {
        Path lora = folder.resolve("lora");
        SafetensorsWriter.write(
                lora,
                Map.of(
                        "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight",
                        TensorData.ofFloats(new float[2_000_000], 1000, 2000)),
                Map.of());
        byte[] bytes = Files.readAllBytes(lora);
        Files.delete(lora);
        hub.answersForRepository(hub.repository(REPOSITORY, Map.of("pytorch_lora_weights.safetensors", bytes)));
        assertThat(failure(REPOSITORY)).hasMessageContaining("a LoRA");
        assertThat(hub.server.askedFor(".safetensors")).hasSize(1);
        assertThat(hub.files()).isEmpty();
    }

    @Test
    void picklesAreRefusedUnread() throws IOException {
        hub.answersForRepository(hub.repository(REPOSITORY, Map.of("dream.ckpt", model)));
        assertThat(failure(REPOSITORY)).hasMessageContaining("can run code");
        hub.file = Optional.of("dream.ckpt");
        assertThat(failure(REPOSITORY)).hasMessageContaining("can run code");
        assertThat(hub.server.asked).allMatch(asked -> asked.path().equals(API));
    }

    @Test
    void termsToAgreeToAreToldBeforeAnythingIsReceived() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors").put("gated", "manual"));
        assertThat(failure(REPOSITORY).remedy()).contains("--token", "HF_TOKEN", "agree to the terms");
        hub.environment.put("HF_TOKEN", "hf_of_nobody");
        hub.server.once("dream.safetensors", RudeServer.refusal(403, "GatedRepo", "Access is restricted"));
        assertThat(failure(REPOSITORY)).hasMessageContaining("not agreed to");
    }

    @Test
    void refusalsAreToldByTheirReason() throws IOException {
        hub.server.once(API, RudeServer.refusal(401, "RepoNotFound", "Repository not found"));
        assertThat(failure(REPOSITORY)).hasMessageContaining("no such repository");
        hub.server.once(API, RudeServer.refusal(404, "RevisionNotFound", "Invalid rev id"));
        assertThat(failure(REPOSITORY)).hasMessageContaining("no such revision");
        hub.server.once(API, RudeServer.refusal(401, "", "Invalid username or password."));
        assertThat(failure(REPOSITORY).remedy()).contains("HF_TOKEN");
        assertThat(hub.server.asked).hasSize(3);
    }

    @Test
    void aBusyServerAndAnswersThatAreCutOffAreAskedAgain() throws IOException {
        ObjectNode info = oneFile("dream.safetensors");
        hub.answersForRepository(info);
        hub.server.once(
                API, RudeServer.busy(429, "1"), RudeServer.body(info.toString().substring(0, 100)));
        hub.server.once("dream.safetensors", RudeServer.busy(429, "1"));
        hub.run(REPOSITORY);
        assertThat(hub.eventsOf(Retrying.class))
                .extracting(event -> event.reason().toString())
                .containsExactly(
                        "the server is busy (429)",
                        "the answer is not what was asked for, often a sign-in page " + "of the network or a proxy",
                        "the server is busy (429)");
        assertThat(folder.resolve("models/dream.safetensors")).hasBinaryContent(model);
    }

    @Test
    void aSignInPageIsNotTakenForTheModel() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors"));
        hub.server.once("dream.safetensors", RudeServer.body("<!DOCTYPE html><title>Sign in</title>".repeat(9)));
        assertThat(failure(REPOSITORY).remedy()).contains("sign-in page");
        String page = "<html>";
        hub.server.once(API, RudeServer.body(page), RudeServer.body(page), RudeServer.body(page));
        assertThat(failure(REPOSITORY)).hasMessageContaining("sign-in page");
    }

    @Test
    void aProxyOfTheEnvironmentHoldsForTheHubsToo() throws IOException {
        hub.answersForRepository(oneFile("dream.safetensors"));
        hub.environment.put("http_proxy", hub.server.address());
        DownloadRequest request = new DownloadRequest(
                REPOSITORY, hub.into, Optional.of("http://models.invalid"), false, Optional.empty(), Optional.empty());
        assertThat(new DownloadJob(
                                Optional.empty(),
                                request,
                                hub.environment,
                                DownloadFixture.patience(Duration.ofSeconds(20)),
                                () -> false,
                                event -> {})
                        .run())
                .isPresent();
    }
}
