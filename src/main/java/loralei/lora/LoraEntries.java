package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loralei.safetensors.TensorInfo;

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
        private static final Entry NONE = new Entry(Optional.empty(), Optional.empty(), Optional.empty());

        boolean complete() {
            return down.isPresent() && up.isPresent();
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
            // Kohya's names of text encoders are the same with both spellings of UNet paths.
            if (key.module().component() == Component.UNET || key.format().spelling() != KeyFormat.Spelling.FLAT) {
                formats.merge(key.format(), 1, Integer::sum);
            }
        }
        return new LoraEntries(modules, formats, unknown, repeated);
    }

    /** Tells whether the file is a LoRA at all: an alpha alone makes none. */
    boolean isLora() {
        return modules.values().stream()
                .anyMatch(entry -> entry.down().isPresent() || entry.up().isPresent());
    }
}
