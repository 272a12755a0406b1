package loralei.cli;

import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.SettingType;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Options that are not settings. */
final class Options {
    private Options() {}

    /** An option with a value. */
    static OptionSpec value(Texts texts, String name, String placeholder, String description) {
        return OptionSpec.builder(name)
                .arity("1")
                .type(String.class)
                .paramLabel(texts.get("label." + placeholder))
                .description(description)
                .build();
    }

    /** An option with a value that may be given several times. */
    static OptionSpec several(Texts texts, String name, String placeholder, String description) {
        return OptionSpec.builder(name)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(texts.get("label." + placeholder))
                .description(description)
                .build();
    }

    /** An option without a value. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .arity("0")
                .type(Boolean.class)
                .description(description)
                .build();
    }

    /** The value of an option, if it was given. */
    static Optional<String> text(ParseResult parsed, String name) {
        return Optional.ofNullable(parsed.matchedOptionValue(name, null));
    }

    /** The value of an option that counts something; another value becomes a problem. */
    static int count(ParseResult parsed, String name, int otherwise, List<Problem> problems) {
        Optional<String> text = text(parsed, name);
        Optional<Integer> count = text.flatMap(SettingType.INTEGER::fromText).filter(number -> number >= 1);
        if (text.isPresent() && count.isEmpty()) {
            problems.add(new Problem(
                    name,
                    text.get(),
                    Message.of("cli.noCount", Integer.MAX_VALUE),
                    Message.of("cli.forExample", otherwise)));
        }
        return count.orElse(otherwise);
    }
}
