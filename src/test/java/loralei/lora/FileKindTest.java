package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import loralei.config.Family;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @TempDir
    Path folder;

    private Path file(String... names) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> tensors.put(name, TensorData.ofFloats(new float[] {1}, 1)));
        Path file = folder.resolve("file.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "model/unet/diffusion_pytorch_model.safetensors,the UNet of a base model in the diffusers layout",
        "model/vae/diffusion_pytorch_model.safetensors,a VAE",
        "model/text_encoder/model.safetensors,a CLIP text encoder",
        "lora_training.safetensors,a LoRA whose modules are neither those of Stable Diffusion 1.5 nor of XL",
        "'expected.safetensors','not a LoRA, and of no kind that is known here'"
    })
    void filesOfAModelAreRecognised(String name, String kind) throws IOException {
        LoraReport report =
                LoraFile.read(LoraFixtures.conformance(Family.SD15, name)).report();
        assertThat(report.kind()).hasToString(kind);
        assertThat(report.lora()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.lines().stream().map(Message::toString)).contains("kind: " + kind);
    }

    @Test
    void checkpointsInOneFileAreRecognised() throws IOException {
        String unet = "model.diffusion_model.input_blocks.0.0.weight";
        assertThat(LoraFile.read(file(unet, "cond_stage_model.transformer.text_model.x"))
                        .report()
                        .kind()
                        .toString())
                .contains("base model", "1.x");
        assertThat(LoraFile.read(file(unet, "cond_stage_model.model.x"))
                        .report()
                        .kind()
                        .toString())
                .contains("base model", "2.x");
        assertThat(LoraFile.read(file(unet, "conditioner.embedders.0.transformer.x", "conditioner.embedders.1.model.y"))
                        .report()
                        .kind()
                        .toString())
                .contains("base model", "XL");
        assertThat(LoraFile.read(file(unet, "conditioner.embedders.0.model.x"))
                        .report()
                        .kind()
                        .toString())
                .contains("refiner");
        assertThat(LoraFile.read(file("first_stage_model.encoder.down.0.x", "first_stage_model.decoder.up.0.x"))
                        .report()
                        .kind()
                        .toString())
                .contains("VAE");
    }

    @Test
    void othersAreToldToo() throws IOException {
        assertThat(LoraFile.read(file()).report().kind().toString()).contains("empty");
        assertThat(LoraFile.read(file("emb_params")).report().kind().toString()).contains("textual inversion");
        assertThat(LoraFile.read(file("lora_unet_x.hada_w1_a")).report().kind().toString())
                .contains("LyCORIS");
        assertThat(LoraFile.read(file("x.lora_A.weight")).report().kind().toString())
                .contains("neither");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lora_unet_x.hada_w1_a; LoHa",
                "lycoris_x.lokr_w2; LoKr",
                "lora_unet_x.weight lora_unet_x.on_input; (IA)^3",
                "lora_unet_x.oft_blocks lora_unet_x.alpha; (OFT)",
                "lora_unet_x.oft_R.weight; (OFT)",
                "lora_unet_x.a1.weight lora_unet_x.b2.weight; GLoRA",
                "lora_unet_x.diff lora_unet_x.diff_b lora_unet_y.w_norm; full difference, norms",
                "base_model.model.x.boft_R; BOFT",
                "unet:0:up unet:0:down; cloneofsimo",
                "text_encoder:11:up text_encoder:11:down; cloneofsimo",
                "bundle_emb.cat.clip_l; embedding",
                "lora_unet_double_blocks_0_img_mod_lin.lora_down.weight; a LoRA for FLUX",
                "transformer.transformer_blocks.0.attn.add_k_proj.lora_A.weight; a LoRA for Stable Diffusion 3",
                "controlnet_cond_embedding.conv_in.weight; a ControlNet",
                "image_proj.proj.weight ip_adapter.1.to_k_ip.weight; an IP-Adapter",
                "1.to_k_ip.weight 1.to_v_ip.weight; an IP-Adapter",
                "model.diffusion_model.middle_block.1.x edm_mean; EDM",
                "model.diffusion_model.joint_blocks.0.x; Stable Diffusion 3",
                "model.diffusion_model.input_blocks.1.0.x cond_stage_model.transformer.x; cut-down"
            })
    void eachKindIsCalledByItsName(String names, String kind) throws IOException {
        assertThat(LoraFile.read(file(names.split(" "))).report().kind().toString())
                .contains(kind);
    }

    @Test
    void whatShapesTellIsToldToo() throws IOException {
        String unet = "model.diffusion_model.";
        assertThat(kind(Map.of(
                        unet + "input_blocks.0.0.weight",
                        TensorData.ofFloats(new float[18], 2, 9, 1, 1),
                        unet + "middle_block.1.x",
                        TensorData.ofFloats(new float[1], 1),
                        "cond_stage_model.transformer.x",
                        TensorData.ofFloats(new float[1], 1))))
                .contains("Stable Diffusion 1.x")
                .contains("inpainting");
        assertThat(kind(Map.of(
                        unet + "middle_block.1.transformer_blocks.0.attn2.to_k.weight",
                        TensorData.ofFloats(new float[1024], 1, 1024))))
                .contains("Stable Diffusion 2.x");
        assertThat(kind(Map.of(
                        unet + "middle_block.1.transformer_blocks.0.attn2.to_k.weight",
                        TensorData.ofFloats(new float[1024], 1, 1024),
                        "cond_stage_model.model.x",
                        TensorData.ofFloats(new float[1], 1))))
                .isEqualTo("a base model: Stable Diffusion 2.x, one file");
        assertThat(kind(Map.of("lora_unet_x.oft_blocks", TensorData.ofFloats(new float[16], 2, 2, 2, 2))))
                .contains("BOFT");
        assertThat(kind(Map.of("<cat-toy>", TensorData.ofFloats(new float[768], 1, 768))))
                .contains("textual inversion");
    }

    private String kind(Map<String, TensorData> tensors) throws IOException {
        Path file = folder.resolve("shapes.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return LoraFile.read(file).report().kind().toString();
    }

    @Test
    void theWeightsOfWhatIsNoLoraAreRefused() throws IOException {
        LoraFile file = LoraFile.read(file("emb_params"));
        assertThatThrownBy(file::weights)
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("this is a textual inversion embedding. Choose a LoRA file");
    }
}
