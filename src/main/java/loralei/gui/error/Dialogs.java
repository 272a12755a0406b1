package loralei.gui.error;

import java.util.List;
import java.util.OptionalInt;

/** Questions and failures that cannot wait: behind an interface, so that what asks can be tested without a screen. */
public interface Dialogs {
    /**
     * Tells of a failure: what failed, what to try, and the details on request.
     *
     * @param title what the person wanted to do
     * @param failure a {@link loralei.config.UserError}, or any defect
     */
    void error(String title, Throwable failure);

    /**
     * Asks for a decision.
     *
     * @param title what it is about
     * @param question the question, a sentence
     * @param yes what the button for it says, a verb
     * @param no what the button against it says; Escape presses it
     * @return whether the person pressed {@code yes}
     */
    default boolean confirm(String title, String question, String yes, String no) {
        return choose(title, question, List.of(yes), no).isPresent();
    }

    /**
     * Asks which way to go.
     *
     * @param title what it is about
     * @param question the question, a sentence
     * @param ways what the buttons for them say, one or two verbs; Enter presses the first
     * @param no what the button against all of them says; Escape presses it
     * @return the number of the way, from 0; empty if the person pressed {@code no}
     */
    OptionalInt choose(String title, String question, List<String> ways, String no);
}
