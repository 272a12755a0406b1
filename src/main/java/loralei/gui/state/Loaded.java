package loralei.gui.state;

import java.util.Optional;

/**
 * What was remembered.
 *
 * @param state what could be read, or {@link WindowState#FIRST}
 * @param setAside the file that could not be used as it was, worth a word in the window; empty where all is well
 */
public record Loaded(WindowState state, Optional<SetAside> setAside) {}
