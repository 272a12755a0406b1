package loralei.gui.error;

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
    boolean confirm(String title, String question, String yes, String no);
}
