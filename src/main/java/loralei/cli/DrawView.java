package loralei.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loralei.job.DrawEvent;
import loralei.job.DrawEvent.Step;
import loralei.text.Durations;
import loralei.text.Message;
import loralei.text.Texts;

/** Shows a drawing: one rewritten line on a terminal, a line now and then in a file or pipe, or JSON. */
final class DrawView implements Consumer<DrawEvent>, AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final Surroundings surroundings;
    private final Texts texts;
    private final boolean json;
    private final Path folder;
    private final Optional<TerminalLine> terminal;
    private long next;
    private boolean told;
    private boolean stopped;

    DrawView(Console console, boolean json, Path folder) {
        this.out = console.out();
        this.surroundings = console.surroundings();
        this.texts = console.texts();
        this.json = json;
        this.folder = folder;
        this.terminal = !json && surroundings.terminal()
                ? Optional.of(new TerminalLine(out, surroundings.width().getAsInt()))
                : Optional.empty();
    }

    /** Whether the person ended it. */
    boolean wasStopped() {
        return stopped;
    }

    @Override
    public void accept(DrawEvent event) {
        stopped |= event instanceof DrawEvent.Stopped;
        if (json) {
            out.println(Json.line(event));
        } else if (event instanceof Step step) {
            step(step);
        } else if (event instanceof DrawEvent.Preparing now && terminal.isPresent()) {
            terminal.get().draw(texts.say(now.what()));
        } else {
            terminal.ifPresent(TerminalLine::erase);
            lines(event).forEach(line -> out.println(texts.say(line)));
        }
        out.flush();
    }

    @Override
    public void close() {
        terminal.ifPresent(TerminalLine::end);
    }

    private void step(Step now) {
        String line = texts.say(Message.of(
                "draw.step", now.picture() + 1, now.pictures(), now.step(), now.steps()));
        if (terminal.isPresent()) {
            terminal.get().draw(line);
        } else if (!told || surroundings.nanoTime().getAsLong() - next >= 0) {
            told = true;
            next = surroundings.nanoTime().getAsLong() + INTERVAL;
            out.println(line);
        }
    }

    private List<Message> lines(DrawEvent event) {
        if (event instanceof DrawEvent.Waiting waiting) {
            return List.of(waiting.message());
        }
        if (event instanceof DrawEvent.Preparing now) {
            return List.of(now.what());
        }
        if (event instanceof DrawEvent.Warning warning) {
            return List.of(Message.of("cli.warning", warning.text()));
        }
        if (event instanceof DrawEvent.Drawn drawn) {
            return List.of(Message.of("draw.drawn", drawn.file()));
        }
        if (event instanceof DrawEvent.Finished finished) {
            return List.of(Message.of(
                    "draw.finished", finished.pictures(), Durations.clock(finished.seconds()), folder));
        }
        return event instanceof DrawEvent.Stopped ended
                ? List.of(Message.of("draw.stopped", ended.pictures(), folder))
                : List.of();
    }
}
