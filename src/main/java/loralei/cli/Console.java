package loralei.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.Setting;
import loralei.config.Settings;

/**
 * Where a command writes.
 *
 * @param out results and progress
 * @param err failures
 * @param surroundings the terminal and the system around the program
 * @param log the log file, if there is one
 */
record Console(PrintStream out, PrintStream err, Surroundings surroundings, Optional<Path> log) {
    /** Tells what went wrong and what to do, in one or two lines. */
    void fail(String message, String remedy) {
        err.println("error: " + message);
        if (!remedy.isBlank()) {
            err.println("       " + remedy);
        }
        err.flush();
    }

    /** Tells everything that is wrong with a request. */
    void fail(List<Problem> problems) {
        for (Problem problem : problems) {
            String field = Settings.find(problem.field()).map(Setting::flag).orElse(problem.field());
            String value = problem.value().isBlank() ? "" : " " + problem.value();
            fail(field + value + " " + problem.message() + ".", problem.remedy());
        }
    }
}
