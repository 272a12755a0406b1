package loralei.gui.preset;

import java.nio.file.Path;
import java.util.Optional;

/** What the presets ask the person: behind an interface, so that the rest can be tested without a screen. */
public interface PresetDialogs {
    /**
     * A name, and what the preset is for.
     *
     * @param name not blank
     * @param reason may be empty
     */
    record Naming(String name, String reason) {}

    /** Asks what a preset shall be called; empty where the person gave up. Asked on the event thread. */
    Optional<Naming> askName();

    /** Asks for a preset to read; empty where the person gave up. Asked on the event thread. */
    Optional<Path> askImport();

    /**
     * Asks where to write a preset; empty where the person gave up. Asked on the event thread.
     *
     * @param fileName a name to begin with
     */
    Optional<Path> askExport(String fileName);
}
