package loralei.lora;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loralei.config.Family;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;

/**
 * A whole LoRA in memory.
 *
 * @param family the model family it is for
 * @param layout the block structure of the UNet it is for
 * @param modules the adapted modules, each once
 */
public record LoraWeights(Family family, UnetLayout layout, List<LoraModule> modules) {
    /** Checks that no module comes twice. */
    public LoraWeights {
        modules = List.copyOf(modules);
        Set<ModuleName> seen = new HashSet<>();
        for (LoraModule module : modules) {
            if (!seen.add(module.name())) {
                throw new IllegalArgumentException(module.name() + " comes twice");
            }
        }
    }

    /**
     * Fails unless all values of a tensor are numbers.
     *
     * @param file where it is to be written, for the message
     */
    public static void requireFinite(Path file, String tensor, FloatBuffer values) throws SafetensorsException {
        while (values.hasRemaining()) {
            float value = values.get();
            if (!Float.isFinite(value)) {
                throw new SafetensorsException(file, tensor, Message.of("lora.outOfBounds", value));
            }
        }
    }

    /**
     * Makes a LoRA for a UNet with the blocks of the released models.
     *
     * @param family the model family
     * @param modules the adapted modules
     */
    public LoraWeights(Family family, List<LoraModule> modules) {
        this(family, UnetLayout.of(family), modules);
    }
}
