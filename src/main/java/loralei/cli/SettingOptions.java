package loralei.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loralei.config.Draft;
import loralei.config.Family;
import loralei.config.Setting;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that are made from rows of the table of settings.
 *
 * @param settings the rows
 */
record SettingOptions(List<Setting<?>> settings) {
    private static final int LONGEST_PLACEHOLDER = 24;
    private static final Map<Family, Map<String, Object>> DEFAULTS = new EnumMap<>(Family.class);

    static {
        for (Family family : Family.values()) {
            DEFAULTS.put(family, TrainingConfig.defaults(family).values());
        }
    }

    void addTo(CommandSpec spec) {
        settings.forEach(setting -> spec.addOption(option(setting)));
    }

    /** What was given, read and unreadable. */
    Draft read(ParseResult parsed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            Object value = parsed.matchedOptionValue(setting.flag(), null);
            if (value != null) {
                texts.put(setting.name(), value.toString());
            }
        }
        return Draft.ofTexts(texts);
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag()).description(description(setting));
        return setting.type().equals(SettingType.SWITCH)
                ? option.arity("0").type(Boolean.class).negatable(true).build()
                : option.arity("1")
                        .type(String.class)
                        .paramLabel(placeholder(setting))
                        .build();
    }

    private static String placeholder(Setting<?> setting) {
        SettingType<?> type = setting.type();
        if (!setting.unit().isEmpty()) {
            return setting.unit().toUpperCase(Locale.ROOT);
        }
        if (!type.choices().isEmpty()) {
            String choices = String.join("|", type.choices());
            return choices.length() <= LONGEST_PLACEHOLDER ? choices : "NAME";
        }
        return type.equals(SettingType.TEXT) ? "TEXT" : type.equals(SettingType.PATH) ? "PATH" : "N";
    }

    private static String description(Setting<?> setting) {
        StringBuilder text = new StringBuilder(setting.help());
        if (placeholder(setting).equals("NAME")) {
            text.append(' ').append(String.join(", ", setting.type().choices())).append('.');
        }
        String usual = defaultOf(setting, Family.DEFAULT);
        if (!usual.isEmpty()) {
            text.append(" Default: ").append(usual);
        }
        if (!setting.type().javaType().equals(Family.class)) {
            Arrays.stream(Family.values())
                    .filter(family -> !defaultOf(setting, family).equals(usual))
                    .forEach(family -> text.append(", for ")
                            .append(family.id())
                            .append(' ')
                            .append(defaultOf(setting, family)));
        }
        return text.toString().replace("%", "%%"); // picocli reads descriptions as format strings
    }

    private static <T> String defaultOf(Setting<T> setting, Family family) {
        return setting.type().toText(DEFAULTS.get(family).get(setting.name()));
    }
}
