package loralei.job.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import loralei.config.UserError;
import loralei.job.fetch.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write where a model is asked for. */
class ModelAddressTest {
    @ParameterizedTest
    @CsvSource({
        "owner/na.me, owner/na.me, main, ''",
        "owner/name@v1, owner/name, v1, ''",
        "hf:owner/name, owner/name, main, ''",
        "https://huggingface.co/owner/name, owner/name, main, ''",
        "huggingface.co/owner/name/, owner/name, main, ''",
        "https://hf.co/owner/name/tree/refs%2Fpr%2F1, owner/name, refs/pr/1, ''",
        "https://huggingface.co/owner/name/blob/main/a%20b.safetensors, owner/name, main, a b.safetensors",
        "https://huggingface.co/owner/name/resolve/fp16/d/e+f.safetensors?download=true, owner/name, fp16, d/e+f.safetensors"
    })
    void namesAndAddressesOfHuggingFaceAreRead(String text, String repository, String revision, String file) {
        assertThat(ModelAddress.of(text))
                .contains(new ModelAddress.HuggingFace(
                        repository, revision, Optional.of(file).filter(name -> !name.isEmpty())));
    }

    @Test
    void addressesOfAMirrorAreRead() {
        assertThat(ModelAddress.of("https://mirror.example/owner/name")).isEmpty();
        assertThat(ModelAddress.of("https://mirror.example/owner/name", Set.of("mirror.example")))
                .contains(new ModelAddress.HuggingFace("owner/name", "main", Optional.empty()));
    }

    @Test
    void aTokenInAnAddressIsTakenOut() {
        ModelAddress.Civitai address = (ModelAddress.Civitai)
                ModelAddress.of("https://civitai.com/api/download/models/5?token=abc&fp=fp16&x=y")
                        .orElseThrow();
        assertThat(address.version()).contains("5");
        assertThat(address.token()).contains(new Secret("abc"));
        assertThat(address.wanted()).containsOnlyKeys("fp");
        assertThat(address.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sd3", "", "a/b/c", "../x", "owner/..", "https://example.org/owner/name", "urn:air:x", "C:\\m"})
    void whatIsNoAddressIsNone(String text) {
        assertThat(ModelAddress.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://huggingface.co/datasets/owner/name",
                "https://huggingface.co/owner",
                "https://civitai.com/user/somebody?token=secret",
                "https://civitai.com/models/dream"
            })
    void otherPagesAreRefusedWithoutTheirTokens(String text) {
        assertThatThrownBy(() -> ModelAddress.of(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not the address of a model")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aTokenIsNeverShown() {
        assertThat(Secret.of("abc").orElseThrow()).hasToString("***");
        assertThat(Secret.of(" ")).isEmpty();
        assertThatThrownBy(() -> Secret.of("ab\nc"))
                .isInstanceOf(UserError.class)
                .hasMessageNotContaining("ab");
    }
}
