package loralei.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.config.Places;
import loralei.job.ListedModel;
import loralei.job.ModelList;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code models}: which base models are there. */
final class ModelsCommand implements Command {
    private static final String FOLDER = "--folder";

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("models");
        CommandSpec spec = CommandSpec.create().name("models");
        spec.usageMessage().description(own.get("help")).sortOptions(false);
        return spec.addOption(Options.value(texts, "--family", "FAMILY", own.get("help.family", families())))
                .addOption(Options.several(texts, FOLDER, "DIR", own.get("help.folder")))
                .addOption(Options.flag("--json", texts.get("json")));
    }

    private static String families() {
        return Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", "));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        Optional<String> named = Options.text(parsed, "--family");
        Optional<Family> family = named.flatMap(id -> Arrays.stream(Family.values())
                .filter(known -> known.id().equals(id))
                .findFirst());
        if (named.isPresent() && family.isEmpty()) {
            console.fail(Message.of("models.noFamily", named.get()), Message.of("models.families", families()));
            return ExitCode.WRONG_REQUEST;
        }
        OptionSpec given = parsed.matchedOption(FOLDER);
        List<Path> folders = given == null
                ? List.of()
                : given.stringValues().stream().map(Places::of).toList();
        for (Path folder : folders) {
            if (!folder.toFile().isDirectory()) {
                console.fail(Message.of("models.noFolder", folder), Message.of("inspect.checkPath"));
                return ExitCode.WRONG_REQUEST;
            }
        }
        List<ListedModel> models = ModelList.find(folders).stream()
                .filter(model -> family.isEmpty() || model.family().equals(family))
                .toList();
        if (parsed.hasMatchedOption("--json")) {
            console.out().println(Json.pretty(models));
        } else {
            models.forEach(model -> print(model, console));
            if (models.isEmpty()) {
                console.out().println(console.texts().say(Message.of("models.none", ModelList.ownFolder())));
            }
        }
        return ExitCode.DONE;
    }

    private static void print(ListedModel model, Console console) {
        Texts texts = console.texts();
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%-6s %9s  %s  (%s)",
                        model.family().map(Family::label).orElse("-"),
                        model.bytes() == 0 ? "" : Bytes.stored(model.bytes(), texts.locale()),
                        model.path(),
                        texts.say(model.objection().orElse(model.type()))));
    }
}
