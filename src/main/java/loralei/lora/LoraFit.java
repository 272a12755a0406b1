package loralei.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.UserError;
import loralei.model.BaseModel;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.text.Message;

/** Whether a LoRA fits a base model: every layer that it changes has to be there, in its shape. */
public final class LoraFit {
    private LoraFit() {}

    /** Why it does not, for the first such layer; empty where it fits. */
    public static Optional<Message> misfit(LoraWeights lora, BaseModel model) {
        Map<Component, Map<String, TargetModule>> layers = new HashMap<>();
        layers.put(Component.UNET, unetLayers(model.unetConfig()));
        for (int i = 0; i < model.textEncoders().size(); i++) {
            layers.put(Component.ofTextEncoder(i), byPath(model.textModules(i)));
        }
        return lora.modules().stream()
                .flatMap(module ->
                        misfit(
                                module,
                                layers.getOrDefault(module.name().component(), Map.of())
                                        .get(module.name().path()))
                                .stream())
                .findFirst();
    }

    /** The layers of a UNet that a LoRA can change. */
    static Map<String, TargetModule> unetLayers(UnetConfig unet) {
        List<TargetModule> all = new ArrayList<>(UnetModules.all(unet));
        all.addAll(UnetModules.ends(unet));
        return byPath(all);
    }

    private static Map<String, TargetModule> byPath(List<TargetModule> modules) {
        Map<String, TargetModule> byPath = new HashMap<>();
        modules.forEach(module -> byPath.put(module.path(), module));
        return byPath;
    }

    /** Fails unless a module fits its layer. */
    static void expect(LoraModule module, TargetModule layer) {
        misfit(module, layer).ifPresent(problem -> {
            throw UserError.request(problem, Message.of("lora.sameFamily"));
        });
    }

    /** Why a module does not fit a layer, which is null if there is none of its name. */
    static Optional<Message> misfit(LoraModule module, TargetModule layer) {
        if (layer == null) {
            return Optional.of(Message.of("lora.noSuchLayer", module.name()));
        }
        Target target = new Target(layer, module.rank(), module.alpha());
        boolean same = Target.product(target.down())
                        == Target.product(module.down().shape())
                && Target.product(target.up()) == Target.product(module.up().shape());
        return same ? Optional.empty() : Optional.of(Message.of("lora.otherShape", module.name()));
    }
}
