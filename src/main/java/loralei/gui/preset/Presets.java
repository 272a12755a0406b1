package loralei.gui.preset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.config.ConfigFolder;
import loralei.config.Family;
import loralei.config.JsonText;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.config.UserError;
import loralei.safetensors.AtomicFile;
import loralei.text.LocalizedIOException;
import loralei.text.Message;
import loralei.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All presets: the shipped ones, and the person's own, each a JSON file in one folder. Every call looks at the disk. */
public final class Presets {
    private static final Logger LOG = LoggerFactory.getLogger(Presets.class);

    /** More than any preset has; a larger file is something else. */
    private static final long LARGEST = 1_000_000;

    private final Path folder;
    private final Texts texts = Texts.of("preset");

    /**
     * Presets of one folder.
     *
     * @param folder made when it is needed
     */
    public Presets(Path folder) {
        this.folder = folder;
    }

    /** The presets of the person who runs this process. */
    public static Presets inUserConfig() {
        return new Presets(ConfigFolder.ofThisUser().resolve("presets"));
    }

    /** The shipped presets of a family, the plainest first. */
    public List<Preset> shipped(Family family) {
        return ShippedPresets.of(family, texts);
    }

    /**
     * The person's own presets of a family, by name. A file that cannot be read is left out, and named in the log.
     *
     * @throws IOException if the folder cannot be read
     */
    public List<Preset> own(Family family) throws IOException {
        return files().values().stream()
                .filter(preset -> preset.family() == family)
                .sorted(Comparator.comparing(Preset::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    /**
     * Whether the person has a preset of that name, in whatever capitals, for that family.
     *
     * @throws IOException if the folder cannot be read
     */
    public boolean has(String name, Family family) throws IOException {
        return fileOf(name, family).isPresent();
    }

    /**
     * What speaks against a name: it names a file, too.
     *
     * @param name what the person wants to call a preset
     */
    public Optional<Problem> problemWith(String name) {
        return Settings.find("outputName").orElseThrow().problemWith(name);
    }

    /**
     * Keeps a preset, in place of one of the same name and family.
     *
     * @param preset the preset
     * @throws UserError if its name cannot be that of a file
     * @throws IOException if it cannot be written
     */
    public void save(Preset preset) throws IOException {
        problemWith(preset.name()).ifPresent(problem -> {
            throw UserError.request(
                    Message.of("preset.wrongName", problem.value()), Message.of("preset.wrongName.remedy"));
        });
        Optional<Path> replaced = fileOf(preset.name(), preset.family());
        Files.createDirectories(folder);
        exportTo(replaced.orElseGet(() -> freeFile(preset.name())), preset);
    }

    /**
     * Deletes a preset of the person, if it is there.
     *
     * @throws IOException if it cannot be deleted
     */
    public void delete(Preset preset) throws IOException {
        Optional<Path> file = fileOf(preset.name(), preset.family());
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }

    /**
     * Reads a preset that somebody shared; it is not kept yet.
     *
     * @param file any file
     * @throws UserError if it is no preset
     * @throws IOException if it cannot be read
     */
    public Preset read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw UserError.request(Message.of("preset.noPreset", file), Message.of("preset.noPreset.remedy"));
        }
        try {
            return PresetJson.read(JsonText.read(file), file.toString());
        } catch (LocalizedIOException e) { // no text at all, where the message should be of presets
            throw UserError.request(Message.of("preset.noPreset", file), Message.of("preset.noPreset.remedy"))
                    .causedBy(e);
        }
    }

    /**
     * Writes a preset to a file that can be given away, in place of what was there.
     *
     * @param file in a folder that exists
     * @throws IOException if it cannot be written
     */
    public void exportTo(Path file, Preset preset) throws IOException {
        AtomicFile.replace(file, PresetJson.write(preset));
    }

    private Optional<Path> fileOf(String name, Family family) throws IOException {
        return files().entrySet().stream()
                .filter(entry -> entry.getValue().family() == family
                        && entry.getValue().name().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A file of the name may be that of another family, or one that cannot be read: both are left as they are. */
    private Path freeFile(String name) {
        Path file = folder.resolve(name + ".json");
        for (int number = 2; Files.exists(file); number++) {
            file = folder.resolve(name + "-" + number + ".json");
        }
        return file;
    }

    private Map<Path, Preset> files() throws IOException {
        Map<Path, Preset> presets = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : found) {
                readQuietly(file).ifPresent(preset -> presets.put(file, preset));
            }
        } catch (NoSuchFileException none) {
            return presets;
        }
        return presets;
    }

    private Optional<Preset> readQuietly(Path file) {
        try {
            return Optional.of(read(file));
        } catch (IOException | UserError e) {
            LOG.warn("The preset {} is left out: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
