package loralei.config;

import java.util.Locale;

/** A setting with a fixed set of values, each spelled in one way on the command line and in files. */
public interface Choice {
    /** How the value is spelled: if nothing else is said, as the constant of an enum in small letters. */
    default String id() {
        return toString().toLowerCase(Locale.ROOT);
    }
}
