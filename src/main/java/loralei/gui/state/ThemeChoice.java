package loralei.gui.state;

import loralei.config.Choice;

/** Which colours the window wears. */
public enum ThemeChoice implements Choice {
    /** Those of the system. */
    SYSTEM("system"),
    /** Dark on light. */
    LIGHT("light"),
    /** Light on dark. */
    DARK("dark");

    private final String id;

    ThemeChoice(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
