package loralei.cli;

import java.nio.file.InvalidPathException;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;
import loralei.text.SettingName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into a message for a person and an exit code; the stack trace goes to the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static int report(Throwable failure, Console console) {
        LOG.error("The command failed", failure);
        if (failure instanceof UserError error) {
            console.fail(error.localized(), error.localizedRemedy());
            return error.kind() == UserError.Kind.REQUEST ? ExitCode.WRONG_REQUEST : ExitCode.FAILED;
        }
        if (failure instanceof SafetensorsException) { // names file, tensor and remedy itself
            console.fail(Message.of(failure), Message.text(""));
            return ExitCode.FAILED;
        }
        if (failure instanceof InvalidPathException wrong) {
            console.fail(Message.of("cli.noPath", wrong.getInput()), Message.of("error.path.remedy"));
            return ExitCode.WRONG_REQUEST;
        }
        if (failure instanceof OutOfMemoryError) {
            console.fail(
                    Message.of("torch.memoryFull", failure.getMessage()),
                    Message.of(
                            "cli.closeOthers",
                            SettingName.of("resolution"),
                            SettingName.of("batchSize"),
                            SettingName.of("rank")));
            return ExitCode.FAILED;
        }
        String name = failure.getClass().getSimpleName();
        String message = failure.getMessage() == null
                ? name
                : name + ": " + failure.getMessage().lines().findFirst().orElse("");
        console.fail(
                Message.of("error.defect.headline", message),
                console.log().map(file -> Message.of("cli.details", file)).orElse(Message.text("")));
        return ExitCode.FAILED;
    }
}
