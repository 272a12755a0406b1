package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import loralei.config.UserError;
import loralei.job.DownloadEvent.Remark;
import loralei.job.DownloadEvent.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server that answers as CivitAI does. */
class CivitaiDownloadTest {
    private static final String PAGE = "https://civitai.com/models/10/dream?modelVersionId=20";
    private static final String API = "/api/v1/model-versions/20";
    private static final String FILE = "/api/download/models/20";

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

    private UserError failure(String address) throws IOException {
        UserError failure = catchThrowableOfType(UserError.class, () -> hub.run(address));
        assertThat(failure).isNotNull();
        assertThat(hub.files()).allMatch(file -> file.contains(".download/"));
        return failure;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PAGE,
                "https://civitai.com/api/download/models/20?type=Model&format=SafeTensor&size=pruned&fp=fp16",
                "urn:air:sd1:checkpoint:civitai:10@20",
                "civitai:10@20",
                "civitai.com/api/v1/model-versions/20"
            })
    void aVersionIsTakenFromEveryKindOfAddress(String address) throws IOException {
        hub.answersForVersion(hub.version("Checkpoint", "dream_v2.safetensors", model));
        assertThat(hub.run(address)).contains(folder.resolve("models/dream_v2.safetensors"));
        assertThat(folder.resolve("models/dream_v2.safetensors")).hasBinaryContent(model);
        assertThat(hub.files()).containsExactly("models/dream_v2.safetensors");
        Started started = hub.eventsOf(Started.class).get(0);
        assertThat(started.model()).isEqualTo("Dream, v2");
        assertThat(started.page()).isEqualTo("https://civitai.com/models/10?modelVersionId=20");
    }

    @Test
    void withoutAVersionTheNewestIsTaken() throws IOException {
        ObjectNode version = hub.version("Checkpoint", "dream_v2.safetensors", model);
        ObjectNode page =
                new ObjectMapper().createObjectNode().put("name", "Dream").put("type", "Checkpoint");
        page.putArray("modelVersions").add(version).addObject().put("id", 19);
        hub.answersForVersion(version);
        hub.server.has("/api/v1/models/10", page.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(hub.run("https://civitai.com/models/10")).contains(folder.resolve("models/dream_v2.safetensors"));
    }

    @Test
    void theTokenGoesToTheHubAndNeitherToItsStoreNorIntoAnAddress() throws IOException {
        hub.answersForVersion(hub.version("Checkpoint", "d.safetensors", model));
        hub.run("https://civitai.com/api/download/models/20?token=verysecret");
        assertThat(hub.server.asked).allSatisfy(asked -> {
            assertThat(asked.header("Authorization")).isEqualTo("Bearer verysecret");
            assertThat(String.valueOf(asked.query())).doesNotContain("secret");
        });
        assertThat(hub.store.asked)
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isNull());
        assertThat(hub.events.toString()).doesNotContain("secret");
    }

    @Test
    void anotherServicesTokenIsNotSent() throws IOException {
        hub.environment.put("HF_TOKEN", "hf_secret");
        hub.environment.put("CIVITAI_TOKEN", "civit");
        hub.answersForVersion(hub.version("Checkpoint", "d.safetensors", model));
        hub.run(PAGE);
        assertThat(hub.server.asked)
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isEqualTo("Bearer civit"));
    }

    @ParameterizedTest
    @CsvSource({
        "../../evil.safetensors, evil.safetensors",
        "C:\\windows\\evil.safetensors, evil.safetensors",
        "CON.safetensors, _CON.safetensors",
        "..., model.safetensors",
        "a<b>:c?.safetensors, a_b_c_.safetensors",
        "dream v1.5, dream v1.5.safetensors"
    })
    void namesAreMadeGood(String given, String name) throws IOException {
        ObjectNode version = hub.version("Checkpoint", given, model);
        hub.answersForVersion(version);
        hub.file = Optional.of(given); // also where the name has no ending
        assertThat(hub.run(PAGE)).contains(folder.resolve("models").resolve(name));
        assertThat(hub.files()).containsExactly("models/" + name);
    }

    @Test
    void otherKindsAreRefusedByWhatTheyAre() throws IOException {
        hub.answersForVersion(hub.version("LORA", "d.safetensors", model));
        assertThat(failure(PAGE)).hasMessageContaining("a LoRA");
        hub.answersForVersion(hub.version("Upscaler", "d.safetensors", model));
        assertThat(failure(PAGE)).hasMessageContaining("Upscaler");
        assertThat(hub.server.asked).allMatch(asked -> asked.path().equals(API));
        assertThat(hub.files()).isEmpty();
    }

    @Test
    void aCheckpointThatIsNoneIsToldByItsHeader() throws IOException {
        byte[] flux = header("{\"double_blocks.0.img_attn.norm.query_norm.scale\":"
                + "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
        hub.answersForVersion(hub.version("Checkpoint", "d.safetensors", flux));
        assertThat(failure(PAGE)).hasMessageContaining("FLUX");
        assertThat(hub.store.asked).hasSize(1);
    }

    private static byte[] header(String json) {
        byte[] bytes = new byte[8 + json.length() + 4];
        bytes[0] = (byte) json.length();
        System.arraycopy(json.getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, json.length());
        return bytes;
    }

    @Test
    void onlyPicklesMeansNoDownload() throws IOException {
        hub.answersForVersion(hub.version("Checkpoint", "d.ckpt", model));
        assertThat(failure(PAGE)).hasMessageContaining("can run code");
    }

    @Test
    void earlyAccessAndSignInAreTold() throws IOException {
        hub.answersForVersion(hub.version("Checkpoint", "d.safetensors", model));
        hub.server.once(API, RudeServer.refusal(404, "", "{\"error\":\"Model not found\"}"));
        assertThat(failure(PAGE)).hasMessageContaining("no model or version");
        try (HubFixture other = new HubFixture(folder)) {
            String early = "{\"error\":\"Early Access\",\"message\":\"This asset is in Early Access.\"}";
            other.server.has(
                    API,
                    hub.version("Checkpoint", "d.safetensors", model).toString().getBytes(StandardCharsets.UTF_8));
            other.server.once(
                    FILE,
                    RudeServer.refusal(403, "", early),
                    RudeServer.refusal(401, "", "{\"error\":\"Unauthorized\"}"),
                    RudeServer.redirect("/login"),
                    RudeServer.status(410));
            other.server.has("/login", "<html><title>Login</title></html>".getBytes(StandardCharsets.UTF_8));
            hub.close();
            hub = other;
            assertThat(failure(PAGE)).hasMessageContaining("early access");
            assertThat(failure(PAGE).remedy()).contains("CIVITAI_TOKEN", "--token");
            assertThat(failure(PAGE)).hasMessageContaining("no .safetensors file");
            assertThat(failure(PAGE)).hasMessageContaining("any more");
        }
        hub = new HubFixture(folder);
    }

    @Test
    void aFileWithoutAPublishedHashIsCheckedByItsSizeAndSaidSo() throws IOException {
        ObjectNode version = hub.version("Checkpoint", "d.safetensors", model);
        ((ObjectNode) version.path("files").path(0)).putObject("hashes");
        ((ObjectNode) version.path("files").path(0)).put("sizeKB", Math.round(model.length / 1024.0));
        hub.answersForVersion(version);
        hub.run(PAGE);
        assertThat(hub.eventsOf(Remark.class))
                .extracting(remark -> remark.text().toString())
                .anyMatch(text -> text.contains("only the size was checked"));
        assertThat(folder.resolve("models/d.safetensors")).hasBinaryContent(model);
    }

    @Test
    void contentOfAnotherHashIsRefused() throws IOException {
        ObjectNode version = hub.version("Checkpoint", "d.safetensors", model);
        ((ObjectNode) version.path("files").path(0).path("hashes")).put("SHA256", "A".repeat(64));
        hub.answersForVersion(version);
        assertThat(failure(PAGE)).hasMessageContaining("SHA-256");
    }

    @Test
    void aVersionOfAnotherModelIsNoticed() throws IOException {
        hub.answersForVersion(hub.version("Checkpoint", "d.safetensors", model));
        assertThat(failure("civitai:11@20")).hasMessageContaining("does not belong to model 11 but to 10");
    }
}
