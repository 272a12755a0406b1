package loralei.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.BaseWeights;
import loralei.config.ConfigJson;
import loralei.config.FileFailure;
import loralei.config.Places;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.lora.KeyFormat;
import loralei.lora.LoraAdapter;
import loralei.lora.LoraFile;
import loralei.lora.LoraHashes;
import loralei.lora.LoraMetadata;
import loralei.lora.PeftType;
import loralei.lora.TrainingFacts;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.UnetConfig;
import loralei.safetensors.DType;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** Writes the LoRA of a run, with the metadata that tells how it was made. */
final class LoraOutput {
    /** What the base model's weights were kept in, where that was not the precision of the run. */
    static final String BASE_WEIGHTS = "loralei.base_weights";

    private final TrainingConfig config;
    private final RunPlan plan;
    private final UnetConfig unet;
    private final Progress progress;
    private final MemoryPlan memory;
    private final int heldOut;

    /** {@code heldOut} is how many pictures are only measured by. */
    LoraOutput(
            TrainingConfig config, RunPlan plan, UnetConfig unet, Progress progress, MemoryPlan memory, int heldOut) {
        this.config = config;
        this.plan = plan;
        this.unet = unet;
        this.progress = progress;
        this.memory = memory;
        this.heldOut = heldOut;
    }

    /** Writes the adapter as it is after a step. */
    void write(Path file, LoraAdapter adapter, int step) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(LoraMetadata.of(facts(step)));
        if (config.validationShare() > 0) { // as kohya names them
            metadata.put("ss_validation_split", String.valueOf(config.validationShare()));
            metadata.put("ss_num_validation_images", String.valueOf(heldOut));
            metadata.put("ss_validation_seed", String.valueOf(config.seed()));
            metadata.put("ss_validate_every_n_steps", String.valueOf(config.validateEvery()));
        }
        if (memory.weights().eightBits()) {
            metadata.put(BASE_WEIGHTS, memory.weights().heldIn());
        }
        if (memory.weights().kept() == BaseWeights.FP8) {
            metadata.put("ss_fp8_base_unet", "True"); // as kohya names it
        }
        plan.start().ifPresent(start -> metadata.putAll(StartMetadata.of(start)));
        LoraFile.write(file, adapter.weights(unet), KeyFormat.KOHYA, dtype(config.savePrecision()), metadata);
    }

    private static DType dtype(SavePrecision precision) {
        return switch (precision) {
            case FP16 -> DType.F16;
            case BF16 -> DType.BF16;
            case FP32 -> DType.F32;
        };
    }

    private Optional<String> legacyHash() {
        try {
            return Files.isRegularFile(config.baseModel())
                    ? Optional.of(LoraHashes.legacy(config.baseModel()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a name without a hash is better than no LoRA
        }
    }

    private TrainingFacts facts(int step) {
        return new TrainingFacts(
                config.family(),
                new TrainingFacts.Base(Places.nameOf(config.baseModel()), legacyHash(), plan.vPrediction()),
                new TrainingFacts.Adapter(
                        config.outputName(),
                        config.outputName(),
                        PeftType.of(config),
                        config.rank(),
                        config.alpha(),
                        config.rankDropout()),
                PictureFacts.of(plan.examples(), config.resolution()),
                new TrainingFacts.Method(
                        config.effectiveLearningRate(),
                        config.lrScheduler().id(),
                        config.lrWarmupSteps(),
                        config.optimizer(),
                        config.weightDecay(),
                        config.batchSize(),
                        1,
                        config.maxGradNorm(),
                        plan.mixedPrecision(),
                        memory.checkpoints() != Checkpoints.NONE,
                        config.priorLossWeight(),
                        config.minSnrGamma() > 0 ? Optional.of(config.minSnrGamma()) : Optional.empty()),
                new TrainingFacts.Run(
                        plan.program(),
                        progress.session(),
                        config.seed(),
                        (long) Math.ceil(plan.epochs()),
                        plan.batches().epoch(Math.max(step, 1)),
                        Math.toIntExact(plan.batches().totalSteps(1)),
                        step,
                        plan.steps(),
                        Instant.ofEpochMilli(progress.startedMillis()),
                        Instant.now()),
                ConfigJson.write(config));
    }

    /**
     * A failure to write, as a person should hear of it.
     *
     * @param goOn what to do after the failure's own remedy
     */
    static UserError cannotWrite(Path file, IOException cause, Message goOn) {
        FileFailure failure = FileFailure.of(cause);
        boolean saysAll = failure.kind() == FileFailure.Kind.OTHER && cause instanceof LocalizedIOException;
        return (saysAll
                        ? UserError.run(Message.of(cause), goOn)
                        : UserError.run(
                                Message.of("train.fileUnwritable", file, failure.reason()),
                                Message.joined(" ", List.of(failure.remedy(), goOn))))
                .causedBy(cause);
    }
}
