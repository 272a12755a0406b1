package loralei.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.Problem;
import loralei.config.SettingType;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code window}: opens the window. */
record WindowCommand(Window window) implements Command {
    private static final String TAB = "--tab";
    private static final SettingType<Family> FAMILY = SettingType.choice(Family.class);

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("window");
        spec.usageMessage().description(texts.get("window"));
        return spec.addOption(
                Options.value(texts, TAB, "FAMILY", texts.get("window.tab", String.join(", ", FAMILY.choices()))));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        Optional<String> tab =
                parsed.commandSpec().findOption(TAB) == null ? Optional.empty() : Options.text(parsed, TAB);
        Optional<Family> family = tab.flatMap(FAMILY::fromText);
        if (tab.isPresent() && family.isEmpty()) {
            console.fail(List.of(new Problem(
                    TAB, tab.get(), Message.of("check.isNot", FAMILY.expected()), Message.of("cli.window.lastTab"))));
            return ExitCode.WRONG_REQUEST;
        }
        if (Options.text(parsed, Cli.LANG).isPresent()) { // else the window speaks what was chosen in it
            Locale.setDefault(Locale.Category.DISPLAY, console.texts().locale());
        }
        window.open(family);
        return ExitCode.DONE;
    }
}
