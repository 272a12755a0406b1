package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.TinyFile;
import loralei.TinyModel;
import loralei.config.Problem;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.lora.LoraReport;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.train.TrainingControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What inspect says of folders, and that it, the doctor, the window and the run agree on base models. */
class InspectJobTest {
    @TempDir
    private Path folder;

    @Test
    void aBaseModelIsNamed() throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"));
        LoraReport report = InspectJob.run(model.folder());
        assertThat(report.kind()).hasToString("a base model in the diffusers layout: Stable Diffusion 1.5, complete");
        assertThat(report.lines().stream().map(Message::toString))
                .startsWith(
                        "folder: " + model.folder(),
                        "kind: a base model in the diffusers layout: Stable Diffusion 1.5, complete",
                        "family: Stable Diffusion 1.5",
                        "predicts: noise (epsilon)")
                .anyMatch(line -> line.matches("size: [0-9.]+ MB"))
                .anyMatch(line -> line.matches("unet: \\d+ tensors \\(F16 \\d+\\), \\d+ values"))
                .anyMatch(line -> line.startsWith("text_encoder: "))
                .hasSize(8);
        LoraReport hashed = InspectJob.withHashes(report, (file, share) -> {});
        assertThat(hashed.hashes()).hasSize(3);
        Path unet = model.folder().resolve("unet/diffusion_pytorch_model.safetensors");
        assertThat(hashed.lines().toString())
                .contains("SHA-256 of " + unet + ": " + DownloadFixture.sha256(Files.readAllBytes(unet)));
    }

    @Test
    void ofOneFileThePartsTheirTypesAndWhatIsMissingAreTold() throws IOException {
        Path file = TinyFile.of("sdxl")
                .in((name, type) -> name.startsWith("model.diffusion_model.") ? DType.F16 : DType.BF16)
                .without(name -> name.startsWith("conditioner.embedders.1."))
                .with("v_pred")
                .with("ztsnr")
                .with("model_ema.decay")
                .write(folder.resolve("dream.safetensors"));
        LoraReport report = InspectJob.run(file);
        List<String> lines = report.lines().stream().map(Message::toString).toList();
        assertThat(lines)
                .contains(
                        "predicts: velocity (v), down to no signal at all (zero terminal SNR)",
                        "text_encoder_2: missing",
                        "averaged weights (model_ema.): 1 tensors, which nothing reads")
                .anyMatch(line -> line.matches("unet: \\d+ tensors \\(F16 \\d+\\), \\d+ values"))
                .anyMatch(line -> line.matches("vae: \\d+ tensors \\(BF16 \\d+\\), \\d+ values"));
        assertThat(report.parts().orElseThrow().velocity()).isTrue();
        assertThat(InspectJob.withHashes(report, (at, share) -> {}).hashes()).hasSize(1);
    }

    @Test
    void aFolderWithLorasIsCalledAFolderAndTheFilesAreOffered() throws IOException {
        UserError empty = catchThrowableOfType(UserError.class, () -> InspectJob.run(folder));
        assertThat(empty).hasMessageContaining("is a folder");
        Files.createFile(folder.resolve("pytorch_lora_weights.safetensors"));
        UserError error = catchThrowableOfType(UserError.class, () -> InspectJob.run(folder));
        assertThat(error).hasMessageContaining("is a folder");
        assertThat(error.remedy()).contains("pytorch_lora_weights.safetensors");
    }

    @Test
    void aNameOnHuggingFaceIsToldFromAPath() {
        assertThatThrownBy(() -> InspectJob.run(Path.of("someone/some-lora"))).hasMessageContaining("Hugging Face");
        assertThatThrownBy(() -> InspectJob.run(folder.resolve("none"))).hasMessageContaining("There is no file");
    }

    /** Each breaks something that a run would stumble over; none may be called complete. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unet/config.json; {\"cross_attention_dim\": 1024}; baseModel",
                "unet/config.json; {\"in_channels\": 9}; baseModel",
                "unet/config.json; {\"cross_attention_dim\": 24}; baseModel",
                "unet/config.json; {\"norm_num_groups\": 8, \"block_out_channels\": [8, 32, 32, 32]}; ''",
                "text_encoder/config.json; {\"num_hidden_layers\": 4}; ''",
                "vae/config.json; {\"latent_channels\": 16}; baseModel",
                "scheduler/scheduler_config.json; {\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}; baseModel",
                "scheduler/scheduler_config.json; {\"prediction_type\": \"sample\"}; baseModel",
                "model_index.json; {\"_class_name\": \"FluxPipeline\"}; baseModel"
            })
    void whatTheRunRefusesNobodyCallsComplete(String file, String changes, String field) throws IOException {
        Path model = TinyModel.copy("sd15", folder.resolve("models/m"))
                .with(file, changes)
                .folder();
        UserError refused = catchThrowableOfType(UserError.class, () -> dryRun(model));
        assertThat(refused).isNotNull();
        Finding finding =
                DoctorJob.run(new DoctorRequest(folder.resolve("models"), folder, List.of())).findings().stream()
                        .filter(candidate -> candidate.name().toString().equals("model " + model))
                        .findFirst()
                        .orElseThrow();
        assertThat(finding.text()).hasToString(refused.getMessage());
        LoraReport report = InspectJob.run(model);
        assertThat(report.kind().toString()).doesNotContain("complete");
        assertThat(report.errors()).singleElement().asString().contains(refused.getMessage());
        if (!field.isEmpty()) { // the window reads no weights
            assertThat(new PreviewJob().run(config(model)).problems())
                    .extracting(Problem::field, problem -> problem.message().toString())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(field, refused.getMessage()));
        }
    }

    @Test
    void oneFileCheckpointsAmongTheModelsAreSeenByTheDoctor() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.writeString(models.resolve("dream.safetensors"), "<html>");
        assertThat(DoctorJob.run(new DoctorRequest(models, folder, List.of())).findings())
                .anySatisfy(finding -> assertThat(finding.text().toString())
                        .contains("dream.safetensors")
                        .contains("web page"));
    }

    private TrainingConfig config(Path model) {
        ConformanceData data = ConformanceData.of("sd15");
        return TrainingConfig.of(java.util.Map.of(
                "baseModel",
                model,
                "instanceDir",
                data.path("images"),
                "instancePrompt",
                "fsk49",
                "resolution",
                Resolutions.of(64),
                "outputDir",
                folder));
    }

    private void dryRun(Path model) {
        TrainJob.run(
                new TrainRequest(config(model), false, false, true, Optional.empty(), 1),
                new TrainingControl(),
                event -> {});
    }
}
