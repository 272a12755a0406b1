package loralei.gui.state;

import loralei.config.Choice;

/** Which colours the window wears. */
public enum ThemeChoice implements Choice {
    /** Those of the system. */
    SYSTEM,
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK
}
