package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.lora.LoraFile;
import loralei.lora.LoraFit;
import loralei.lora.LoraWeights;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.text.Message;

/**
 * A LoRA to draw with.
 *
 * @param file where it is
 * @param weight what its change of the base model is multiplied by; 1 is as it was trained
 */
public record LoraChoice(Path file, double weight) {
    /** The file's name without its ending, as other programs call the LoRA. */
    String name() {
        return file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    }

    /**
     * Reads it for a base model.
     *
     * @throws UserError if it cannot be read, is none, or is not for this model
     */
    WeightedLora read(BaseModel model) {
        return new WeightedLora(weights(open(model), model), weight);
    }

    /** Looks it over, for a base model. */
    LoraFile open(BaseModel model) {
        if (!Files.isRegularFile(file)) {
            throw missing(file);
        }
        try {
            return LoraFile.read(file, model.unetConfig().layersPerBlock());
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
        }
    }

    /** What to say where there is no file. */
    static UserError missing(Path file) {
        return UserError.request(
                Files.isDirectory(file) ? Message.of("draw.loraIsFolder", file) : Message.of("inspect.noFile", file),
                Message.of("inspect.checkPath"));
    }

    /** Its weights, once it was looked over. */
    LoraWeights weights(LoraFile looked, BaseModel model) {
        LoraWeights lora = weights(looked);
        if (lora.family() != model.family()) {
            throw UserError.request(
                    Message.of(
                            "draw.otherFamily",
                            file,
                            lora.family().label(),
                            model.folder(),
                            model.family().label()),
                    Message.of("lora.sameFamily"));
        }
        LoraFit.misfit(lora, model).ifPresent(problem -> {
            throw UserError.request(Message.of("shared.colon", file, problem), Message.of("draw.otherLora"));
        });
        return lora;
    }

    private static LoraWeights weights(LoraFile looked) {
        try {
            return looked.weights();
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
        }
    }
}
