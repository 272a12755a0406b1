package loralei.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import loralei.config.UserError;
import loralei.safetensors.DType;
import loralei.safetensors.StreamedFile;
import loralei.safetensors.StreamedTensor;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/** A LoRA in another naming: what is read of one file while another one is written. */
public final class LoraConversion implements StreamedFile {
    private final LoraContent from;
    private final KeyFormat naming;
    private final Optional<DType> type;
    private final List<StreamedTensor> tensors = new ArrayList<>();
    private final ModuleAlphas alphas;
    private final LoraStamps stamps;

    private LoraConversion(LoraContent from, KeyFormat naming, Optional<DType> type, Consumer<ModuleName> watcher)
            throws IOException {
        this.from = from;
        this.naming = naming;
        this.type = type;
        refuseWhatHasNoName();
        this.alphas = new ModuleAlphas(from, naming, type);
        for (Map.Entry<ModuleName, LoraEntries.Entry> module : from.modules().entrySet()) {
            watcher.accept(module.getKey());
            if (module.getValue().isAlphaOnly()) {
                module.getValue().alpha().ifPresent(info -> add(name(module.getKey(), LoraPart.ALPHA), info));
            } else {
                add(module.getKey());
            }
        }
        from.carried().forEach(tensor -> add(base(tensor.module()) + tensor.tail(), tensor.info()));
        from.bundled().forEach(info -> add(info.name(), info));
        refuseTwins();
        List<StreamedTensor> sorted = StreamedTensor.inOrder(tensors);
        tensors.clear();
        tensors.addAll(sorted);
        boolean kohya = naming.spelling() == KeyFormat.Spelling.FLAT;
        Map<String, String> metadata = alphas.metadata();
        if (!kohya) {
            // Loaders of the transformers library ask which framework wrote a file.
            metadata.putIfAbsent("format", "pt");
        }
        this.stamps = LoraStamps.of(tensors, metadata, kohya);
    }

    /**
     * Looks through a file and decides what becomes of each of its tensors.
     *
     * @param from the file, which is closed with this
     * @param naming the naming to write
     * @param type of all tensors; empty for that which each has
     * @param watcher told of each module before its values are looked at
     * @throws UserError if something in the file has no name in that naming
     */
    public static LoraConversion of(
            LoraContent from, KeyFormat naming, Optional<DType> type, Consumer<ModuleName> watcher) throws IOException {
        return new LoraConversion(from, naming, type, watcher);
    }

    private void refuseWhatHasNoName() {
        List<String> nameless = new ArrayList<>();
        from.modules().keySet().stream()
                .filter(module -> !naming.has(module.component()))
                .forEach(module -> nameless.add(module.toString()));
        for (CarriedTensor tensor : from.carried()) {
            boolean third = tensor.tail().equals(CarriedTensor.THIRD_MATRIX);
            if (!naming.has(tensor.module().component()) || !naming.hasAlpha() || (third && !naming.hasThirdMatrix())) {
                nameless.add(tensor.info().name());
            }
        }
        if (naming == KeyFormat.ORIGINAL || naming == KeyFormat.LYCORIS) {
            from.bundled().forEach(info -> nameless.add(info.name()));
        }
        if (!nameless.isEmpty()) {
            throw UserError.request(
                    Message.of("convert.noName", naming.title(), nameless.size(), LoraContent.shown(nameless)),
                    Message.of("convert.noName.remedy", KeyFormat.KOHYA.id()));
        }
    }

    private String base(ModuleName module) {
        return naming.base(from.family(), from.layout(), module);
    }

    private String name(ModuleName module, LoraPart part) {
        return naming.tensorName(from.family(), from.layout(), module, part);
    }

    private void add(ModuleName module) throws IOException {
        LoraModuleInfo info = from.module(module);
        ModuleAlphas.Change change = alphas.of(info);
        add(name(module, LoraPart.DOWN), info.down());
        String up = name(module, LoraPart.UP);
        if (change.factor().isEmpty()) {
            add(up, info.up());
        } else {
            AlphaScale scale = change.factor().get();
            tensors.add(
                    change.taken()
                            ? scale.quotient(up, from.file(), info.up(), change.up())
                            : scale.product(up, from.file(), info.up(), change.up()));
        }
        change.alpha().ifPresent(alpha -> tensors.add(StreamedTensor.of(name(module, LoraPart.ALPHA), alpha)));
    }

    /** A tensor under another name, with all its values. */
    private void add(String name, TensorInfo info) {
        DType wanted = info.dtype().isFloat() ? type.orElse(info.dtype()) : info.dtype();
        tensors.add(AlphaScale.narrowed(name, from.file(), info, wanted));
    }

    private void refuseTwins() {
        Set<String> names = new HashSet<>();
        for (StreamedTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw UserError.request(Message.of("convert.twins", tensor.name()), Message.of("inspect.chooseSound"));
            }
        }
    }

    /** What there is to say of it. */
    public List<Message> lines() {
        List<Message> lines = new ArrayList<>();
        lines.add(Message.of(
                "convert.from",
                from.names().size(),
                from.family().label(),
                String.join(", ", from.formats().stream().map(KeyFormat::title).toList()),
                naming.title()));
        lines.addAll(alphas.lines());
        from.otherKinds().forEach((kind, count) -> lines.add(Message.of("convert.carried", count, kind)));
        if (!from.bundled().isEmpty()) {
            lines.add(Message.of("convert.bundled", from.bundled().size()));
        }
        return lines;
    }

    @Override
    public List<StreamedTensor> tensors() {
        return List.copyOf(tensors);
    }

    @Override
    public Map<String, String> metadata() {
        return stamps.metadata();
    }

    @Override
    public void written(ByteBuffer bytes) {
        stamps.update(bytes);
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
