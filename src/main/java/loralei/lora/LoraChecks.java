package loralei.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.model.ModelFamily;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/** Looks a LoRA file over: every tensor is read once and let go. */
final class LoraChecks {
    private static final int NAMES_SHOWN = 3;

    private final SafetensorsFile file;
    private final LoraEntries entries;
    private final boolean peftOwn;
    private final PeftAlpha peftAlpha;
    private final List<LoraProblem> problems = new ArrayList<>();
    private final SortedMap<TargetKind, Integer> targets = new TreeMap<>();
    private final SortedMap<Integer, Integer> ranks = new TreeMap<>();
    private final SortedMap<Float, Integer> alphas = new TreeMap<>();
    private final SortedMap<ModuleName, Float> alphaOf = new TreeMap<>();

    LoraChecks(SafetensorsFile file, LoraEntries entries) {
        this.file = file;
        this.entries = entries;
        this.peftOwn = entries.formats().containsKey(KeyFormat.PEFT_OWN);
        this.peftAlpha = peftOwn ? PeftAlpha.beside(file.path()) : PeftAlpha.of(file.metadata());
    }

    /** Does all the checks. */
    LoraReport.Lora run() throws IOException {
        FamilyGuess guess = FamilyGuess.of(entries, file.metadata());
        problems.addAll(guess.problems());
        checkNames();
        List<String> withoutAlpha = new ArrayList<>();
        for (Map.Entry<ModuleName, LoraEntries.Entry> module : entries.modules().entrySet()) {
            if (checkModule(module.getKey(), module.getValue(), withoutAlpha)) {
                TargetKind.of(module.getKey()).ifPresent(kind -> targets.merge(kind, 1, Integer::sum));
            }
        }
        listed(withoutAlpha, peftOwn ? "lora.noPeftAlpha" : "lora.noAlpha")
                .map(LoraProblem::warning)
                .ifPresent(problems::add);
        checkValues();
        checkAgainstMetadata();
        problems.sort(Comparator.comparing(LoraProblem::severity).reversed());
        return new LoraReport.Lora(
                guess.family(), guess.description(), formats(guess.family()), alphaOf.size(), targets, ranks, alphas);
    }

    List<LoraProblem> problems() {
        return List.copyOf(problems);
    }

    /** The alpha of each module that has both matrices. */
    SortedMap<ModuleName, Float> alphaOf() {
        return alphaOf;
    }

    private void checkNames() {
        List<String> matrices =
                entries.unknown().stream().filter(LoraKey::isMatrix).toList();
        List<String> others = entries.unknown().stream()
                .filter(name -> !LoraKey.isMatrix(name))
                .toList();
        listed(matrices, "lora.unknownModules").map(LoraProblem::error).ifPresent(problems::add);
        SortedMap<AdapterKind, List<String>> kinds = new TreeMap<>();
        List<String> strange = new ArrayList<>();
        for (String name : others) {
            List<String> same = AdapterKind.of(name)
                    .map(kind -> kinds.computeIfAbsent(kind, k -> new ArrayList<>()))
                    .orElse(strange);
            same.add(name);
        }
        kinds.forEach((kind, names) -> listed(
                        names, kind.changesResult() ? "lora.otherAdapter" : "lora.bundled", kind.title())
                .map(text -> kind.changesResult() ? LoraProblem.error(text) : LoraProblem.warning(text))
                .ifPresent(problems::add));
        listed(strange, "lora.notUnderstood").map(LoraProblem::warning).ifPresent(problems::add);
        listed(entries.repeated(), "lora.givenTwice").map(LoraProblem::error).ifPresent(problems::add);
        if (peftOwn) {
            problems.add(LoraProblem.warning(Message.of("lora.peftNames", LoraKey.PEFT_WRAPPER)));
        }
        if (entries.formats().size() > 1) {
            problems.add(LoraProblem.warning(Message.of(
                    "lora.formats",
                    entries.formats().keySet().stream().map(KeyFormat::title).toList())));
        }
    }

    private boolean checkModule(ModuleName name, LoraEntries.Entry entry, List<String> withoutAlpha)
            throws IOException {
        if (!entry.complete()) {
            String has =
                    entry.down().or(entry::up).or(entry::alpha).orElseThrow().name();
            Object lacks = entry.down().isPresent() ? "up" : entry.up().isPresent() ? "down" : Message.of("lora.both");
            problems.add(LoraProblem.error(Message.of("lora.lacks", has, lacks)));
            return false;
        }
        TensorInfo down = entry.down().orElseThrow();
        TensorInfo up = entry.up().orElseThrow();
        Optional<Message> shapes = LoraShapes.problem(down.shape(), up.shape());
        if (shapes.isPresent() || !down.dtype().isFloat() || !up.dtype().isFloat()) {
            problems.add(LoraProblem.error(Message.of(
                    "shared.colon", name, shapes.orElse(Message.of("lora.types", down.dtype(), up.dtype())))));
            return false;
        }
        int rank = Math.toIntExact(down.shape().get(0));
        float alpha = alpha(name, entry, rank, withoutAlpha);
        if (!Float.isFinite(alpha)) {
            problems.add(LoraProblem.error(Message.of("lora.alpha", name, alpha)));
            return false;
        }
        ranks.merge(rank, 1, Integer::sum);
        alphas.merge(alpha, 1, Integer::sum);
        alphaOf.put(name, alpha);
        return true;
    }

    private float alpha(ModuleName name, LoraEntries.Entry entry, int rank, List<String> withoutAlpha)
            throws IOException {
        if (entry.alpha().isEmpty()) {
            Optional<Float> said = peftAlpha.alpha(name, rank);
            if (said.isEmpty()) {
                withoutAlpha.add(name.toString());
            }
            return said.orElse((float) rank);
        }
        TensorInfo alpha = entry.alpha().get();
        if (alpha.count() != 1) {
            return Float.NaN;
        }
        return alpha.dtype().isFloat() ? file.floats(alpha.name())[0] : file.longs(alpha.name())[0];
    }

    private void checkValues() throws IOException {
        List<String> notFinite = new ArrayList<>();
        List<String> zero = new ArrayList<>();
        for (ModuleName name : alphaOf.keySet()) {
            LoraEntries.Entry entry = entries.modules().get(name);
            String down = entry.down().orElseThrow().name();
            String up = entry.up().orElseThrow().name();
            float[] values = file.floats(up);
            if (!finite(values)) {
                notFinite.add(up);
            } else if (allZero(values)) {
                zero.add(up);
            }
            if (!finite(file.floats(down))) {
                notFinite.add(down);
            }
        }
        listed(notFinite, "lora.notFinite").map(LoraProblem::error).ifPresent(problems::add);
        listed(zero, zero.size() == alphaOf.size() ? "lora.allZero" : "lora.someZero")
                .map(LoraProblem::warning)
                .ifPresent(problems::add);
    }

    private void checkAgainstMetadata() throws IOException {
        Map<String, String> metadata = file.metadata();
        String dim = metadata.get("ss_network_dim");
        if (dim != null
                && dim.matches("\\d+")
                && !ranks.isEmpty()
                && ranks.keySet().stream().noneMatch(rank -> dim.equals("" + rank))) {
            problems.add(LoraProblem.warning(Message.of("lora.resized", dim, ranks.keySet())));
        }
        String hash = metadata.get("sshs_model_hash");
        if (hash != null && !hash.equals(file.dataSha256())) {
            problems.add(LoraProblem.warning(Message.of("lora.otherHash")));
        }
    }

    private List<KeyFormat> formats(Optional<Family> family) {
        boolean kohyaUsesDiffusersPaths =
                family.isPresent() && !ModelFamily.of(family.get()).lora().sgmPaths();
        return entries.formats().keySet().stream()
                .map(format ->
                        format == KeyFormat.KOHYA_DIFFUSERS_PATHS && kohyaUsesDiffusersPaths ? KeyFormat.KOHYA : format)
                .distinct()
                .toList();
    }

    /** Says how many names a problem touches, and the first few. */
    private static Optional<Message> listed(List<String> names, String key, Object... more) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String end = names.size() > NAMES_SHOWN ? ", ..." : "";
        List<String> first = names.subList(0, Math.min(NAMES_SHOWN, names.size()));
        Object[] arguments = Stream.concat(Stream.of(names.size(), String.join(", ", first) + end), Stream.of(more))
                .toArray();
        return Optional.of(Message.of(key, arguments));
    }

    private static boolean finite(float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allZero(float... values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
