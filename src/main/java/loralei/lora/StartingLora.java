package loralei.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.lora.AdapterLayout.Matrix;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * A LoRA that a run goes on from: the layers that it adapts are those that learn, with its ranks and alphas. What of it
 * no run trains, text encoders and the ends of the UNet, stays as it is: it works in each step, and is in what comes out.
 *
 * @param name of its file
 * @param sha256 of the file's content, 64 hexadecimal digits
 * @param targets the layers that learn, in the network's order
 * @param values what they begin with, fp32, in the order of {@link AdapterLayout}
 * @param kept what stays as it is
 */
public record StartingLora(String name, String sha256, List<Target> targets, TensorData values, LoraWeights kept) {
    /**
     * Takes a LoRA apart that fits the network.
     *
     * @param file where it was read
     * @throws UserError if it changes nothing that a run trains
     */
    public static StartingLora of(Path file, String sha256, LoraWeights lora, UnetConfig unet) {
        Map<ModuleName, LoraModule> modules = new HashMap<>();
        lora.modules().forEach(module -> modules.put(module.name(), module));
        List<Target> targets = new ArrayList<>();
        for (TargetModule layer : UnetModules.all(unet)) {
            LoraModule module = modules.remove(ModuleName.unet(layer.path()));
            if (module != null) {
                LoraFit.expect(module, layer);
                targets.add(new Target(layer, module.rank(), module.alpha()));
            }
        }
        if (targets.isEmpty()) {
            throw UserError.request(Message.of("start.nothingLearns", file), Message.of("start.nothingLearns.remedy"));
        }
        List<LoraModule> kept = lora.modules().stream()
                .filter(module -> modules.containsKey(module.name()))
                .toList();
        return new StartingLora(
                file.getFileName().toString(),
                sha256,
                List.copyOf(targets),
                packed(lora, AdapterLayout.of(targets)),
                new LoraWeights(lora.family(), lora.layout(), kept));
    }

    /** How many values the LoRA in a file has, told by its header; empty where there is none. */
    public static OptionalLong valuesIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return OptionalLong.empty();
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return OptionalLong.of(open.tensors().values().stream()
                    .mapToLong(TensorInfo::count)
                    .sum());
        } catch (IOException e) {
            return OptionalLong.empty(); // what is wrong with it is told elsewhere
        }
    }

    /** The matrices of a LoRA one after the other, as an adapter has them. */
    static TensorData packed(LoraWeights lora, AdapterLayout layout) {
        Map<String, LoraModule> modules = new HashMap<>();
        lora.modules().stream()
                .filter(module -> module.name().component() == Component.UNET)
                .forEach(module -> modules.put(module.name().path(), module));
        float[] values = new float[layout.size()];
        for (Matrix matrix : layout.matrices()) {
            LoraModule module = modules.get(matrix.target().module().path());
            float[] source = module.parts().get(matrix.part()).floats();
            if (source.length != matrix.count()) {
                throw UserError.request(Message.of("lora.otherShape", module.name()), Message.of("lora.sameFamily"));
            }
            System.arraycopy(source, 0, values, matrix.offset(), source.length);
        }
        return TensorData.ofFloats(DType.F32, values, List.of((long) layout.size()));
    }

    /** The rank that most layers have. */
    public int rank() {
        return most(Target::rank);
    }

    /** The alpha that most layers have. */
    public double alpha() {
        return most(Target::alpha);
    }

    /** Whether all layers have the same rank and the same alpha. */
    public boolean isEven() {
        return targets.stream().allMatch(target -> target.rank() == rank() && target.alpha() == alpha());
    }

    private <T> T most(Function<Target, T> number) {
        return targets.stream().collect(Collectors.groupingBy(number, Collectors.counting())).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** What stays as it is in text encoders, to read prompts with. */
    public List<WeightedLora> textLoras() {
        return TextLora.among(List.of(new WeightedLora(kept, 1)));
    }
}
