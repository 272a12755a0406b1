package loralei.cli;

import static loralei.config.Words.say;

import java.util.List;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.Problem;
import loralei.config.SettingType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code window}: opens the window. */
record WindowCommand(Window window) implements Command {
    private static final String TAB = "--tab";
    private static final SettingType<Family> FAMILY = SettingType.choice(Family.class);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("window");
        spec.usageMessage().description("Opens the window.");
        return spec.addOption(
                Options.value(TAB, "FAMILY", "The tab in front: " + String.join(" or ", FAMILY.choices()) + "."));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        Optional<String> tab =
                parsed.commandSpec().findOption(TAB) == null ? Optional.empty() : Options.text(parsed, TAB);
        Optional<Family> family = tab.flatMap(FAMILY::fromText);
        if (tab.isPresent() && family.isEmpty()) {
            console.fail(List.of(new Problem(
                    TAB, tab.get(), say("is not {0}", FAMILY.expected()), say("Leave it out for the last one."))));
            return ExitCode.WRONG_REQUEST;
        }
        window.open(family);
        return ExitCode.DONE;
    }
}
