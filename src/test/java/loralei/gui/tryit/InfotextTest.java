package loralei.gui.tryit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loralei.config.SamplerKind;
import org.junit.jupiter.api.Test;

class InfotextTest {
    /** As A1111 1.10 writes it. */
    private static final String A1111 = "fsk49 cat, on grass <lora:my-cat:0.8>\nsecond line\n"
            + "Negative prompt: blurry,\nugly\n"
            + "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 4294967295, Size: 512x768,"
            + " Model: v1-5, Lora hashes: \"my-cat: 0123, b: 45\", Version: v1.10.1";

    @Test
    void promptNegativePromptLorasAndFieldsAreToldApart() {
        Infotext text = Infotext.of(A1111);

        assertThat(text.prompt()).isEqualTo("fsk49 cat, on grass\nsecond line");
        assertThat(text.negative()).isEqualTo("blurry,\nugly");
        assertThat(text.loras()).containsExactly(new Infotext.Lora("my-cat", "0.8"));
        assertThat(text.fields())
                .containsEntry("Lora hashes", "my-cat: 0123, b: 45")
                .containsEntry("Version", "v1.10.1");
    }

    @Test
    void theFieldsOfTheTabFollow() {
        Map<String, String> samplers = TryForm.names(SamplerKind.class, id -> id.equals("dpmpp_2m") ? "DPM++ 2M" : id);

        assertThat(Infotext.of(A1111).entries(samplers, Map.of("karras", "karras")))
                .containsEntry("width", "512")
                .containsEntry("height", "768")
                .containsEntry("steps", "20")
                .containsEntry("guidance", "7.5")
                .containsEntry("seed", "4294967295")
                .containsEntry("sampler", "dpmpp_2m")
                .containsEntry("schedule", "karras");
    }

    @Test
    void theSameWithoutTheLoraIsLikeItAndAnotherSeedIsNot() {
        Infotext text = Infotext.of(A1111);

        assertThat(text.isLike(Infotext.of(A1111.replace(" <lora:my-cat:0.8>", ""))))
                .isTrue();
        assertThat(text.isLike(Infotext.of(A1111.replace("4294967295", "1")))).isFalse();
    }

    @Test
    void aTextInNoSuchFormIsAPrompt() {
        assertThat(Infotext.of("only words").prompt()).isEqualTo("only words");
        assertThat(Infotext.of("").prompt()).isEmpty();
    }
}
