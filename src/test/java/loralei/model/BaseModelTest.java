package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base models as they are found in the wild, and as they are broken. */
class BaseModelTest {
    /** What the released SD1.5 UNet's configuration says, and all it says. */
    private static final String RELEASED_SD15 = """
            {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0", "act_fn": "silu",
             "attention_head_dim": 8, "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false,
             "cross_attention_dim": 768, "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
             "CrossAttnDownBlock2D", "DownBlock2D"], "downsample_padding": 1, "flip_sin_to_cos": true,
             "freq_shift": 0, "in_channels": 4, "layers_per_block": 2, "mid_block_scale_factor": 1,
             "norm_eps": 1e-05, "norm_num_groups": 32, "out_channels": 4, "sample_size": 64,
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
            """;

    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final ConformanceData DATA = ConformanceData.of("sd15");

    @TempDir
    private Path folder;

    private ModelFolderFixture fixture;
    private Path model;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        fixture = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        model = fixture.folder();
    }

    @Test
    void releasedConfigurationIsTheBuiltInOne() throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, RELEASED_SD15);
        assertThat(UnetConfig.read(file)).isEqualTo(ModelFamily.of(Family.SD15).unet());
    }

    @Test
    void modulesOfTheReleasedModelsAre128And560() {
        assertThat(UnetModules.attention(ModelFamily.of(Family.SD15).unet())).hasSize(128);
        assertThat(UnetModules.attention(ModelFamily.of(Family.SDXL).unet())).hasSize(560);
    }

    @Test
    void oldAttentionNamesOfTheVaeAndSuperfluousPositionsAreUnderstood() throws IOException {
        fixture.rewrite(
                "vae/diffusion_pytorch_model.safetensors",
                name -> name.replace(".to_q.", ".query.")
                        .replace(".to_k.", ".key.")
                        .replace(".to_v.", ".value.")
                        .replace(".to_out.0.", ".proj_attn."));
        Path text = model.resolve("text_encoder/model.safetensors");
        Map<String, TensorData> tensors = ModelFolderFixture.read(text);
        tensors.put("text_model.embeddings.position_ids", TensorData.ofLongs(new long[77], 1, 77));
        SafetensorsWriter.write(text, tensors, Map.of());
        BaseModel base = BaseModel.open(model);
        base.check();
        try (Scope scope = Scope.open();
                VaeEncoder encoder = base.loadVaeEncoder(CPU, ComputeType.FP32)) {
            float[] mean = encoder.encode(DATA.tensor("vae_pixels")).mean().floats();
            assertThat(ConformanceData.difference(mean, DATA.floats("vae_mean")))
                    .isLessThan(ConformanceData.FORWARD);
        }
    }

    @Test
    void fp16VariantNamesAreFound() throws IOException {
        Files.move(
                model.resolve("unet/diffusion_pytorch_model.safetensors"),
                model.resolve("unet/diffusion_pytorch_model.fp16.safetensors"));
        Files.move(
                model.resolve("text_encoder/model.safetensors"), model.resolve("text_encoder/model.fp16.safetensors"));
        BaseModel.open(model).check();
    }

    @Test
    void missingUnexpectedAndMisshapenWeightsAreOneErrorThatListsThem() throws IOException {
        Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
        Map<String, TensorData> tensors = ModelFolderFixture.read(unet);
        tensors.remove("conv_in.bias");
        tensors.put("conv_out.bias", TensorData.ofFloats(new float[5], 5));
        tensors.put("stranger.weight", TensorData.ofFloats(new float[1], 1));
        SafetensorsWriter.write(unet, tensors, Map.of());
        assertThatThrownBy(() -> BaseModel.open(model).check())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("missing: conv_in.bias")
                .hasMessageContaining("wrong shape: conv_out.bias is [5], expected [4]")
                .hasMessageContaining("unexpected: stranger.weight");
    }

    @Test
    void picklesAreRefusedWithTheReasonAndTheWayOut() throws IOException {
        Files.move(
                model.resolve("unet/diffusion_pytorch_model.safetensors"),
                model.resolve("unet/diffusion_pytorch_model.bin"));
        assertThatThrownBy(() -> BaseModel.open(model).check())
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.remedy())
                                .contains("can run code")
                                .contains("diffusion_pytorch_model.safetensors"));
    }

    @Test
    void aModelOfTheOtherFamilyIsRefusedWithTheRightFlag() {
        BaseModel sdxl = BaseModel.open(ConformanceData.of("sdxl").model());
        assertThatThrownBy(() -> sdxl.expect(Family.SD15))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("--family sdxl"));
    }

    @Test
    void aModelWithoutUnetIsRefused() {
        assertThatThrownBy(() -> BaseModel.open(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no folder unet");
    }
}
