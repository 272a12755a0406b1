package loralei.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The folder that the system has for what a program can work out again: left out of backups, and free to be emptied. */
public final class CacheFolder {
    /** The environment variable that names another folder. */
    public static final String VARIABLE = "LORALEI_CACHE_DIR";

    private CacheFolder() {}

    /** The folder of the person who runs this process; it may have to be made. */
    public static Path ofThisUser() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static Path of(Map<String, String> environment, String system, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        return ConfigFolder.folder(environment, VARIABLE).orElseGet(() -> {
            if (name.startsWith("windows")) {
                return ConfigFolder.folder(environment, "LOCALAPPDATA")
                        .orElse(home.resolve("AppData").resolve("Local"))
                        .resolve("Loralei")
                        .resolve("Cache");
            }
            if (name.startsWith("mac")) {
                return home.resolve("Library/Caches/Loralei");
            }
            return ConfigFolder.folder(environment, "XDG_CACHE_HOME")
                    .filter(Path::isAbsolute) // the standard says that relative ones are to be ignored
                    .orElse(home.resolve(".cache"))
                    .resolve("loralei");
        });
    }
}
