package loralei.gui.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** What is copied and sent to whoever mends the program. */
final class Report {
    private static final long MIB = 1024L * 1024L;

    private Report() {}

    static String of(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String text = String.join(
                        "\n",
                        "Loralei " + version(),
                        "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                                + System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors() + " processors, Java may use "
                                + Runtime.getRuntime().maxMemory() / MIB + " MiB",
                        "Language " + Locale.getDefault(Locale.Category.DISPLAY).toLanguageTag(),
                        "")
                + "\n" + trace.toString().replace("\r\n", "\n").replace("\t", "    ");
        return withoutHome(text, System.getProperty("user.home"));
    }

    /** The name of the home folder is often that of the person, which is nobody's business. */
    static String withoutHome(String text, String home) {
        if (home == null || home.length() < 2) { // "/" is the home of some service users
            return text;
        }
        String shortened = text.replace(home, "~");
        return shortened.replace(home.replace('\\', '/'), "~");
    }

    private static String version() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "from sources" : version;
    }
}
