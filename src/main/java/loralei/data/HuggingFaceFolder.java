package loralei.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.JsonText;
import loralei.text.Message;

/**
 * A folder as Hugging Face's {@code imagefolder} has it: {@code metadata.jsonl} or {@code metadata.csv} names the pictures
 * and what they show. The texts may be of several lines.
 */
final class HuggingFaceFolder {
    private static final String FILE = "file_name";

    /** What the columns of texts are called, the usual one first. */
    private static final List<String> TEXTS = List.of("text", "caption", "prompt");

    private static final CsvMapper CSV = new CsvMapper();

    private HuggingFaceFolder() {}

    /** What the file of a folder lists; empty where there is none. */
    static Optional<DataSet> find(Concept plain) throws PictureFolderException {
        Optional<Path> file = Stream.of("metadata.jsonl", "metadata.csv", "train/metadata.jsonl", "train/metadata.csv")
                .map(plain.folder()::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        return file.isPresent() ? Optional.of(read(file.get(), plain)) : Optional.empty();
    }

    private static DataSet read(Path file, Concept plain) throws PictureFolderException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file in a folder");
        Map<Path, Map<Path, List<String>>> byFolder = new LinkedHashMap<>();
        List<Path> missing = new ArrayList<>();
        for (JsonNode row : rows(file)) {
            Path picture = folder.resolve(row.path(FILE).asText()).normalize();
            if (Files.isRegularFile(picture)) {
                byFolder.computeIfAbsent(picture.getParent(), key -> new LinkedHashMap<>())
                        .put(picture, text(row));
            } else {
                missing.add(picture);
            }
        }
        List<Message> notes = missing.isEmpty()
                ? List.of()
                : List.of(
                        Message.of("dataset.listedMissing", FileNames.of(file), FileNames.of(missing), missing.size()));
        List<Concept> concepts = new ArrayList<>();
        byFolder.forEach((place, texts) -> concepts.add(listed(plain, place, texts)));
        if (concepts.isEmpty()) {
            throw new PictureFolderException(Message.of("dataset.noneListed", file), LeftOut.NOTHING);
        }
        return new DataSet(concepts, notes);
    }

    private static Concept listed(Concept plain, Path folder, Map<Path, List<String>> texts) {
        return new Concept(
                folder,
                false,
                Optional.of(Set.copyOf(texts.keySet())),
                (picture, scan) -> texts.get(picture.normalize()),
                plain.captions(),
                plain.share(),
                plain.weight(),
                plain.role(),
                plain.flip(),
                plain.resolution(),
                plain.rules());
    }

    private static List<String> text(JsonNode row) {
        return TEXTS.stream()
                .map(row::path)
                .filter(JsonNode::isTextual)
                .findFirst()
                .map(text -> CaptionFile.lines(text.asText()))
                .orElse(List.of());
    }

    private static List<JsonNode> rows(Path file) throws PictureFolderException {
        try {
            String text = JsonText.read(file);
            List<JsonNode> rows = file.toString().endsWith(".csv") ? ofCsv(text) : ofJson(text);
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).path(FILE).asText().isEmpty()) {
                    throw DataSetFile.broken(file, Message.of("dataset.noFileName", i + 1, FILE));
                }
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw DataSetFile.broken(file, JsonText.explain(e));
        } catch (PictureFolderException e) {
            throw e;
        } catch (IOException e) {
            throw DataSetFile.broken(file, Message.of(e));
        }
    }

    private static List<JsonNode> ofJson(String text) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : CaptionFile.lines(text)) {
            rows.add(JsonText.FOREIGN.readTree(line));
        }
        return rows;
    }

    private static List<JsonNode> ofCsv(String text) throws IOException {
        try (MappingIterator<JsonNode> rows = CSV.readerFor(JsonNode.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text)) {
            return rows.readAll();
        }
    }
}
