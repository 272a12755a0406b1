package loralei.job.tool;

import java.io.IOException;

/**
 * Makes one file of others. What is written appears whole or not at all.
 *
 * @param <R> what is asked for
 */
@FunctionalInterface
public interface Tool<R> {
    /**
     * Runs to the end, on the calling thread.
     *
     * @param request what to make; checked here
     * @param watcher told how far it is, and asked whether to go on
     * @return what was made
     * @throws loralei.config.UserError says what is wrong with the request or a file, and what to do
     * @throws IOException if a file cannot be read or written; the target is then as before
     */
    ToolResult run(R request, ToolWatcher watcher) throws IOException;
}
