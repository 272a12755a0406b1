package loralei.cli;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import loralei.job.tool.ToolWatcher;

/** How far a tool is: one rewritten line on a terminal, a line now and then in a file or pipe, nothing for programs. */
final class ToolProgress implements ToolWatcher, AutoCloseable {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final Optional<TerminalLine> line;
    private final Console console;
    private final boolean json;
    private final BooleanSupplier stop;
    private int shown = -1;
    private long next;

    ToolProgress(Console console, boolean json, BooleanSupplier stop) {
        this.console = console;
        this.json = json;
        this.stop = stop;
        this.line = !json && console.surroundings().terminal()
                ? Optional.of(new TerminalLine(
                        console.out(), console.surroundings().width().getAsInt()))
                : Optional.empty();
        this.next = now() + INTERVAL;
    }

    private long now() {
        return console.surroundings().nanoTime().getAsLong();
    }

    @Override
    public void at(int done, int of) {
        int percent = of == 0 ? 100 : (int) (100L * done / of);
        if (percent == shown || json || (line.isEmpty() && now() - next < 0)) {
            return;
        }
        shown = percent;
        next = now() + INTERVAL;
        String text = console.texts().part("convert").get("progress", percent);
        line.ifPresentOrElse(on -> on.draw(text), () -> console.out().println(text));
        console.out().flush();
    }

    @Override
    public boolean stopped() {
        return stop.getAsBoolean();
    }

    @Override
    public void close() {
        line.ifPresent(TerminalLine::erase);
    }
}
