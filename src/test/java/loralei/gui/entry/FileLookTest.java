package loralei.gui.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loralei.config.Family;
import loralei.gui.form.Severity;
import loralei.job.InspectJob;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLookTest {
    private static final Path FILES = Path.of("src", "test", "resources", "loralei", "conformance");
    private static final Path MODEL = FILES.resolve("sd15/model");

    @TempDir
    Path folder;

    private final FileLook look = new FileLook(InspectJob::run, Texts.of("tryit", Locale.ENGLISH));

    @Test
    void aModelAndALoraThatFitAreDescribed() {
        FileLook.Found found = look.at(MODEL.toString(), List.of(lora("sd15"), ""));

        assertThat(found.model().family()).hasValue(Family.SD15);
        assertThat(found.model().text()).isEqualTo(Family.SD15.title());
        assertThat(found.loras().get(0).severity()).isEqualTo(Severity.MUTED);
        assertThat(found.loras().get(0).text()).contains("rank 4");
        assertThat(found.loras().get(1)).isEqualTo(Finding.NONE);
    }

    @Test
    void aLoraOfTheOtherFamilyIsToldAtOnce() {
        assertThat(look.at(MODEL.toString(), List.of(lora("sdxl"))).loras().get(0))
                .isEqualTo(Finding.bad("This LoRA was trained for " + Family.SDXL.title() + ", and the base model is "
                        + Family.SD15.title()
                        + ". They do not fit together: choose another LoRA or a base model of its kind."));
    }

    @Test
    void whatIsNoLoraIsCalledWhatItIs() {
        assertThat(look.at("", List.of(MODEL.toString())).loras().get(0).text())
                .startsWith("This is no LoRA but a base model");
        assertThat(look.at(
                                "",
                                List.of(FILES.resolve("sd15/expected.safetensors")
                                        .toString()))
                        .loras()
                        .get(0)
                        .text())
                .startsWith("This is no LoRA but ");
        assertThat(look.at(lora("sd15"), List.of()).model().text()).startsWith("This is no base model but ");
    }

    @Test
    void whatIsMissingOrBrokenIsSaid() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.safetensors"), "x");
        FileLook.Found found = look.at(
                folder.resolve("none").toString(),
                List.of(broken.toString(), folder.resolve("no").toString()));

        assertThat(found.model().text()).contains("There is no file");
        assertThat(found.loras()).allMatch(Finding::isBad);
    }

    private static String lora(String family) {
        return FILES.resolve(family + "/lora.kohya.safetensors").toString();
    }
}
