package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with what a test puts there, and what is found in it. */
abstract class DataSetFixture {
    @TempDir
    Path folder;

    final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void noPrompt() {
        settings.putAll(Map.of("instanceDir", folder, "resolution", Resolutions.of(512), "enlarge", true));
    }

    void pictures(String name, int count) throws IOException {
        Path inside = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < count; i++) {
            Samples.write(inside, (char) ('a' + i) + ".png", "png", 4, 4, name.hashCode() + i);
        }
    }

    void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    Examples file(String name, String text) throws IOException {
        write(name, text);
        settings.put("instanceDir", folder.resolve(name));
        return find();
    }

    Examples find() throws PictureFolderException {
        assertThat(TrainingConfig.of(settings).check())
                .noneMatch(problem -> problem.field().startsWith("instance"));
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    /** Folder, name, text and repeats of each. */
    List<String> told(Examples examples) {
        return examples.all().stream()
                .map(example ->
                        folder.relativize(example.picture().path()).toString().replace('\\', '/') + ": "
                                + String.join(" | ", example.caption().lines()) + " x" + example.repeats())
                .toList();
    }

    static List<String> notes(Examples examples) {
        return examples.notes().stream().map(Message::toString).toList();
    }
}
