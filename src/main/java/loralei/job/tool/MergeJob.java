package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.job.LoraChoice;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.lora.LoraModule;
import loralei.lora.LoraWeights;
import loralei.lora.MadeMetadata;
import loralei.lora.ModuleMaths;
import loralei.lora.ModuleMaths.Weighted;
import loralei.lora.ModuleName;
import loralei.lora.OpenLora;
import loralei.safetensors.DType;
import loralei.text.Message;

/** Makes one LoRA of several, whose change of a base model is the sum of theirs, each times its weight. */
public final class MergeJob implements Tool<MergeRequest> {
    /** Alpha has to fit fp16. */
    private static final int LEAST_EXPONENT = -8;

    @Override
    public ToolResult run(MergeRequest request, ToolWatcher watcher) throws IOException {
        ToolChecks.weights(request.loras());
        request.rank().ifPresent(ToolChecks::rank);
        List<Path> files = request.loras().stream().map(LoraChoice::file).toList();
        ToolFiles.require(request.output(), files);
        try (LoraInputs inputs = LoraInputs.of(files)) {
            DType type = request.output().type().orElseGet(inputs::type);
            List<LoraModule> modules = new ArrayList<>();
            KeptRanks kept = new KeptRanks();
            double scale = scale(request.loras(), inputs.all());
            for (ModuleName name : inputs.modules()) {
                if (watcher.stopped()) {
                    return new ToolResult(Optional.empty(), List.of());
                }
                List<Weighted> parts = parts(name, request.loras(), inputs.all());
                if (!parts.isEmpty()) {
                    ModuleMaths.Cut cut = request.rank()
                            .map(rank -> ModuleMaths.sum(parts, rank::rank, type))
                            .orElseGet(() -> new ModuleMaths.Cut(ModuleMaths.sum(parts, scale, type), 1));
                    modules.add(cut.module());
                    kept.add(cut);
                }
                watcher.at(modules.size(), inputs.modules().size());
            }
            Path target = request.output().file();
            LoraFile.write(
                    target,
                    new LoraWeights(inputs.family(), modules),
                    KeyFormat.KOHYA,
                    type,
                    metadata(request, inputs, modules));
            List<Message> lines = new ArrayList<>();
            lines.add(Message.of(
                    request.rank().isPresent() ? "merge.merged" : "merge.mergedExactly", files.size(), type));
            lines.addAll(request.rank().isPresent() ? kept.lines() : List.of(kept.ranks()));
            lines.addAll(inputs.leftOut());
            return new ToolResult(Optional.of(target), lines);
        }
    }

    /**
     * Alpha / rank of an exact sum: a power of two near the largest that goes into it, so that values lose no digits in fp16,
     * and the same in all modules, for diffusers mixes up the alphas of text encoders that differ.
     */
    private static double scale(List<LoraChoice> choices, List<OpenLora> loras) {
        double largest = 0;
        for (int i = 0; i < loras.size(); i++) {
            OpenLora lora = loras.get(i);
            double weight = choices.get(i).weight();
            largest = Math.max(
                    largest,
                    lora.modules().stream()
                            .mapToDouble(name -> Math.abs(weight * lora.scale(name)))
                            .max()
                            .orElse(0));
        }
        int exponent = Math.max(LEAST_EXPONENT, Math.min(-LEAST_EXPONENT, Math.getExponent(largest)));
        return Math.scalb(1.0, exponent);
    }

    /** What the files have for a module, those with weight 0 left out. */
    private static List<Weighted> parts(ModuleName name, List<LoraChoice> choices, List<OpenLora> loras)
            throws IOException {
        List<Weighted> parts = new ArrayList<>();
        Path first = null;
        for (int i = 0; i < loras.size(); i++) {
            OpenLora lora = loras.get(i);
            if (!lora.modules().contains(name) || choices.get(i).weight() == 0) {
                continue;
            }
            LoraModule module = lora.read(name);
            if (!parts.isEmpty() && !ModuleMaths.fit(parts.get(0).module(), module)) {
                throw UserError.request(
                        Message.of("merge.otherShape", first, lora.file(), name), Message.of("merge.oneFamily"));
            }
            if (parts.isEmpty()) {
                first = lora.file();
            }
            parts.add(new Weighted(module, choices.get(i).weight()));
        }
        return parts;
    }

    private static Map<String, String> metadata(MergeRequest request, LoraInputs inputs, List<LoraModule> modules) {
        List<String> names = request.loras().stream()
                .map(lora -> LoraInputs.nameOf(lora.file()))
                .toList();
        return MadeMetadata.merged(
                inputs.family(),
                LoraInputs.nameOf(request.output().file()),
                inputs.all().stream().map(OpenLora::metadata).toList(),
                note(request.loras()),
                names,
                modules);
    }

    /** What was added, in the spelling of the command line. */
    static String note(List<LoraChoice> loras) {
        return loras.stream()
                .map(lora -> LoraInputs.nameOf(lora.file()) + String.format(Locale.ROOT, ":%s", number(lora.weight())))
                .collect(Collectors.joining(" + ", "merged: ", ""));
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) && Math.abs(weight) < 1e9 ? Long.toString((long) weight) : "" + weight;
    }
}
