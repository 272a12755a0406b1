package loralei.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loralei.config.Bytes;
import loralei.job.DownloadEvent;
import loralei.job.DownloadProgress;
import loralei.text.Durations;
import loralei.text.Texts;

/** Shows a download: one rewritten line on a terminal, a line now and then in a file or pipe, or JSON. */
final class DownloadView implements Consumer<DownloadEvent>, AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final Surroundings surroundings;
    private final Texts texts;
    private final boolean json;
    private final Optional<TerminalLine> terminal;
    private long next;
    private boolean told;

    private DownloadView(Console console, boolean json) {
        this.out = console.out();
        this.surroundings = console.surroundings();
        this.texts = console.texts();
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

    private String line(DownloadProgress now) {
        return texts.get(
                "download.progress",
                String.format("%3.0f", 100 * now.share()),
                stored(now.doneBytes()),
                stored(now.totalBytes()),
                stored(Math.round(now.bytesPerSecond())),
                Durations.clock(now.secondsLeft()),
                now.file());
    }

    private String stored(long bytes) {
        return Bytes.stored(bytes, texts.locale());
    }

    private List<String> lines(DownloadEvent event) {
        if (event instanceof DownloadEvent.Started started) {
            String first = texts.get(
                    started.doneBytes() > 0 ? "download.goesOn" : "download.started",
                    started.model(),
                    started.server(),
                    started.files(),
                    stored(started.totalBytes()),
                    stored(started.doneBytes()));
            return List.of(
                    first,
                    started.licence().isEmpty()
                            ? texts.get("download.page", started.page())
                            : texts.get("download.licence", started.licence(), started.page()));
        }
        if (event instanceof DownloadEvent.Checking checking) {
            return List.of(texts.get("download.checking", checking.file()));
        }
        if (event instanceof DownloadEvent.Retrying again) {
            return List.of(
                    texts.get("download.retrying", again.file(), again.reason(), Durations.clock(again.seconds())));
        }
        if (event instanceof DownloadEvent.Remark remark) {
            return List.of(texts.say(remark.text()));
        }
        if (event instanceof DownloadEvent.Finished finished) {
            return List.of(texts.get(finished.wasThere() ? "download.wasThere" : "download.done", finished.folder()));
        }
        return event instanceof DownloadEvent.Stopped stopped
                ? List.of(texts.get(
                        "download.stopped",
                        stored(stopped.doneBytes()),
                        stored(stopped.totalBytes()),
                        stopped.folder()))
                : List.of();
    }
}
