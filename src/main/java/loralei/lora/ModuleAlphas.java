package loralei.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * What becomes of alpha on the way from one naming to another. One without it is applied with scale 1: alpha / rank becomes
 * part of the up matrix, and alpha is kept in the metadata as {@link FoldedAlpha}, for the way back.
 */
final class ModuleAlphas {
    private final LoraContent from;
    private final SafetensorsFile file;
    private final boolean wanted;
    private final Optional<DType> type;
    private final boolean everyModuleHadOne;
    private final boolean peftStays;
    private final Map<ModuleName, FoldedAlpha> before;
    private final Map<ModuleName, FoldedAlpha> kept = new LinkedHashMap<>();
    private final SortedMap<Result, Integer> results = new TreeMap<>();

    /** What is said of modules, in this order. */
    private enum Result {
        FOLDED,
        WIDER,
        ROUNDED,
        RESTORED,
        ADDED,
        IN_METADATA
    }

    /**
     * What becomes of one module.
     *
     * @param factor what the up matrix is multiplied by, or divided
     * @param taken whether it is divided
     * @param up its type then
     * @param alpha the tensor to write, if there is one
     */
    record Change(Optional<AlphaScale> factor, boolean taken, DType up, Optional<TensorData> alpha) {
        static Change none(TensorInfo up, Optional<TensorData> alpha) {
            return new Change(Optional.empty(), false, up.dtype(), alpha);
        }
    }

    ModuleAlphas(LoraContent from, KeyFormat naming, Optional<DType> type) {
        this.from = from;
        this.file = from.file();
        this.wanted = naming.hasAlpha();
        this.type = type;
        this.everyModuleHadOne = from.formats().stream().anyMatch(KeyFormat::hasAlpha);
        this.before = everyModuleHadOne ? Map.of() : FoldedAlpha.read(file.metadata());
        this.peftStays = file.metadata().containsKey(PeftAlpha.METADATA_KEY)
                && from.names().stream().allMatch(this::isAsPeftSays);
    }

    private boolean isAsPeftSays(ModuleName name) {
        LoraModuleInfo module = from.module(name);
        Optional<Double> peft = from.peftAlpha(name, module.rank());
        return peft.equals(Optional.of(module.alpha()));
    }

    /** Decides about one module; its up matrix is looked through where alpha becomes part of it or is taken out. */
    Change of(LoraModuleInfo module) throws IOException {
        return wanted ? withAlpha(module) : withoutAlpha(module);
    }

    private Change withAlpha(LoraModuleInfo module) throws IOException {
        Optional<TensorInfo> tensor = from.modules().get(module.name()).alpha();
        DType wide = type.orElse(module.up().dtype());
        if (tensor.isPresent()) {
            DType own = tensor.get().dtype();
            return Change.none(
                    module.up(),
                    Optional.of(AlphaScale.number(
                            module.alpha(),
                            type.filter(t -> own.isFloat()).orElse(own),
                            tensor.get().shape())));
        }
        if (everyModuleHadOne) {
            return Change.none(module.up(), Optional.empty());
        }
        Optional<Change> restored = restored(module);
        if (restored.isPresent()) {
            count(Result.RESTORED);
            return restored.get();
        }
        if (module.scale() == 1) {
            count(Result.ADDED);
        }
        return Change.none(module.up(), Optional.of(AlphaScale.number(module.alpha(), wide, List.of())));
    }

    /** What was kept when alpha became part of the matrix, if the matrix is still that one. */
    private Optional<Change> restored(LoraModuleInfo module) throws IOException {
        FoldedAlpha folded = before.get(module.name());
        if (folded == null) {
            return Optional.empty();
        }
        if (folded.alpha().isEmpty()) {
            return Optional.of(Change.none(module.up(), Optional.empty()));
        }
        AlphaScale scale = new AlphaScale(folded.alpha().get() / module.rank());
        TensorData alpha = AlphaScale.number(
                folded.alpha().get(), type.filter(t -> folded.type().isFloat()).orElse(folded.type()), folded.shape());
        if (scale.value() == 1) {
            return Optional.of(Change.none(module.up(), Optional.of(alpha)));
        }
        return scale.isProduct(file, module.up(), folded.up())
                ? Optional.of(new Change(Optional.of(scale), true, type.orElse(folded.up()), Optional.of(alpha)))
                : Optional.empty();
    }

    private Change withoutAlpha(LoraModuleInfo module) throws IOException {
        Optional<TensorInfo> tensor = from.modules().get(module.name()).alpha();
        FoldedAlpha earlier = before.get(module.name());
        if (peftStays) {
            count(Result.IN_METADATA);
            return Change.none(module.up(), Optional.empty());
        }
        if (tensor.isEmpty() && earlier != null) {
            kept.put(module.name(), earlier);
        }
        if (tensor.isEmpty() && everyModuleHadOne) {
            keep(module, Optional.empty(), DType.F32, List.of());
        }
        AlphaScale scale = new AlphaScale(module.scale());
        boolean asTensor = tensor.filter(info -> info.dtype().isFloat() || info.dtype() == DType.I64)
                .isPresent();
        DType alphaType = asTensor ? tensor.get().dtype() : DType.F32;
        List<Long> shape = asTensor ? tensor.get().shape() : List.of();
        if (scale.value() == 1) {
            if (asTensor) {
                keep(module, Optional.of(module.alpha()), alphaType, shape);
            }
            return Change.none(module.up(), Optional.empty());
        }
        DType narrow = type.orElse(module.up().dtype());
        AlphaScale.Kept how = scale.multiplied(file, module.up(), narrow);
        DType up = narrow;
        if (how != AlphaScale.Kept.EXACTLY && type.isEmpty() && narrow != DType.F32) {
            up = DType.F32;
            how = scale.multiplied(file, module.up(), up);
        }
        count(
                how == AlphaScale.Kept.ROUNDED || (up == narrow && how != AlphaScale.Kept.EXACTLY)
                        ? Result.ROUNDED
                        : up == narrow ? Result.FOLDED : Result.WIDER);
        if (how != AlphaScale.Kept.ROUNDED) {
            keep(module, Optional.of(module.alpha()), alphaType, shape);
        }
        return new Change(Optional.of(scale), false, up, Optional.empty());
    }

    private void keep(LoraModuleInfo module, Optional<Double> alpha, DType alphaType, List<Long> shape) {
        kept.put(
                module.name(),
                new FoldedAlpha(alpha, alphaType, shape, type.orElse(module.up().dtype())));
    }

    private void count(Result result) {
        results.merge(result, 1, Integer::sum);
    }

    /** That of the file, with what was kept. */
    Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>(file.metadata());
        all.remove(FoldedAlpha.KEY);
        if (!peftStays) {
            all.remove(PeftAlpha.METADATA_KEY);
        }
        if (!kept.isEmpty()) {
            all.put(FoldedAlpha.KEY, FoldedAlpha.write(kept));
        }
        return all;
    }

    /** What there is to say of it. */
    List<Message> lines() {
        List<Message> lines = new ArrayList<>();
        results.forEach((result, count) -> lines.add(Message.of("convert.alpha." + result, count)));
        return lines;
    }
}
