package loralei.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import loralei.config.JsonText;
import loralei.config.Places;
import loralei.config.TrainingConfig;
import loralei.text.Message;

/** Files in which other trainers write down what they learn from. */
final class DataSetFile {
    private static final TomlMapper TOML = new TomlMapper();

    private DataSetFile() {}

    /** Reads kohya's dataset (TOML or JSON) or OneTrainer's concepts (JSON). */
    static DataSet read(Path file, TrainingConfig config) throws PictureFolderException {
        JsonNode root = tree(file);
        DataSet set;
        if (root.path("datasets").isArray()) {
            set = new KohyaDataSet(file, config).read(root);
        } else if (OneTrainerConcepts.list(root).isArray()) {
            set = new OneTrainerConcepts(file, config).read(root);
        } else {
            throw new PictureFolderException(Message.of("dataset.unknown", file), LeftOut.NOTHING);
        }
        if (set.concepts().isEmpty()) {
            throw new PictureFolderException(Message.of("dataset.noFolder", file), LeftOut.NOTHING);
        }
        return set;
    }

    /** What stands in a file. */
    static JsonNode tree(Path file) throws PictureFolderException {
        try {
            String text = JsonText.read(file);
            boolean toml = file.toString().toLowerCase(Locale.ROOT).endsWith(".toml");
            return (toml ? TOML : JsonText.FOREIGN).readTree(text);
        } catch (JsonProcessingException e) {
            throw broken(file, JsonText.explain(e));
        } catch (IOException e) {
            throw broken(file, Message.of(e));
        }
    }

    /** A folder that a file names: from where the program was started, as the trainers take it, or beside the file. */
    static Path folder(Path file, String name) throws PictureFolderException {
        try {
            Path folder = Places.of(name);
            return Files.exists(folder) ? folder : file.resolveSibling(folder);
        } catch (InvalidPathException e) {
            throw new PictureFolderException(Message.of("dataset.noPath", file, name), e);
        }
    }

    static PictureFolderException broken(Path file, Message why) {
        return new PictureFolderException(Message.of("dataset.broken", file, why), LeftOut.NOTHING);
    }
}
