package loralei.gui.form;

import java.awt.Component;
import java.nio.file.Path;
import java.util.function.Consumer;
import loralei.config.Family;

/** Lets a person choose among the base models that are on this computer. */
@FunctionalInterface
public interface KnownModels {
    /**
     * Shows them, on the event thread.
     *
     * @param owner what a model is chosen for
     * @param family whose models can be chosen
     * @param chosen told of the one that was chosen, if one was
     */
    void choose(Component owner, Family family, Consumer<Path> chosen);
}
