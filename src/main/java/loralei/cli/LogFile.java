package loralei.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The one log file of the program, in the folder that the system has for such files: it is there also for commands that
 * have no output folder, and a refused request leaves nothing among the user's own files.
 */
final class LogFile implements AutoCloseable {
    private static final String NAME = "loralei.log";

    /** Longer than a person reads; the file before it is kept as well. */
    private static final long LONGEST = 2_000_000;

    private final Optional<Path> path;

    private LogFile(Optional<Path> path) {
        this.path = path;
    }

    /** Where the log goes: {@code LORALEI_LOG_DIR}, or the folder that the system has for logs. */
    static Path folder() {
        String chosen = System.getenv("LORALEI_LOG_DIR");
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String local = System.getenv("LOCALAPPDATA");
            return (local == null ? home : Path.of(local)).resolve("Loralei");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Logs/Loralei");
        }
        String state = System.getenv("XDG_STATE_HOME");
        return (state == null || state.isBlank() ? home.resolve(".local/state") : Path.of(state)).resolve("loralei");
    }

    /**
     * Begins to log into a folder. Where that cannot be written to, the program goes on without a log.
     *
     * @param folder made if it is missing
     */
    static LogFile openIn(Path folder) {
        Path file = folder.resolve(NAME).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) && Files.size(file) > LONGEST) {
                Files.move(file, file.resolveSibling(NAME + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            return new LogFile(Optional.empty());
        }
        attach(file);
        return new LogFile(Optional.of(file));
    }

    /** The file, if it could be opened. */
    Optional<Path> path() {
        return path;
    }

    @Override
    public void close() {
        root().detachAndStopAllAppenders();
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static void attach(Path file) {
        Logger root = root();
        LoggerContext context = root.getLoggerContext();
        LogLayout layout = new LogLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
    }
}
