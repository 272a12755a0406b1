package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import loralei.TinyModel;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a number that is none came from. */
class NotFiniteTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final String WEIGHT = "mid_block.attentions.0.transformer_blocks.0.ff.net.2.weight";

    @TempDir
    private Path folder;

    private TinyModel model;

    @BeforeEach
    void copy() throws IOException {
        model = TinyModel.copy("sd15", folder.resolve("m"));
    }

    private UserError failure(TinyRun run) {
        UserError error = catchThrowableOfType(UserError.class, run.with("baseModel", model.folder())::run);
        assertThat(error).isNotNull();
        assertThat(error.kind()).isEqualTo(UserError.Kind.RUN);
        return error;
    }

    @ParameterizedTest
    @CsvSource({
        UNET + "," + WEIGHT + ",NaN",
        UNET + ",conv_in.bias,Infinity",
        "vae/diffusion_pytorch_model.safetensors,encoder.conv_in.bias,NaN",
        "text_encoder/model.safetensors,text_model.final_layer_norm.weight,NaN"
    })
    void aWeightThatIsNoNumberIsNamedWithItsFile(String file, String tensor, float value) throws IOException {
        model.with(file, tensor, value);
        UserError error = failure(new TinyRun(folder.resolve("out")));
        assertThat(error)
                .hasMessageContaining(model.folder().resolve(file).toString())
                .hasMessageContaining(tensor);
        assertThat(error.remedy()).doesNotContain("rate").doesNotContain("--resume");
    }

    @Test
    void aWeightThatHalfPrecisionCannotHoldIsNamedWithTheWayOut() throws IOException {
        model.with(UNET, WEIGHT, 1e6f);
        UserError error = failure(new TinyRun(folder.resolve("out")).with("precision", PrecisionChoice.FP16));
        assertThat(error).hasMessageContaining(WEIGHT);
        assertThat(error.remedy()).contains("fp32");
    }

    @Test
    void weightsThatAreNumbersAndOverflowAllTheSameAreToldApartFromBrokenOnes() throws IOException {
        model.with(UNET, "conv_out.bias", 3e38f);
        UserError first = failure(new TinyRun(folder.resolve("out")));
        assertThat(first.getMessage()).contains("step 1 is not a finite number");
        assertThat(first.remedy()).contains("Nothing had been learned").doesNotContain("--resume");
        model.with("vae/diffusion_pytorch_model.safetensors", "encoder.conv_out.bias", Float.MAX_VALUE)
                .with("vae/diffusion_pytorch_model.safetensors", "quant_conv.weight", 1e30f);
        assertThat(failure(new TinyRun(folder.resolve("other"))))
                .hasMessageContaining("VAE")
                .hasMessageContaining("overflows");
    }

    @Test
    void onceSomethingWasLearnedTheRateIsNamedAndWhatWasSavedIsGood() throws IOException {
        Path out = folder.resolve("out");
        new TinyRun(out).with("baseModel", model.folder()).stoppingAt(2).run();
        model.with(UNET, "conv_out.bias", 3e38f);
        UserError error = failure(new TinyRun(out).resuming());
        assertThat(error).hasMessageContaining("step 3");
        assertThat(error.remedy())
                .contains("lower --learning-rate")
                .contains("--resume")
                .doesNotContain("fp32");
    }
}
