package loralei.cli;

import java.util.Optional;
import loralei.config.Family;

/** The window, as far as the command line knows of it. */
@FunctionalInterface
public interface Window {
    /**
     * Opens it, and returns when the person has closed it.
     *
     * @param tab the family whose tab is in front; empty for the tab of the last time
     * @throws loralei.config.UserError if there is no display
     */
    void open(Optional<Family> tab);
}
