package loralei.gui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import loralei.config.ConfigFolder;
import loralei.config.Family;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowState;

/** What the window remembers when a test opens it. */
final class Remembered {
    /** The tiny base model of SD1.5 and six pictures; the one of SDXL. */
    static final Path MODEL = tiny("sd15").resolve("model");

    static final Path PICTURES = tiny("sd15").resolve("images");
    static final Path SDXL_MODEL = tiny("sdxl").resolve("model");

    private Remembered() {}

    /** Nothing, as at the very first start. */
    static void nothing() {
        Path folder = ConfigFolder.ofThisUser();
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            } else {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A state, and no presets. */
    static void state(WindowState state) {
        nothing();
        try {
            StateFile.inUserConfig().save(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A form that is filled in. */
    static void form(TrainingConfig config) {
        state(WindowState.FIRST.withForm(config));
    }

    /** Settings that train the tiny model. */
    static TrainingConfig tinyRun(Path output, int steps) {
        return TrainingConfig.defaults(Family.SD15)
                .with("baseModel", MODEL)
                .with("instanceDir", PICTURES)
                .with("instancePrompt", "fsk49")
                .with("classPrompt", "cat")
                .with("resolution", Resolutions.of(64))
                .with("rank", 4)
                .with("alpha", 4.0)
                .with("learningRate", 1e-3)
                .with("steps", steps)
                .with("outputDir", output)
                .with("outputName", "tiny");
    }

    private static Path tiny(String family) {
        return Path.of("src", "test", "resources", "loralei", "conformance", family)
                .toAbsolutePath();
    }
}
