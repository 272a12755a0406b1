package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.lora.LoraModule;
import loralei.lora.LoraWeights;
import loralei.lora.MadeMetadata;
import loralei.lora.ModuleMaths;
import loralei.lora.ModuleName;
import loralei.lora.OpenLora;
import loralei.safetensors.DType;
import loralei.text.Message;

/** Gives a LoRA another rank: of each module what is nearest to it. Names, metadata and alpha / rank stay. */
public final class ResizeJob implements Tool<ResizeRequest> {
    @Override
    public ToolResult run(ResizeRequest request, ToolWatcher watcher) throws IOException {
        ToolChecks.rank(request.rank());
        ToolFiles.require(request.output(), List.of(request.lora()));
        try (LoraInputs inputs = LoraInputs.of(List.of(request.lora()))) {
            OpenLora lora = inputs.all().get(0);
            DType type = request.output().type().orElseGet(inputs::type);
            List<LoraModule> modules = new ArrayList<>();
            KeptRanks kept = new KeptRanks();
            int before = 0;
            for (ModuleName name : lora.modules()) {
                if (watcher.stopped()) {
                    return new ToolResult(Optional.empty(), List.of());
                }
                LoraModule module = lora.read(name);
                before = Math.max(before, module.rank());
                ModuleMaths.Cut cut = ModuleMaths.resized(module, request.rank()::rank, type);
                modules.add(cut.module());
                kept.add(cut);
                watcher.at(modules.size(), lora.modules().size());
            }
            Path target = request.output().file();
            LoraFile.write(
                    target,
                    new LoraWeights(inputs.family(), modules),
                    naming(lora),
                    type,
                    MadeMetadata.resized(lora.metadata(), note(request.rank(), before), modules));
            List<Message> lines = new ArrayList<>();
            lines.add(Message.of("merge.resized", before, type));
            lines.addAll(kept.lines());
            lines.addAll(inputs.leftOut());
            return new ToolResult(Optional.of(target), lines);
        }
    }

    /** The file's own, unless it has several, or one whose alpha is in a file beside it. */
    private static KeyFormat naming(OpenLora lora) {
        List<KeyFormat> formats = lora.formats();
        boolean one = formats.size() == 1 && formats.get(0) != KeyFormat.PEFT_OWN;
        return one ? formats.get(0) : KeyFormat.KOHYA;
    }

    /** As kohya's script writes it. */
    private static String note(RankChoice rank, int before) {
        if (rank instanceof RankChoice.Energy energy) {
            return "Dynamic resize with energy: " + energy.share() + " from " + before;
        }
        return "dimension is resized from " + before + " to " + ((RankChoice.Fixed) rank).rank();
    }
}
