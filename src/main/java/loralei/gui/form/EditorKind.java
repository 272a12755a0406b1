package loralei.gui.form;

import java.nio.file.Path;
import loralei.config.Resolutions;
import loralei.config.SettingType;

/** How a setting is entered. */
enum EditorKind {
    TEXT,
    LINES,
    PATH,
    NUMBER,
    CHOICE,
    SWITCH;

    static EditorKind of(SettingType<?> type) {
        if (type.javaType() == Boolean.class) {
            return SWITCH;
        }
        if (!type.choices().isEmpty()) {
            return CHOICE;
        }
        if (Number.class.isAssignableFrom(type.javaType()) || type.javaType() == Resolutions.class) {
            return NUMBER;
        }
        return type.javaType() == Path.class ? PATH : TEXT;
    }
}
