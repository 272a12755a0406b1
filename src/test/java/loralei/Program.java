package loralei;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The whole program in a process of its own. */
public final class Program {
    private Program() {}

    /** The beginning of a command, with the options of Java that the start scripts give and cost the least time. */
    public static List<String> command() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "loralei.Main"));
    }
}
