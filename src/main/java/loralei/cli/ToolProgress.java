package loralei.cli;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import loralei.job.tool.ToolWatcher;

/** How far a tool is, on the line of a terminal; nothing elsewhere, for most take no longer than a moment. */
final class ToolProgress implements ToolWatcher, AutoCloseable {
    private final Optional<TerminalLine> line;
    private final Console console;
    private final BooleanSupplier stop;
    private int shown = -1;

    ToolProgress(Console console, boolean json, BooleanSupplier stop) {
        this.console = console;
        this.stop = stop;
        this.line = !json && console.surroundings().terminal()
                ? Optional.of(new TerminalLine(
                        console.out(), console.surroundings().width().getAsInt()))
                : Optional.empty();
    }

    @Override
    public void at(int done, int of) {
        int percent = of == 0 ? 100 : (int) (100L * done / of);
        if (percent != shown) {
            shown = percent;
            line.ifPresent(on -> {
                on.draw(console.texts().part("convert").get("progress", percent));
                console.out().flush();
            });
        }
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
