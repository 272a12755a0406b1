package loralei.cli;

import java.nio.file.InvalidPathException;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into a message for a person and an exit code; the stack trace goes to the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static int report(Throwable failure, Console console) {
        LOG.error("The command failed", failure);
        if (failure instanceof UserError error) {
            console.fail(error.getMessage(), error.remedy());
            return error.kind() == UserError.Kind.REQUEST ? ExitCode.WRONG_REQUEST : ExitCode.FAILED;
        }
        if (failure instanceof SafetensorsException) { // names file, tensor and remedy itself
            console.fail(failure.getMessage(), "");
            return ExitCode.FAILED;
        }
        if (failure instanceof InvalidPathException wrong) {
            console.fail(wrong.getInput() + " is not a path.", "Use the names of folders and files as they are.");
            return ExitCode.WRONG_REQUEST;
        }
        if (failure instanceof OutOfMemoryError) {
            console.fail(
                    "There is not enough memory (" + failure.getMessage() + ").",
                    "Close other programs, or choose a smaller --resolution, --batch-size or --rank.");
            return ExitCode.FAILED;
        }
        String message = failure.getMessage() == null
                ? ""
                : ": " + failure.getMessage().lines().findFirst().orElse("");
        console.fail(
                "Something went wrong that should not: " + failure.getClass().getSimpleName() + message,
                console.log()
                        .map(file -> "Details are in the log file " + file + ".")
                        .orElse(""));
        return ExitCode.FAILED;
    }
}
