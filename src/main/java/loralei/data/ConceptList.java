package loralei.data;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.JsonText;
import loralei.config.TrainingConfig;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;

/**
 * The folders of a run as a person edits them, kept in a list of concepts as OneTrainer has it.
 *
 * @param file where they were read from; empty for a list that is new
 * @param content what stood there
 * @param entries the folders
 * @param notes what there is to say of them
 */
public record ConceptList(Optional<Path> file, String content, List<ConceptEntry> entries, List<Message> notes) {
    private static final ObjectWriter WRITER =
            JsonText.OWN.writerWithDefaultPrettyPrinter().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS);

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int LONGEST_NAME = 40;

    /** Copies the lists. */
    public ConceptList {
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
    }

    /** What the settings name: a list of concepts, the file of another trainer, or a folder. */
    public static ConceptList open(TrainingConfig config) throws PictureFolderException {
        Path place = config.instanceDir();
        if (!Files.isRegularFile(place)) {
            boolean some = Subfolders.hasPictures(place)
                    || KohyaTree.find(FolderEntries.plain(place, config)).isPresent()
                    || (config.subfolders() && !Subfolders.in(place).isEmpty());
            List<ConceptEntry> entries = some ? FolderEntries.of(List.of(place), config) : List.of();
            return new ConceptList(Optional.empty(), "", entries, List.of());
        }
        JsonNode root = DataSetFile.tree(place);
        JsonNode list = OneTrainerConcepts.list(root);
        if (!list.isArray()) {
            return ofOtherTrainer(place, config);
        }
        ConceptNode reading = new ConceptNode(place);
        List<ConceptEntry> entries = new ArrayList<>();
        for (JsonNode node : list) {
            entries.add(reading.read(entries.size(), node));
        }
        return new ConceptList(Optional.of(place), root.toString(), entries, List.of());
    }

    /** Its folders, to be saved as a list of concepts; the file itself stays as it is. */
    private static ConceptList ofOtherTrainer(Path file, TrainingConfig config) throws PictureFolderException {
        DataSet set = DataSetFile.read(file, config);
        List<Message> notes = new ArrayList<>(List.of(Message.of("concepts.otherTrainer", FileNames.of(file))));
        notes.addAll(set.notes());
        List<Message> otherwise = set.concepts().stream()
                .filter(concept -> !FolderEntries.hasRulesOf(config, concept))
                .map(concept -> Message.text(FileNames.of(concept.folder())))
                .toList();
        if (!otherwise.isEmpty()) {
            notes.add(Message.of("concepts.rulesLost", FileNames.listed(otherwise, ", ")));
        }
        List<ConceptEntry> entries = set.concepts().stream()
                .map(concept -> FolderEntries.of(concept, config))
                .toList();
        return new ConceptList(Optional.empty(), "", entries, notes);
    }

    /** The folders that were dropped, or that dropped files lie in: each, or those in it that are laid out for kohya. */
    public static List<ConceptEntry> ofDropped(List<Path> dropped, TrainingConfig config) {
        List<Path> folders = dropped.stream()
                .map(Path::toAbsolutePath)
                .map(path -> Files.isRegularFile(path) ? path.getParent() : path)
                .distinct()
                .toList();
        return FolderEntries.of(folders, config);
    }

    /** The same with other folders. */
    public ConceptList with(List<ConceptEntry> others) {
        return new ConceptList(file, content, others, notes);
    }

    /** Whether a file would be lost that is not the one that was read, or not any more as it was read. */
    public boolean wouldReplace(Path target) {
        try {
            return Files.exists(target)
                    && !(file.isPresent()
                            && Files.isSameFile(file.get(), target)
                            && DataSetFile.tree(target).toString().equals(content));
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Writes the list; what else stood in the file is kept. Prompts that stand in no file yet come into files beside it,
     * where OneTrainer looks for them.
     *
     * @throws IOException if it cannot be written; then the file is as before
     */
    public void write(Path target) throws IOException {
        JsonNode root = content.isEmpty() ? JsonText.OWN.createArrayNode() : JsonText.FOREIGN.readTree(content);
        ArrayNode list = (ArrayNode) OneTrainerConcepts.list(root);
        ArrayNode before = list.deepCopy();
        list.removeAll();
        ConceptNode writing = new ConceptNode(file.orElse(target));
        boolean elsewhere = !file.map(ConceptList::folderOf).equals(Optional.of(folderOf(target)));
        for (ConceptEntry entry : entries) {
            ObjectNode node =
                    before.path(entry.origin()) instanceof ObjectNode there ? there.deepCopy() : ConceptNode.fresh();
            if (elsewhere) {
                writing.makeWhole(node);
            }
            writing.write(entry, node, prompt -> promptFile(target, prompt));
            list.add(node);
        }
        AtomicFile.replace(target, WRITER.writeValueAsString(root) + "\n");
    }

    private static Path folderOf(Path list) {
        return list.toAbsolutePath().normalize().getParent();
    }

    /** Never replaces a file: one with just this prompt is used, and any other keeps its name. */
    private static Path promptFile(Path target, String prompt) throws IOException {
        Path whole = target.toAbsolutePath();
        Path folder = whole.resolveSibling(Sidecars.stem(FileNames.of(whole)) + "-prompts");
        Files.createDirectories(folder);
        String words = NOT_IN_NAMES.matcher(prompt).replaceAll(" ").strip().replace(' ', '-');
        String name = words.substring(
                0, words.offsetByCodePoints(0, Math.min(LONGEST_NAME, words.codePointCount(0, words.length()))));
        for (int number = 1; ; number++) {
            Path file = folder.resolve((name.isEmpty() ? "prompt" : name) + (number == 1 ? "" : "-" + number) + ".txt");
            if (ConceptNode.holds(file, prompt)
                    || AtomicFile.create(file, (prompt + "\n").getBytes(StandardCharsets.UTF_8))) {
                return file;
            }
        }
    }
}
