package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.TinyModel;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base models that are not SD1.5 or SDXL, each refused by its own name. */
class OtherModelsTest {
    private static final String BIG = "\"block_out_channels\": [320, 640, 1280]";

    @TempDir
    private Path folder;

    private static UserError refusal(Path path) {
        UserError error = catchThrowableOfType(UserError.class, () -> BaseModel.open(path));
        assertThat(error).as("" + path).isNotNull();
        assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
        assertThat(error.remedy()).isNotBlank();
        return error;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sd15; {\"cross_attention_dim\": 1024}; Stable Diffusion 2.x",
                "sd15; {\"use_linear_projection\": true, \"cross_attention_dim\": 32}; Stable Diffusion 2.x",
                "sd15; {\"in_channels\": 9}; an inpainting model (9 input channels)",
                "sdxl; {\"in_channels\": 9}; an inpainting model (9 input channels)",
                "sd15; {\"in_channels\": 9, \"cross_attention_dim\": 1024}; Stable Diffusion 2.x, an inpainting model",
                "sd15; {\"in_channels\": 8}; InstructPix2Pix",
                "sd15; {\"in_channels\": 7}; enlarges",
                "sd15; {\"in_channels\": 5}; depth map",
                "sd15; {\"in_channels\": 13}; 13 input channels",
                "sd15; {\"time_cond_proj_dim\": 256}; Latent Consistency Model",
                "sd15; {\"layers_per_block\": 1}; cut-down model (such as SSD-1B",
                "sd15; {\"mid_block_type\": null}; cut-down",
                "sdxl; {\"mid_block_type\": \"UNetMidBlock2D\"}; cut-down",
                "sdxl; {\"transformer_layers_per_block\": [1, [2, 2], [4, 4]]}; cut-down",
                "sdxl; {\"reverse_transformer_layers_per_block\": [[4, 4, 10], [2, 1, 1], 1]}; cut-down",
                "sdxl; {" + BIG + ", \"transformer_layers_per_block\": [1, 2, 4]}; cut-down",
                "sdxl; {\"_class_name\": \"Kandinsky3UNet\"}; Kandinsky",
                "sd15; {\"_class_name\": \"UNet3DConditionModel\"}; UNet3DConditionModel"
            })
    void aUnetOfAnotherKindIsNamed(String family, String changes, String name) throws IOException {
        TinyModel model = TinyModel.copy(family, folder.resolve("m")).with("unet/config.json", changes);
        assertThat(refusal(model.folder())).hasMessageContaining(name).hasMessageContaining("cannot train");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sd15; {\"layers_per_block\": 3}; \"layers_per_block\" is 3, where SD1.5 has 2",
                "sdxl; {\"down_block_types\": [\"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\", \"DownBlock2D\"]}; "
                        + "where SDXL has [DownBlock2D, CrossAttnDownBlock2D, CrossAttnDownBlock2D]",
                "sd15; {\"up_block_types\": [\"UpBlock2D\", \"CrossAttnUpBlock2D\"]}; "
                        + "where SD1.5 has [UpBlock2D, CrossAttnUpBlock2D, CrossAttnUpBlock2D, CrossAttnUpBlock2D]",
                "sdxl; {" + BIG
                        + ", \"transformer_layers_per_block\": [1, 2, 12]}; is [1,2,12], where SDXL has [1, 2, 10]"
            })
    void aUnetOfAShapeThatNobodyKnowsIsToldWhereItDiffers(String family, String changes, String difference)
            throws IOException {
        TinyModel model = TinyModel.copy(family, folder.resolve("m")).with("unet/config.json", changes);
        assertThat(refusal(model.folder()))
                .hasMessageContaining("a kind that is not known here")
                .hasMessageContaining(difference);
    }

    @Test
    void theRefinerIsNamedWithTheModelThatIsMeant() throws IOException {
        TinyModel model = TinyModel.copy("sdxl", folder.resolve("m"))
                .without("text_encoder")
                .with(
                        "unet/config.json",
                        "{\"cross_attention_dim\": 32, \"projection_class_embeddings_input_dim\": 72}");
        UserError error = refusal(model.folder());
        assertThat(error).hasMessageContaining("refiner");
        assertThat(error.remedy()).contains("base model of SDXL");
    }

    @ParameterizedTest
    @CsvSource({
        "StableDiffusion3Pipeline, Stable Diffusion 3",
        "FluxPipeline, FLUX",
        "PixArtSigmaPipeline, PixArt",
        "KandinskyV22Pipeline, Kandinsky",
        "KolorsPipeline, Kolors",
        "IFPipeline, DeepFloyd IF",
        "SanaPipeline, Sana",
        "AltDiffusionPipeline, AltDiffusion"
    })
    void aPipelineOfAnotherKindIsNamedWithAndWithoutUnet(String pipeline, String name) throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"))
                .with("model_index.json", "{\"_class_name\": \"" + pipeline + "\"}");
        assertThat(refusal(model.folder())).hasMessageContaining(name);
        assertThat(refusal(model.without("unet").folder())).hasMessageContaining(name);
    }

    @Test
    void aTransformerInPlaceOfTheUnetIsNamedWithoutAnIndex() throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"))
                .without("unet")
                .with("transformer/config.json", "{\"_class_name\": \"SD3Transformer2DModel\"}");
        Files.delete(model.folder().resolve("model_index.json"));
        assertThat(refusal(model.folder())).hasMessageContaining("Stable Diffusion 3");
    }

    @Test
    void aPipelineThatNobodyKnowsIsNamedByItself() throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"))
                .with("model_index.json", "{\"_class_name\": \"OfTomorrowPipeline\"}");
        assertThatCode(() -> BaseModel.open(model.folder())).doesNotThrowAnyException();
        assertThat(refusal(model.without("unet").folder())).hasMessageContaining("OfTomorrow");
    }

    @Test
    void anotherTextEncoderAndOneOfAnotherModelAreNamed() throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"))
                .with("text_encoder/config.json", "{\"architectures\": [\"T5EncoderModel\"]}");
        assertThat(refusal(model.folder())).hasMessageContaining("T5EncoderModel");
        TinyModel mixed =
                TinyModel.copy("sd15", folder.resolve("n")).with("unet/config.json", "{\"cross_attention_dim\": 24}");
        assertThat(refusal(mixed.folder())).hasMessageContaining("do not belong to its UNet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\", \"shift\": 3.0}; flow matching",
                "{\"_class_name\": \"UniPCMultistepScheduler\", \"use_flow_sigmas\": true}; flow matching",
                "{\"prediction_type\": \"flow_prediction\"}; flow matching",
                "{\"_class_name\": \"EDMEulerScheduler\"}; EDM",
                "{\"_class_name\": \"EDMDPMSolverMultistepScheduler\", \"sigma_data\": 0.5}; EDM",
                "{\"timestep_type\": \"continuous\", \"prediction_type\": \"v_prediction\"}; EDM"
            })
    void anotherNoiseIsNamed(String scheduler, String name) throws IOException {
        TinyModel model =
                TinyModel.copy("sd15", folder.resolve("m")).with("scheduler/scheduler_config.json", scheduler);
        assertThat(refusal(model.folder())).hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sd15; {\"_class_name\": \"DDIMScheduler\", \"prediction_type\": \"v_prediction\"}",
                "sdxl; {\"prediction_type\": \"v_prediction\", \"rescale_betas_zero_snr\": true}",
                "sd15; {\"_class_name\": \"DPMSolverMultistepScheduler\", \"use_karras_sigmas\": true, \"use_flow_sigmas\": false}",
                "sdxl; {\"_class_name\": \"EulerDiscreteScheduler\", \"timestep_type\": \"discrete\", \"sigma_max\": null}"
            })
    void whatIsOursStaysOurs(String family, String scheduler) throws IOException {
        TinyModel model = TinyModel.copy(family, folder.resolve("m"))
                .with("scheduler/scheduler_config.json", scheduler)
                .with("model_index.json", "{\"_class_name\": \"StableDiffusionXLImg2ImgPipeline\"}");
        BaseModel open = BaseModel.open(model.folder());
        open.check();
        assertThat(open.hint()).isEmpty();
    }

    @Test
    void aModelForFewStepsTrainsWithAHint() throws IOException {
        TinyModel byScheduler = TinyModel.copy("sd15", folder.resolve("m"))
                .with("scheduler/scheduler_config.json", "{\"_class_name\": \"LCMScheduler\"}");
        TinyModel byName = TinyModel.copy("sdxl", folder.resolve("Dream-Turbo_v2"));
        assertThat(BaseModel.open(byScheduler.folder()).hint().orElseThrow().toString())
                .contains("LCMScheduler");
        assertThat(BaseModel.open(byName.folder()).hint().orElseThrow().toString())
                .contains("turbo");
    }

    private static void write(Path file, String... names) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, TensorData.ofFloats(new float[] {1}, 1));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    @Test
    void aFileThatOnlyBeginsLikeAModelIsOneMessageAloneAndInAFolder() throws IOException {
        Path file = folder.resolve("dreamshaper.safetensors");
        write(file, "model.diffusion_model.middle_block.1.x", "cond_stage_model.transformer.text_model.x");
        for (Path path : new Path[] {file, folder}) {
            UserError error = refusal(path);
            assertThat(error).hasMessageContaining("dreamshaper.safetensors lacks the tensor down_blocks.0");
        }
    }

    @Test
    void otherFilesAndFoldersAreCalledWhatTheyAre() throws IOException {
        Path lora = folder.resolve("a.safetensors");
        write(lora, "lora_unet_x.lora_down.weight");
        assertThat(refusal(lora)).hasMessageContaining("a LoRA");
        Path page = Files.writeString(folder.resolve("b.safetensors"), "<html>log in</html>");
        assertThat(refusal(page)).hasMessageContaining("web page");
        Path pickle = Files.writeString(folder.resolve("c.CKPT"), "x");
        assertThat(refusal(pickle).remedy()).contains("can run code");
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"));
        assertThat(refusal(model.folder().resolve("unet"))).hasMessageContaining("only one part of a model");
        assertThat(refusal(folder)).hasMessageContaining(model.folder().toString());
        for (String file : List.of("model_index.json", "unet/config.json", "vae/diffusion_pytorch_model.safetensors")) {
            assertThat(refusal(model.folder().resolve(file)).remedy())
                    .isEqualTo("Choose the folder " + model.folder() + ".");
        }
    }

    @Test
    void aSmallVaeForPreviewsIsRefusedByItsClass() throws IOException {
        TinyModel model = TinyModel.copy("sd15", folder.resolve("m"));
        Files.writeString(model.folder().resolve("vae/config.json"), "{\"_class_name\": \"AutoencoderTiny\"}");
        assertThat(refusal(model.folder())).hasMessageContaining("AutoencoderTiny");
    }

    @ParameterizedTest
    @CsvSource({
        "runwayml/stable-diffusion-v1-5, Hugging Face",
        "huggingface.co/a/b, address",
        "https://huggingface.co/a/b, https://huggingface.co/a/b is an address",
        "models/none, does not exist"
    })
    void aNameThatIsNoPathIsToldFromOne(String name, String said) {
        assertThat(refusal(Path.of(name))).hasMessageContaining(said);
    }
}
