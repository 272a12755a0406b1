package loralei.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.model.ModelFacts;
import loralei.safetensors.DType;
import loralei.safetensors.FileHashes;
import loralei.text.Message;

/**
 * What a safetensors file, or a folder, is, for {@code inspect}.
 *
 * @param file the file
 * @param bytes its size; 0 for a folder
 * @param kind what it is, such as "a LoRA" or "a base model: ..."
 * @param lora what there is to say of a LoRA; empty for any other file
 * @param tensors how many tensors of each type
 * @param values how many numbers all tensors have together
 * @param metadata all of {@code __metadata__}
 * @param problems what is wrong with it, errors first
 * @param model the family of a base model; empty for any other file
 * @param parts what a base model consists of; empty for any other file
 * @param hashes by which other programs know its files; empty where they were not computed
 */
public record LoraReport(
        Path file,
        long bytes,
        Message kind,
        Optional<Lora> lora,
        SortedMap<DType, Integer> tensors,
        long values,
        Map<String, String> metadata,
        List<LoraProblem> problems,
        Optional<Family> model,
        Optional<ModelFacts> parts,
        List<FileHashes> hashes) {
    /** What a file is that is no base model. */
    public LoraReport(
            Path file,
            long bytes,
            Message kind,
            Optional<Lora> lora,
            SortedMap<DType, Integer> tensors,
            long values,
            Map<String, String> metadata,
            List<LoraProblem> problems) {
        this(
                file,
                bytes,
                kind,
                lora,
                tensors,
                values,
                metadata,
                problems,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /**
     * What there is to say of a LoRA only.
     *
     * @param family its family, or empty if it cannot be told or is not supported
     * @param familyText the family's name and what told it
     * @param formats the namings it uses; more than one only in a mixed file
     * @param modules how many modules have both matrices
     * @param targets how many of them of each kind
     * @param ranks how many of them of each rank
     * @param alphas how many of them of each alpha; where the file has none, the rank, as every program takes it
     */
    public record Lora(
            Optional<Family> family,
            Message familyText,
            List<KeyFormat> formats,
            int modules,
            SortedMap<TargetKind, Integer> targets,
            SortedMap<Integer, Integer> ranks,
            SortedMap<Float, Integer> alphas) {}

    /** Longer metadata values are cut in {@link #lines}. */
    private static final int LONGEST_VALUE_SHOWN = 100;

    /**
     * What there is to say of a folder.
     *
     * @param folder the folder
     * @param kind what it is
     * @param problems what is wrong with it, errors first
     * @param model the family of the base model in it, if there is one
     * @return a report without tensors
     */
    public static LoraReport ofFolder(Path folder, Message kind, List<LoraProblem> problems, Optional<Family> model) {
        return new LoraReport(folder, 0, kind, Optional.empty(), new TreeMap<>(), 0, Map.of(), problems)
                .asModel(kind, problems, model, Optional.empty());
    }

    /** The same of a base model. */
    public LoraReport asModel(
            Message name, List<LoraProblem> found, Optional<Family> family, Optional<ModelFacts> facts) {
        return new LoraReport(file, bytes, name, lora, tensors, values, metadata, found, family, facts, hashes);
    }

    /** The same with hashes. */
    public LoraReport withHashes(List<FileHashes> computed) {
        return new LoraReport(file, bytes, kind, lora, tensors, values, metadata, problems, model, parts, computed);
    }

    /**
     * Picks the problems for which the file cannot be used.
     *
     * @return the errors, without the warnings
     */
    public List<LoraProblem> errors() {
        return problems.stream()
                .filter(problem -> problem.severity() == LoraProblem.Severity.ERROR)
                .toList();
    }

    /**
     * Writes the report for people to read.
     *
     * @return lines of text
     */
    public List<Message> lines() {
        List<Message> lines = new ArrayList<>();
        boolean isFolder = bytes == 0;
        lines.add(isFolder ? Message.of("inspect.aFolder", file) : Message.of("inspect.file", file, bytes));
        lines.add(Message.of("inspect.kind", kind));
        lora.ifPresent(found -> {
            lines.add(Message.of("inspect.family", found.familyText()));
            if (!found.formats().isEmpty()) {
                lines.add(Message.of(
                        "inspect.names",
                        found.formats().stream().map(KeyFormat::title).collect(Collectors.joining(", "))));
            }
            lines.add(Message.of("inspect.modules", found.modules(), counts(found.targets(), TargetKind::title)));
            lines.add(Message.of("inspect.rank", distinct(found.ranks())));
            lines.add(Message.of("inspect.alpha", distinct(found.alphas())));
        });
        model.ifPresent(family -> lines.add(Message.of("inspect.family", family.title())));
        parts.ifPresent(facts -> lines.addAll(ModelLines.of(facts, isFolder)));
        if (!isFolder) {
            int all = tensors.values().stream().mapToInt(Integer::intValue).sum();
            lines.add(Message.of("inspect.tensors", all, counts(tensors, type -> Message.text(type.name())), values));
        }
        hashes.forEach(found -> lines.addAll(ModelLines.of(found, isFolder)));
        metadata.forEach((key, value) -> lines.add(Message.of("inspect.metadata", key, shown(value))));
        problems.forEach(problem -> lines.add(problem.line()));
        return lines;
    }

    static <K> Message counts(SortedMap<K, Integer> counts, Function<K, Message> title) {
        List<Message> all = counts.entrySet().stream()
                .map(entry -> Message.of("shared.pair", title.apply(entry.getKey()), entry.getValue()))
                .toList();
        return all.isEmpty() ? Message.text("") : Message.of("inspect.counts", Message.joined(", ", all));
    }

    private static <K> Message distinct(SortedMap<K, Integer> counts) {
        return counts.size() == 1
                ? Message.text(counts.firstKey().toString())
                : Message.of("inspect.several", counts(counts, key -> Message.text(key.toString())));
    }

    private static Object shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_VALUE_SHOWN
                ? line
                : Message.of("inspect.cut", line.substring(0, LONGEST_VALUE_SHOWN), value.length());
    }
}
