package loralei.job.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.lora.Component;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.lora.LoraModule;
import loralei.lora.LoraWeights;
import loralei.lora.MadeMetadata;
import loralei.lora.ModelDifference;
import loralei.lora.ModuleMaths;
import loralei.lora.TargetKind;
import loralei.lora.UnetLayout;
import loralei.model.StoredModel;
import loralei.model.StoredWeights;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.torch.ComputeDevice;

/** Makes a LoRA of what sets two base models apart, layer by layer; two weights at a time are in memory. */
public final class ExtractJob implements Tool<ExtractRequest> {
    /** What kohya's scripts adapt by default. */
    private static final Set<TargetKind> WITHOUT_CONVOLUTIONS =
            EnumSet.of(TargetKind.ATTENTION, TargetKind.FEED_FORWARD, TargetKind.PROJECTION, TargetKind.TEXT_ENCODER);

    @Override
    public ToolResult run(ExtractRequest request, ToolWatcher watcher) throws IOException {
        ToolChecks.rank(request.rank());
        StoredModel base = StoredModel.open(request.base());
        StoredModel tuned = StoredModel.open(request.tuned());
        ToolFiles.require(request.output(), List.of(base.place(), tuned.place()));
        if (base.family() != tuned.family()) {
            throw UserError.request(
                    Message.of(
                            "merge.families",
                            base.place(),
                            base.family().label(),
                            tuned.place(),
                            tuned.family().label()),
                    Message.of("merge.oneFamily"));
        }
        try (ComputeDevice cpu = ComputeDevice.cpu()) {
            return new Run(request, base, tuned, cpu, watcher).run();
        }
    }

    /** One extraction. */
    private static final class Run {
        private final ExtractRequest request;
        private final StoredModel base;
        private final StoredModel tuned;
        private final ComputeDevice cpu;
        private final ToolWatcher watcher;
        private final List<Message> lines = new ArrayList<>();
        private final List<LoraModule> modules = new ArrayList<>();
        private final KeptRanks kept = new KeptRanks();
        private int done;
        private int others;

        Run(ExtractRequest request, StoredModel base, StoredModel tuned, ComputeDevice cpu, ToolWatcher watcher) {
            this.request = request;
            this.base = base;
            this.tuned = tuned;
            this.cpu = cpu;
            this.watcher = watcher;
        }

        ToolResult run() throws IOException {
            List<Component> components = components();
            List<List<ModelDifference.Layer>> layers =
                    components.stream().map(this::layers).toList();
            int all = layers.stream().mapToInt(List::size).sum();
            DType type = request.output().type().orElse(typeOfTuned());
            for (int i = 0; i < components.size(); i++) {
                int network = components.get(i).place();
                try (StoredWeights before = base.weights(network);
                        StoredWeights after = tuned.weights(network)) {
                    ModelDifference difference = new ModelDifference(before, after, cpu);
                    if (!take(difference, layers.get(i), all, type)) {
                        return new ToolResult(Optional.empty(), List.of());
                    }
                    others += difference.othersThatDiffer(layers.get(i));
                }
            }
            if (modules.isEmpty()) {
                throw UserError.request(
                        Message.of("merge.noDifference", base.place(), tuned.place()), Message.of("merge.chooseTuned"));
            }
            return write(all, type);
        }

        /** The networks that both models hold, and that were asked for. */
        private List<Component> components() {
            List<Component> found = new ArrayList<>();
            for (Component component : Component.values()) {
                int network = component.place();
                if (network >= base.networks() || (network > 0 && !request.textEncoders())) {
                    continue;
                }
                if (base.has(network) && tuned.has(network)) {
                    found.add(component);
                } else {
                    lines.add(Message.of(
                            "merge.networkNotInBoth",
                            base.nameOf(network),
                            base.has(network) ? tuned.place() : base.place()));
                }
            }
            return found;
        }

        private List<ModelDifference.Layer> layers(Component component) {
            return ModelDifference.layers(base, component).stream()
                    .filter(layer -> TargetKind.of(layer.name())
                            .filter(kind -> request.convolutions() || WITHOUT_CONVOLUTIONS.contains(kind))
                            .isPresent())
                    .toList();
        }

        private DType typeOfTuned() {
            try (StoredWeights weights = tuned.weights(0)) {
                return LoraInputs.narrowest(weights.names().stream()
                        .map(weights::type)
                        .filter(DType::isFloat)
                        .collect(Collectors.toSet()));
            } catch (IOException e) {
                throw UserError.request(Message.of(e), Message.of("model.getFileAgain"))
                        .causedBy(e);
            }
        }

        /** Takes the layers of a network; false where it was stopped. */
        private boolean take(ModelDifference difference, List<ModelDifference.Layer> layers, int all, DType type)
                throws IOException {
            for (ModelDifference.Layer layer : layers) {
                if (watcher.stopped()) {
                    return false;
                }
                Optional<ModuleMaths.Cut> cut = difference.cut(layer, request.rank()::rank, type);
                cut.ifPresent(found -> {
                    modules.add(found.module());
                    kept.add(found);
                });
                done++;
                watcher.at(done, all);
            }
            return true;
        }

        private ToolResult write(int all, DType type) throws IOException {
            String note = "extracted: " + LoraInputs.nameOf(tuned.place()) + " - " + LoraInputs.nameOf(base.place());
            LoraFile.write(
                    request.output().file(),
                    new LoraWeights(base.family(), UnetLayout.of(base.unetConfig()), modules),
                    KeyFormat.KOHYA,
                    type,
                    MadeMetadata.extracted(
                            base.family(),
                            LoraInputs.nameOf(request.output().file()),
                            note,
                            tuned.predictsVelocity(),
                            modules));
            lines.add(0, Message.of("merge.extracted", modules.size(), all, type));
            lines.addAll(1, kept.lines());
            if (others > 0) {
                lines.add(Message.of("merge.othersDiffer", others));
            }
            return new ToolResult(Optional.of(request.output().file()), lines);
        }
    }
}
