package loralei.train;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loralei.config.FileFailure;
import loralei.config.JsonText;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.EncodedExample;
import loralei.data.PreparedPicture;
import loralei.lora.KeyFormat;
import loralei.lora.LoraAdapter;
import loralei.lora.LoraFile;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.UnetConfig;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** Records what the first steps of a run computed, so that any other implementation can replay it. */
public final class TraceWriter {
    private static final ObjectWriter JSON = JsonText.OWN.writer(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final int steps;
    private final UnetConfig unet;

    /** Scalars of a step: the gradient's length before clipping, and the rate. */
    record Numbers(double gradNorm, double learningRate) {}

    /** A trace of the first {@code steps} steps in an empty or new folder. */
    public TraceWriter(Path folder, int steps, UnetConfig unet) {
        this.folder = folder;
        this.steps = steps;
        this.unet = unet;
    }

    /** Writes what is known before the first step: {@code run.json} and the adapter as it starts. */
    public void start(TrainingConfig config, RunPlan plan, TrainingMaterial material, LoraAdapter adapter) {
        Map<String, Object> run = RunDescription.of(config, plan, material, steps);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("run.json"), JSON.writeValueAsBytes(run));
            writeAdapter(0, adapter);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void writeAdapter(int step, LoraAdapter adapter) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "lora-%06d.safetensors", step));
        LoraFile.write(file, adapter.weights(unet), KeyFormat.KOHYA, DType.F32, Map.of());
    }

    /** Writes a step, unless it is past the last that is wanted. */
    void record(int step, Batch batch, DenoisingLoss.Evaluation evaluation, Numbers numbers, LoraAdapter adapter) {
        if (step > steps) {
            return;
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try {
            addBatch(tensors, batch);
            add(tensors, "noisy_latents", evaluation.noisyLatents());
            add(tensors, "model_pred", evaluation.modelPred());
            add(tensors, "target", evaluation.target());
            add(tensors, "loss", evaluation.loss());
            tensors.put("grad_norm", TensorData.ofFloats(new float[] {(float) numbers.gradNorm()}));
            tensors.put("learning_rate", TensorData.ofFloats(new float[] {(float) numbers.learningRate()}));
            SafetensorsWriter.write(
                    folder.resolve(String.format(Locale.ROOT, "step-%06d.safetensors", step)), tensors, Map.of());
            writeAdapter(step, adapter);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void addBatch(Map<String, TensorData> tensors, Batch batch) throws IOException {
        List<EncodedExample> examples = batch.examples();
        add(tensors, "pixel_values", Tensor.joined(examples, TraceWriter::pixels));
        add(tensors, "latent_mean", Tensor.joined(examples, EncodedExample::mean));
        add(tensors, "latent_logvar", Tensor.joined(examples, EncodedExample::logvar));
        StepInputs inputs = batch.inputs();
        add(tensors, "latents", inputs.latents());
        add(tensors, "noise", inputs.noise());
        tensors.put(
                "timesteps",
                TensorData.ofLongs(
                        inputs.timesteps().longs(), inputs.timesteps().shape()));
        if (isWeighted(inputs.weights().floats())) {
            add(tensors, "loss_weights", inputs.weights());
        }
        inputs.mask().ifPresent(mask -> add(tensors, "loss_mask", mask));
        List<EncodedPrompt> prompts = batch.prompts();
        for (int encoder = 0; encoder < prompts.get(0).tokens().size(); encoder++) {
            int index = encoder;
            List<long[]> ids =
                    prompts.stream().map(p -> p.tokens().get(index).ids()).toList();
            try (Tensor joined = PromptEncoder.ids(ids, ComputeDevice.cpu())) {
                tensors.put(
                        encoder == 0 ? "input_ids" : "input_ids_" + (encoder + 1),
                        TensorData.ofLongs(joined.longs(), joined.shape()));
            }
        }
        add(tensors, "encoder_hidden_states", Tensor.joined(prompts, EncodedPrompt::encoderHiddenStates));
        if (!inputs.conditioning().added().isEmpty()) {
            add(tensors, "text_embeds", inputs.conditioning().textEmbeds());
            add(tensors, "time_ids", inputs.conditioning().timeIds());
        }
    }

    /** Whether the loss is another than the plain mean over the batch. */
    private static boolean isWeighted(float... weights) {
        for (float weight : weights) {
            if (weight != 1f / weights.length) {
                return true;
            }
        }
        return false;
    }

    /** The picture as the VAE saw it; read again, since pictures are not kept. */
    private static Tensor pixels(EncodedExample sample) {
        try {
            return PreparedPicture.of(sample.example().picture(), sample.example(), sample.flip())
                    .pixels()
                    .tensor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, TensorData> tensors, String name, Tensor tensor) {
        try (Tensor single = Kernels.tensor("to_dtype", tensor, ComputeType.FP32.number())) {
            tensors.put(name, TensorData.ofFloats(single.floats(), single.shape()));
        }
    }

    private UserError failed(IOException e) {
        FileFailure failure = FileFailure.of(e);
        return UserError.run(Message.of("train.traceUnwritable", folder, failure.reason()), failure.remedy())
                .causedBy(e);
    }
}
