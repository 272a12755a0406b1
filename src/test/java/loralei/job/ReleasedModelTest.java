package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import loralei.config.Family;
import loralei.job.fetch.RemoteFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of what is downloaded. */
class ReleasedModelTest {
    private static List<String> paths(Family family) {
        return ReleasedModel.of(family).files().stream()
                .map(ReleasedModel.Entry::path)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void eachFileHasAPathASizeAndAHash(Family family) {
        ReleasedModel model = ReleasedModel.of(family);
        assertThat(model.repository()).matches("[\\w.-]+/[\\w.-]+");
        assertThat(model.revision()).matches("[0-9a-f]{40}");
        assertThat(model.licence()).startsWith("CreativeML Open RAIL");
        assertThat(model.files()).doesNotHaveDuplicates().allSatisfy(file -> {
            assertThat(file.sha256()).matches("[0-9a-f]{64}");
            assertThat(file.size()).isPositive();
            assertThat(file.path()).matches("\\w+(/[\\w.]+)?(\\.json)?");
        });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void allThatABaseModelIsReadFromIsThere(Family family) {
        assertThat(paths(family))
                .contains(
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.fp16.safetensors",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.fp16.safetensors",
                        "text_encoder/config.json",
                        "text_encoder/model.fp16.safetensors",
                        "tokenizer/vocab.json",
                        "tokenizer/merges.txt",
                        "tokenizer/tokenizer_config.json",
                        "scheduler/scheduler_config.json");
    }

    @Test
    void sdxlHasASecondTextEncoder() {
        assertThat(paths(Family.SDXL))
                .contains(
                        "text_encoder_2/config.json",
                        "text_encoder_2/model.fp16.safetensors",
                        "tokenizer_2/vocab.json",
                        "tokenizer_2/merges.txt",
                        "tokenizer_2/special_tokens_map.json");
        assertThat(paths(Family.SD15)).noneMatch(path -> path.contains("_2"));
    }

    @Test
    void theSizesAreThoseThatTheCommandPromises() {
        assertThat(ReleasedModel.of(Family.SD15).bytes()).isBetween(2_100_000_000L, 2_150_000_000L);
        assertThat(ReleasedModel.of(Family.SDXL).bytes()).isBetween(6_900_000_000L, 6_950_000_000L);
    }

    @Test
    void addressesNameTheRevision() {
        RemoteFile first = ReleasedModel.of(Family.SD15)
                .on(URI.create("https://mirror/hf/"))
                .files()
                .get(0);
        assertThat(first.uri())
                .hasToString("https://mirror/hf/stable-diffusion-v1-5/stable-diffusion-v1-5/resolve/"
                        + "451f4fe16113bff5a5d2269ed5ad43b0592e9a14/model_index.json");
    }
}
