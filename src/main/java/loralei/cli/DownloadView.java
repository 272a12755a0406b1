package loralei.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loralei.config.Bytes;
import loralei.config.Durations;
import loralei.job.DownloadEvent;
import loralei.job.DownloadProgress;

/** Shows a download: one rewritten line on a terminal, a line now and then in a file or pipe, or JSON. */
final class DownloadView implements Consumer<DownloadEvent>, AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final Surroundings surroundings;
    private final boolean json;
    private final Optional<TerminalLine> terminal;
    private long next;
    private boolean told;

    private DownloadView(Console console, boolean json) {
        this.out = console.out();
        this.surroundings = console.surroundings();
        this.json = json;
        this.terminal = !json && surroundings.terminal()
                ? Optional.of(new TerminalLine(out, surroundings.width().getAsInt()))
                : Optional.empty();
    }

    static DownloadView of(Console console, boolean json) {
        return new DownloadView(console, json);
    }

    @Override
    public void accept(DownloadEvent event) {
        if (json) {
            out.println(Json.line(event));
        } else if (event instanceof DownloadEvent.Progress now) {
            progress(now.progress());
        } else {
            terminal.ifPresent(TerminalLine::erase);
            lines(event).forEach(out::println);
        }
        out.flush();
    }

    @Override
    public void close() {
        terminal.ifPresent(TerminalLine::end);
    }

    private void progress(DownloadProgress now) {
        if (terminal.isPresent()) {
            terminal.get().draw(line(now));
        } else if (!told || surroundings.nanoTime().getAsLong() - next >= 0) {
            told = true;
            next = surroundings.nanoTime().getAsLong() + INTERVAL;
            out.println(line(now));
        }
    }

    private static String line(DownloadProgress now) {
        return String.format(
                Locale.ROOT,
                "%3.0f%%  %s of %s  %s/s  %s left  %s",
                100 * now.share(),
                Bytes.stored(now.doneBytes()),
                Bytes.stored(now.totalBytes()),
                Bytes.stored(Math.round(now.bytesPerSecond())),
                Durations.clock(now.secondsLeft()),
                now.file());
    }

    private static List<String> lines(DownloadEvent event) {
        if (event instanceof DownloadEvent.Started started) {
            return List.of(
                    started.model() + " from " + started.server() + ": " + started.files() + " files, "
                            + Bytes.stored(started.totalBytes())
                            + (started.doneBytes() > 0
                                    ? ", " + Bytes.stored(started.doneBytes()) + " of it here already"
                                    : ""),
                    "licence: " + started.licence() + ", to be read at " + started.page());
        }
        if (event instanceof DownloadEvent.Checking checking) {
            return List.of("checking " + checking.file());
        }
        if (event instanceof DownloadEvent.Retrying again) {
            return List.of(again.file() + ": " + again.reason() + "; next try in " + Durations.clock(again.seconds()));
        }
        if (event instanceof DownloadEvent.Finished finished) {
            return List.of((finished.wasThere() ? "The model was there already, and is sound: " : "The model is in ")
                    + finished.folder());
        }
        if (event instanceof DownloadEvent.Stopped stopped) {
            return List.of(
                    "stopped with " + Bytes.stored(stopped.doneBytes()) + " of " + Bytes.stored(stopped.totalBytes())
                            + " kept in " + stopped.folder() + ". The same command goes on from there.");
        }
        return List.of();
    }
}
