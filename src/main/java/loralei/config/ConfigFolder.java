package loralei.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The folder that the system has for what a program remembers of a person. */
public final class ConfigFolder {
    /** The environment variable that names another folder. */
    public static final String VARIABLE = "LORALEI_CONFIG_DIR";

    private ConfigFolder() {}

    /** The folder of the person who runs this process; it may have to be made. */
    public static Path ofThisUser() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static Path of(Map<String, String> environment, String system, Path home) {
        Optional<Path> chosen = folder(environment, VARIABLE);
        if (chosen.isPresent()) {
            return chosen.get();
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return folder(environment, "APPDATA")
                    .orElse(home.resolve("AppData").resolve("Roaming"))
                    .resolve("Loralei");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library/Application Support/Loralei");
        }
        return folder(environment, "XDG_CONFIG_HOME")
                .filter(Path::isAbsolute) // the standard says that relative ones are to be ignored
                .orElse(home.resolve(".config"))
                .resolve("loralei");
    }

    static Optional<Path> folder(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }
}
