package loralei.lora;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * The tensors of a file sorted by module, from their names alone.
 *
 * @param modules by module, in order of name
 * @param formats how many tensors follow which naming; text encoder tensors are counted only where their naming is sure
 * @param unknown names that mean nothing here, in order of place in the file
 * @param repeated names that mean the same tensor as another one does
 */
record LoraEntries(
        SortedMap<ModuleName, Entry> modules,
        SortedMap<KeyFormat, Integer> formats,
        List<String> unknown,
        List<String> repeated) {

    /** The tensors of one module, as far as the file has them. */
    record Entry(Optional<TensorInfo> down, Optional<TensorInfo> up, Optional<TensorInfo> alpha) {
        static final Entry NONE = new Entry(Optional.empty(), Optional.empty(), Optional.empty());

        boolean complete() {
            return down.isPresent() && up.isPresent();
        }

        /** Why its matrices are none of an adapter, if they are not: one lacks, or their shapes or types do not fit. */
        Optional<Message> problem(ModuleName name) {
            if (!complete()) {
                String has = down.or(this::up).or(this::alpha).orElseThrow().name();
                Object lacks = down.isPresent() ? "up" : up.isPresent() ? "down" : Message.of("lora.both");
                return Optional.of(Message.of("lora.lacks", has, lacks));
            }
            TensorInfo first = down.orElseThrow();
            TensorInfo last = up.orElseThrow();
            Optional<Message> shapes = LoraShapes.problem(first.shape(), last.shape());
            return shapes.isPresent()
                            || !first.dtype().isFloat()
                            || !last.dtype().isFloat()
                    ? Optional.of(Message.of(
                            "shared.colon", name, shapes.orElse(Message.of("lora.types", first.dtype(), last.dtype()))))
                    : Optional.empty();
        }

        /** Its alpha, if there is a tensor of it; not a number if that holds several. */
        Optional<Double> readAlpha(SafetensorsFile file) throws IOException {
            if (alpha.isEmpty()) {
                return Optional.empty();
            }
            TensorInfo info = alpha.get();
            if (info.count() != 1) {
                return Optional.of(Double.NaN);
            }
            return Optional.of(
                    info.dtype().isFloat()
                            ? (double) file.floats(info.name())[0]
                            : (double) file.longs(info.name())[0]);
        }

        /** Whether there is nothing but an alpha, as kinds of adapters have it whose parts are not read here. */
        boolean isAlphaOnly() {
            return down.isEmpty() && up.isEmpty();
        }

        private Optional<TensorInfo> part(LoraPart part) {
            return switch (part) {
                case DOWN -> down;
                case UP -> up;
                case ALPHA -> alpha;
            };
        }

        private Entry with(LoraPart part, TensorInfo info) {
            return new Entry(
                    part == LoraPart.DOWN ? Optional.of(info) : down,
                    part == LoraPart.UP ? Optional.of(info) : up,
                    part == LoraPart.ALPHA ? Optional.of(info) : alpha);
        }
    }

    static LoraEntries of(Map<String, TensorInfo> tensors, int layersPerBlock) {
        SortedMap<ModuleName, Entry> modules = new TreeMap<>();
        SortedMap<KeyFormat, Integer> formats = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        for (TensorInfo info : tensors.values()) {
            Optional<LoraKey> parsed = LoraKey.parse(info.name(), layersPerBlock);
            if (parsed.isEmpty()) {
                unknown.add(info.name());
                continue;
            }
            LoraKey key = parsed.get();
            Entry entry = modules.getOrDefault(key.module(), Entry.NONE);
            if (entry.part(key.part()).isPresent()) {
                repeated.add(info.name());
                continue;
            }
            modules.put(key.module(), entry.with(key.part(), info));
            // Kohya's names of text encoders are the same with both spellings of UNet paths; alphas have one end in
            // all.
            boolean sure =
                    key.module().component() == Component.UNET || key.format().spelling() != KeyFormat.Spelling.FLAT;
            if (sure && (key.part() != LoraPart.ALPHA || key.format().hasAlpha())) {
                formats.merge(key.format(), 1, Integer::sum);
            }
        }
        List.copyOf(formats.keySet()).forEach(format -> formats.keySet().removeIf(format::covers));
        return new LoraEntries(modules, formats, unknown, repeated);
    }

    /** Tells whether the file is a LoRA at all: an alpha alone makes none. */
    boolean isLora() {
        return modules.values().stream()
                .anyMatch(entry -> entry.down().isPresent() || entry.up().isPresent());
    }
}
