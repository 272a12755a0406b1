package loralei.lora;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.model.ModelFamily;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * An open LoRA file whose names and shapes were understood, each of them; its values are read when they are asked for, so
 * that it may be larger than the memory.
 */
public final class LoraContent implements Closeable {
    private static final int NAMES_SHOWN = 3;

    private final SafetensorsFile file;
    private final LoraEntries entries;
    private final Family family;
    private final UnetLayout layout;
    private final PeftAlpha peftAlpha;
    private final SortedMap<ModuleName, Double> alphas = new TreeMap<>();
    private final List<CarriedTensor> carried = new ArrayList<>();
    private final List<TensorInfo> bundled = new ArrayList<>();

    private LoraContent(SafetensorsFile file) throws IOException {
        this.file = file;
        int layers = UnetLayout.of(Family.DEFAULT).layersPerBlock();
        this.entries = LoraEntries.of(file.tensors(), layers);
        this.peftAlpha = isPeftOwn() ? PeftAlpha.beside(file.path()) : PeftAlpha.of(file.metadata());
        List<String> strange = new ArrayList<>();
        for (String name : entries.unknown()) {
            TensorInfo info = file.tensor(name);
            Optional<CarriedTensor> known = CarriedTensor.of(info, layers);
            known.ifPresent(carried::add);
            if (known.isEmpty()
                    && AdapterKind.of(name)
                            .filter(kind -> kind == AdapterKind.BUNDLED)
                            .isPresent()) {
                bundled.add(info);
            } else if (known.isEmpty()) {
                strange.add(name);
            }
        }
        if (!entries.isLora() && (carried.isEmpty() || strange.stream().anyMatch(LoraKey::isMatrix))) {
            throw new SafetensorsException(file.path(), Message.of("lora.otherKind", FileKind.of(file.tensors())));
        }
        List<Message> problems = problems(strange);
        FamilyGuess guess = guess();
        guess.problems().stream()
                .filter(problem -> problem.severity() == LoraProblem.Severity.ERROR)
                .map(LoraProblem::text)
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new SafetensorsException(file.path(), Message.of("lora.unusable", Message.joined("; ", problems)));
        }
        this.family = guess.family()
                .orElseThrow(() -> new SafetensorsException(file.path(), Message.of("lora.unknownFamily")));
        this.layout = new UnetLayout(layers, UnetLayout.of(family).leadingPlainUpBlocks());
    }

    /**
     * Opens a LoRA and checks what its header says.
     *
     * @throws SafetensorsException if it is no LoRA, or one with parts that fit nowhere; the message names them
     * @throws IOException if it cannot be read
     */
    public static LoraContent open(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new LoraContent(file);
        } catch (Throwable failure) {
            file.close();
            throw failure;
        }
    }

    /**
     * Fails unless a file holds an adapter, of whatever kind and for whatever model.
     *
     * @throws SafetensorsException says what it is
     */
    public static void requireAdapter(SafetensorsFile file) throws SafetensorsException {
        boolean adapter = file.tensors().keySet().stream()
                .anyMatch(name -> LoraKey.isMatrix(name)
                        || AdapterKind.of(name)
                                .filter(AdapterKind::changesResult)
                                .isPresent());
        if (!adapter) {
            throw new SafetensorsException(file.path(), Message.of("lora.otherKind", FileKind.of(file.tensors())));
        }
    }

    private List<Message> problems(List<String> strange) throws IOException {
        List<Message> problems = new ArrayList<>();
        if (!strange.isEmpty()) {
            problems.add(Message.of("lora.notUnderstood", strange.size(), shown(strange)));
        }
        if (!entries.repeated().isEmpty()) {
            problems.add(Message.of("lora.givenTwice", entries.repeated().size(), shown(entries.repeated())));
        }
        for (Map.Entry<ModuleName, LoraEntries.Entry> module : entries.modules().entrySet()) {
            ModuleName name = module.getKey();
            LoraEntries.Entry entry = module.getValue();
            boolean alphaOfOther = entry.isAlphaOnly()
                    && carried.stream().anyMatch(tensor -> tensor.module().equals(name));
            Optional<Message> problem = alphaOfOther ? Optional.empty() : entry.problem(name);
            problem.ifPresent(problems::add);
            Optional<Double> alpha = entry.readAlpha(file);
            if (alpha.isPresent() && !Double.isFinite(alpha.get())) {
                problems.add(Message.of("lora.alpha", name, alpha.get()));
            }
            alpha.ifPresent(value -> alphas.put(name, value));
        }
        return problems;
    }

    /** From all modules, also those that only another kind of adapter changes. */
    private FamilyGuess guess() {
        SortedMap<ModuleName, LoraEntries.Entry> all = new TreeMap<>(entries.modules());
        carried.forEach(tensor -> all.putIfAbsent(tensor.module(), LoraEntries.Entry.NONE));
        return FamilyGuess.of(new LoraEntries(all, entries.formats(), List.of(), List.of()), file.metadata());
    }

    /** The first few of many names. */
    static String shown(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())))
                + (names.size() > NAMES_SHOWN ? ", ..." : "");
    }

    /** The open file. */
    public SafetensorsFile file() {
        return file;
    }

    /** The family that it is for. */
    public Family family() {
        return family;
    }

    UnetLayout layout() {
        return layout;
    }

    /** The namings that it has; more than one only in a mixed file. */
    public List<KeyFormat> formats() {
        boolean kohyaUsesDiffusersPaths = !ModelFamily.of(family).lora().sgmPaths();
        Stream<KeyFormat> all = entries.formats().keySet().stream();
        return all.map(format ->
                        format == KeyFormat.KOHYA_DIFFUSERS_PATHS && kohyaUsesDiffusersPaths ? KeyFormat.KOHYA : format)
                .distinct()
                .toList();
    }

    /** The tensors of each module; of those that only another kind of adapter changes at most an alpha. */
    SortedMap<ModuleName, LoraEntries.Entry> modules() {
        return entries.modules();
    }

    /** The modules with both of a LoRA's matrices. */
    public List<ModuleName> names() {
        return entries.modules().entrySet().stream()
                .filter(module -> module.getValue().complete())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether it has both of a LoRA's matrices of a module. */
    public boolean has(ModuleName module) {
        return Optional.ofNullable(entries.modules().get(module))
                .filter(LoraEntries.Entry::complete)
                .isPresent();
    }

    /** The alpha that stands in a module's own tensor. */
    Optional<Double> storedAlpha(ModuleName module) {
        return Optional.ofNullable(alphas.get(module));
    }

    /** The alpha that peft's configuration tells, in the metadata or beside the file. */
    Optional<Double> peftAlpha(ModuleName module, int rank) {
        return peftAlpha.alpha(module, rank).map(Float::doubleValue);
    }

    /** Whether it is one of peft's own, whose configuration is a file beside it. */
    boolean isPeftOwn() {
        return entries.formats().containsKey(KeyFormat.PEFT_OWN);
    }

    /** Tensors of other kinds of adapters. */
    List<CarriedTensor> carried() {
        return List.copyOf(carried);
    }

    /** What other kinds of adapters, or parts beside a LoRA's matrices, are in it, and how many tensors of each. */
    public Map<String, Integer> otherKinds() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        carried.forEach(tensor -> kinds.merge(
                AdapterKind.of(tensor.info().name()).map(AdapterKind::title).orElse(tensor.tail()), 1, Integer::sum));
        return kinds;
    }

    /** Embeddings that came with it. */
    List<TensorInfo> bundled() {
        return List.copyOf(bundled);
    }

    /** The shapes of a module's matrices, and what their product is multiplied by. */
    public LoraModuleInfo module(ModuleName name) {
        LoraEntries.Entry entry = entries.modules().get(name);
        TensorInfo down = entry.down().orElseThrow();
        TensorInfo up = entry.up().orElseThrow();
        int rank = Math.toIntExact(down.shape().get(0));
        double alpha = storedAlpha(name).or(() -> peftAlpha(name, rank)).orElse((double) rank);
        return new LoraModuleInfo(name, down, up, rank, alpha);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
