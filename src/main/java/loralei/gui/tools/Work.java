package loralei.gui.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.job.tool.LoraComparison;
import loralei.job.tool.ToolResult;
import loralei.job.tool.ToolWatcher;
import loralei.text.Message;

/**
 * Something that a tool is to do.
 *
 * @param kind which tool
 * @param names what is worked at, for people
 * @param run does it
 */
record Work(ToolKind kind, List<String> names, Run run) {
    Work {
        names = List.copyOf(names);
    }

    /** Does it. */
    @FunctionalInterface
    interface Run {
        /**
         * Runs to the end, on the calling thread.
         *
         * @param overwrite whether a file that is there may be replaced
         */
        Outcome with(boolean overwrite, ToolWatcher watcher) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param file what was made, if a file was
     * @param lines what there is to say
     * @param comparison what two files have in common, where that was the question
     */
    record Outcome(Optional<Path> file, List<Message> lines, Optional<LoraComparison> comparison) {
        static Outcome of(ToolResult result) {
            return new Outcome(result.file(), result.lines(), Optional.empty());
        }

        static Outcome of(LoraComparison comparison) {
            return new Outcome(Optional.empty(), comparison.lines(), Optional.of(comparison));
        }

        /** Whether it went to its end. */
        boolean isWhole() {
            return file.isPresent() || comparison.isPresent();
        }
    }
}
