package loralei.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.text.Texts;

/**
 * Where a command writes.
 *
 * @param out results and progress
 * @param err failures
 * @param surroundings the terminal and the system around the program
 * @param log the log file, if there is one
 * @param texts the language
 */
record Console(PrintStream out, PrintStream err, Surroundings surroundings, Optional<Path> log, Texts texts) {
    /** Tells what went wrong and what to do, in one or two lines. */
    void fail(Message message, Message remedy) {
        err.println(texts.get("error", message));
        String what = texts.say(remedy);
        if (!what.isBlank()) {
            err.println(" ".repeat(texts.get("error", "").length()) + what);
        }
        err.flush();
    }

    /** Tells something that is good to know. */
    void warn(Message message) {
        err.println(texts.get("warning", message));
        err.flush();
    }

    /** Tells everything that is wrong with a request. */
    void fail(List<Problem> problems) {
        for (Problem problem : problems) {
            SettingName setting = new SettingName(
                    problem.field(), Optional.of(problem.value()).filter(value -> !value.isBlank()));
            fail(Message.of("shared.sentence", setting, problem.message()), problem.remedy());
        }
    }
}
