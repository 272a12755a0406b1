package loralei.gui.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loralei.config.ConfigFolder;
import loralei.config.JsonText;
import loralei.gui.state.SetAside.Why;
import loralei.safetensors.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the window's state lies. It is always replaced as a whole, so that of two windows the last one wins
 * and none finds half a file. One that cannot be read is renamed and never deleted.
 */
public final class StateFile {
    /** The name of the file. */
    public static final String NAME = "window.json";

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

    private final Path file;
    private volatile boolean keptOff;

    /**
     * A file that may not be there yet.
     *
     * @param folder made when it is needed
     */
    public StateFile(Path folder) {
        this.file = folder.toAbsolutePath().resolve(NAME);
    }

    /** The file of the person who runs this process. */
    public static StateFile inUserConfig() {
        return new StateFile(ConfigFolder.ofThisUser());
    }

    /** Reads the state; never fails, for a window opens without its memory too. */
    public Loaded load() {
        try {
            StateJson.Parsed parsed = StateJson.parse(JsonText.read(file));
            if (parsed.unread().isEmpty()) {
                return new Loaded(parsed.state(), Optional.empty());
            }
            Loaded loaded = new Loaded(parsed.state(), Optional.of(setAside(Why.PARTLY, parsed.unread())));
            saveQuietly(parsed.state());
            return loaded;
        } catch (NoSuchFileException firstTime) {
            return new Loaded(WindowState.FIRST, Optional.empty());
        } catch (StateJson.NoState e) {
            Why why = e.newer() ? Why.NEWER : Why.BROKEN;
            return new Loaded(WindowState.FIRST, Optional.of(setAside(why, List.of(String.valueOf(e.getMessage())))));
        } catch (IOException e) {
            return new Loaded(WindowState.FIRST, Optional.of(setAside(Why.BROKEN, List.of(e.toString()))));
        }
    }

    /**
     * Writes the state.
     *
     * @param state what to remember
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public void save(WindowState state) throws IOException {
        if (keptOff) {
            return;
        }
        Files.createDirectories(file.getParent());
        AtomicFile.replace(file, StateJson.write(state));
    }

    private SetAside setAside(Why why, List<String> details) {
        String date = ZonedDateTime.now(ZoneId.systemDefault()).format(DATE);
        Path aside = file.resolveSibling(NAME + ".broken-" + date);
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(NAME + ".broken-" + date + "-" + number);
        }
        try {
            Files.move(file, aside);
            LOG.warn("{} cannot be used as it is ({}: {}); it is now {}", file, why, details, aside);
            return new SetAside(aside, why, details);
        } catch (IOException e) {
            // What cannot be kept under another name is not written over either.
            keptOff = true;
            LOG.warn("{} cannot be used ({}: {}) and not be renamed; nothing is saved", file, why, details, e);
            return new SetAside(file, why, details);
        }
    }

    private void saveQuietly(WindowState state) {
        try {
            save(state);
        } catch (IOException e) {
            LOG.warn("The window's state cannot be saved", e);
        }
    }
}
