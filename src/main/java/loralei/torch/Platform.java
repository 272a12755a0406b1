package loralei.torch;

import java.util.Locale;

/**
 * The system as DJL names it.
 *
 * @param system linux, win, osx
 * @param architecture x86_64, aarch64
 */
record Platform(String system, String architecture) {
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String name, String architecture) {
        String lower = name.toLowerCase(Locale.ROOT);
        String system = lower.startsWith("win") ? "win" : lower.startsWith("mac") ? "osx" : "linux";
        return new Platform(system, architecture.equals("amd64") ? "x86_64" : architecture);
    }

    String classifier() {
        return system + "-" + architecture;
    }

    boolean isWindows() {
        return system.equals("win");
    }
}
