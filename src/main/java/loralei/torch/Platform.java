package loralei.torch;

import java.util.Locale;

/**
 * The system as DJL names it.
 *
 * @param system linux, win, osx
 * @param architecture x86_64, aarch64
 */
public record Platform(String system, String architecture) {
    /** The system that this process runs on. */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** From the names that Java gives a system and its processor. */
    public static Platform of(String name, String architecture) {
        String lower = name.toLowerCase(Locale.ROOT);
        String system = lower.startsWith("win") ? "win" : lower.startsWith("mac") ? "osx" : "linux";
        return new Platform(
                system,
                switch (architecture) {
                    case "amd64" -> "x86_64";
                    case "arm64" -> "aarch64";
                    default -> architecture;
                });
    }

    /** The name that builds for the system go by. */
    public String classifier() {
        return system + "-" + architecture;
    }

    /** The folder, in DJL's folder for PyTorch, of a build of libtorch for the system. */
    public String folderName(String version, String flavour) {
        return version + "-" + flavour + "-" + classifier();
    }

    boolean isWindows() {
        return system.equals("win");
    }
}
