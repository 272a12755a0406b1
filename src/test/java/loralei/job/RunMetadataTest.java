package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import loralei.config.OptimizerKind;
import loralei.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of one run say of it to other programs. */
class RunMetadataTest {
    @TempDir
    private Path folder;

    private Map<String, String> metadata(String file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(folder.resolve(file))) {
            return open.metadata();
        }
    }

    /** In kohya's sd-scripts ss_output_name is --output_name in every file; the step stands in ss_steps. */
    @Test
    void aCheckpointHasTheNameOfTheRunAndItsOwnStep() throws IOException {
        new TinyRun(folder).with("steps", 3).with("saveEvery", 2).run();
        assertThat(metadata("tiny-step00000002.safetensors"))
                .containsEntry("ss_output_name", "tiny")
                .containsEntry("modelspec.title", "tiny")
                .containsEntry("ss_steps", "2")
                .containsEntry("ss_max_train_steps", "3");
        assertThat(metadata("tiny.safetensors"))
                .containsEntry("ss_output_name", "tiny")
                .containsEntry("ss_steps", "3");
    }

    @Test
    void rankDropoutIsNamedAsKohyaWritesItsOptions() throws IOException {
        new TinyRun(folder).with("steps", 1).with("rankDropout", 0.1).run();
        assertThat(metadata("tiny.safetensors")).containsEntry("ss_network_args", "{\"rank_dropout\":\"0.1\"}");
        new TinyRun(folder.resolve("without")).with("steps", 1).run();
        assertThat(metadata("without/tiny.safetensors")).doesNotContainKey("ss_network_args");
    }

    @Test
    void theOptimizerOfTheRunIsNamedWithItsDecay() throws IOException {
        new TinyRun(folder).with("steps", 1).with("weightDecay", 0.03).run();
        assertThat(metadata("tiny.safetensors"))
                .containsEntry("ss_optimizer", "torch.optim.adamw.AdamW(weight_decay=0.03)");
        Path other = folder.resolve("other");
        new TinyRun(other)
                .with("steps", 1)
                .with("weightDecay", 0.0)
                .with("optimizer", OptimizerKind.ADAMW_8BIT)
                .run();
        assertThat(metadata("other/tiny.safetensors"))
                .containsEntry("ss_optimizer", "bitsandbytes.optim.adamw.AdamW8bit(weight_decay=0.0)");
    }
}
