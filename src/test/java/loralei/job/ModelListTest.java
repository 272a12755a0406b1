package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.TinyFile;
import loralei.TinyModel;
import loralei.config.Family;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base models in the folders of other programs. */
class ModelListTest {
    @TempDir
    private Path folder;

    private List<ListedModel> found(Path... folders) {
        return ModelList.find(List.of(folders)).stream()
                .filter(model -> model.path().startsWith(folder)) // not what lies in the checkout
                .toList();
    }

    private static Path tiny(String family, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return TinyFile.of(family).in((name, type) -> DType.F16).write(file);
    }

    private static void other(Path file, String tensor) throws IOException {
        Files.createDirectories(file.getParent());
        SafetensorsWriter.write(file, Map.of(tensor, TensorData.ofFloats(new float[] {1}, 1)), Map.of());
    }

    @Test
    void comfyUisFoldersAreLookedThroughWithTheOtherPathsItWasTold() throws IOException {
        Path comfy = folder.resolve("ComfyUI");
        Path checkpoints = comfy.resolve("models/checkpoints");
        tiny("sdxl", checkpoints.resolve("XL/pony.safetensors"));
        tiny("sd15", checkpoints.resolve("dream.v8.safetensors"));
        other(checkpoints.resolve("flux.safetensors"), "double_blocks.0.img_attn.norm.query_norm.scale");
        other(checkpoints.resolve("a_lora.safetensors"), "lora_unet_x.lora_down.weight");
        other(comfy.resolve("models/loras/b.safetensors"), "model.diffusion_model.input_blocks.0.0.weight");
        Files.write(checkpoints.resolve("old.ckpt"), new byte[] {1, 2});
        Path elsewhere = folder.resolve("disk/sd models");
        TinyFile velocity = TinyFile.of("sd15").with("v_pred");
        Files.createDirectories(elsewhere);
        velocity.write(elsewhere.resolve("v.safetensors"));
        Files.writeString(comfy.resolve("extra_model_paths.yaml"), """
                # a comment
                a111:
                    base_path: %s
                    checkpoints: sd models   # here
                    loras: |
                        nowhere
                other:
                    checkpoints: |
                        not there
                """.formatted(folder.resolve("disk")));
        List<ListedModel> models = found(comfy);
        assertThat(models).extracting(ListedModel::name).containsExactly("dream.v8", "v", "pony", "flux", "old");
        assertThat(models)
                .extracting(ListedModel::family)
                .containsExactly(
                        Optional.of(Family.SD15),
                        Optional.of(Family.SD15),
                        Optional.of(Family.SDXL),
                        Optional.empty(),
                        Optional.empty());
        assertThat(models.get(1).type()).hasToString("one file, predicts velocity");
        assertThat(models.get(0).bytes()).isEqualTo(Files.size(checkpoints.resolve("dream.v8.safetensors")));
        assertThat(models.get(3).objection().orElseThrow().toString()).contains("FLUX");
        assertThat(models.get(4).objection().orElseThrow().toString()).contains("can run code");
        assertThat(found(comfy.resolve("models"))).isEqualTo(models);
    }

    @Test
    void a1111sFolderIsKnown() throws IOException {
        tiny("sd15", folder.resolve("webui/models/Stable-diffusion/anime.safetensors"));
        tiny("sd15", folder.resolve("webui/extensions/x/hidden.safetensors"));
        assertThat(found(folder.resolve("webui"))).extracting(ListedModel::name).containsExactly("anime");
    }

    @Test
    void huggingFacesCacheIsReadByItsSnapshots() throws IOException {
        Path repository = folder.resolve("huggingface/hub/models--painter--dream");
        TinyModel.copy("sd15", repository.resolve("snapshots/abc"));
        TinyModel.copy("sd15", repository.resolve("snapshots/older"));
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), "abc");
        tiny("sdxl", folder.resolve("huggingface/hub/models--a--b/snapshots/x/c.safetensors"));
        List<ListedModel> models = found(folder.resolve("huggingface"));
        assertThat(models).extracting(ListedModel::name).containsExactly("painter/dream", "c");
        assertThat(models.get(0).path()).isEqualTo(repository);
        assertThat(models.get(0).oneFile()).isFalse();
        assertThat(models.get(0).bytes()).isPositive();
    }

    @Test
    void foldersOfModelsAndBrokenFilesAreToldApart() throws IOException {
        TinyModel.copy("sd15", folder.resolve("m/whole"));
        TinyModel.copy("sd15", folder.resolve("m/deep/sd2"))
                .with("unet/config.json", "{\"cross_attention_dim\": 1024}");
        TinyModel.copy("sd15", folder.resolve("m/half.download"));
        Files.writeString(folder.resolve("m/page.safetensors"), "<html>");
        List<ListedModel> models = found(folder.resolve("m"));
        assertThat(models).extracting(ListedModel::name).containsExactly("whole", "sd2");
        assertThat(models.get(1).objection().orElseThrow().toString()).contains("Stable Diffusion 2");
    }
}
