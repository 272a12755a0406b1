package loralei.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.lora.Component;
import loralei.lora.LoraModule;
import loralei.lora.LoraWeights;
import loralei.lora.ModuleName;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.lora.UnetLayout;
import loralei.model.ModelFamily;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.safetensors.TensorData;
import loralei.text.Message;

/**
 * What the state of a run tells of the LoRA that the run began from, so that it goes on without that file.
 *
 * @param name of the file
 * @param sha256 of its content
 * @param targets the layers that learn
 * @param kept what stays as it is
 */
record RunStart(String name, String sha256, List<Layer> targets, List<Kept> kept) {
    /** A layer that learns. */
    record Layer(String path, int rank, double alpha) {}

    /** A module that stays as it is. */
    record Kept(Component component, String path, float alpha) {
        private String tensor(String part) {
            return PREFIX + component.name() + "." + path + "." + part;
        }
    }

    private static final String PREFIX = "kept.";

    static RunStart of(StartingLora start) {
        return new RunStart(
                start.name(),
                start.sha256(),
                start.targets().stream()
                        .map(target -> new Layer(target.module().path(), target.rank(), target.alpha()))
                        .toList(),
                start.kept().modules().stream().map(RunStart::kept).toList());
    }

    private static Kept kept(LoraModule module) {
        return new Kept(module.name().component(), module.name().path(), module.alpha());
    }

    /** The tensors of what stays as it is, by their names in the state. */
    static Map<String, TensorData> tensors(StartingLora start) {
        Map<String, TensorData> tensors = new HashMap<>();
        for (LoraModule module : start.kept().modules()) {
            module.parts().forEach((part, data) -> tensors.put(kept(module).tensor(part), data));
        }
        return tensors;
    }

    /** Reads a tensor of a state. */
    interface Tensors<E extends Exception> {
        TensorData get(String name) throws E;
    }

    /**
     * The LoRA again.
     *
     * @param values what was learned by now
     */
    <E extends Exception> StartingLora startingLora(TensorData values, Tensors<E> state, UnetConfig unet) throws E {
        Map<String, TargetModule> layers = new HashMap<>();
        UnetModules.all(unet).forEach(layer -> layers.put(layer.path(), layer));
        List<Target> learning = new ArrayList<>();
        for (Layer layer : targets) {
            if (!layers.containsKey(layer.path())) {
                throw UserError.request(
                        Message.of("lora.noSuchLayer", ModuleName.unet(layer.path())), Message.of("lora.sameFamily"));
            }
            learning.add(new Target(layers.get(layer.path()), layer.rank(), layer.alpha()));
        }
        List<LoraModule> modules = new ArrayList<>();
        for (Kept module : kept) {
            modules.add(new LoraModule(
                    new ModuleName(module.component(), module.path()),
                    state.get(module.tensor(LoraModule.DOWN)),
                    state.get(module.tensor(LoraModule.UP)),
                    module.alpha()));
        }
        LoraWeights weights = new LoraWeights(ModelFamily.of(unet).family(), UnetLayout.of(unet), modules);
        return new StartingLora(name, sha256, learning, values, weights);
    }
}
