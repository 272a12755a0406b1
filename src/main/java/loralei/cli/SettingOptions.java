package loralei.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.AutoSwitch;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.PictureSpec;
import loralei.config.PromptLines;
import loralei.config.Setting;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.text.Texts;
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
    private static final String PROMPTS = "previewPrompts";
    private static final Map<Family, Map<String, Object>> DEFAULTS = new EnumMap<>(Family.class);

    static {
        for (Family family : Family.values()) {
            DEFAULTS.put(family, TrainingConfig.defaults(family).values());
        }
    }

    void addTo(CommandSpec spec, Texts texts) {
        for (Setting<?> setting : settings) {
            spec.addOption(option(setting, texts));
            if (setting.type().equals(SettingType.AUTO_SWITCH)) {
                spec.addOption(OptionSpec.builder(negated(setting))
                        .arity("0")
                        .type(Boolean.class)
                        .hidden(true)
                        .build());
            }
        }
    }

    /** What was given, read and unreadable. */
    PartialConfig read(ParseResult parsed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            Object value = parsed.hasMatchedOption(negated(setting))
                    ? AutoSwitch.OFF.id()
                    : parsed.matchedOptionValue(setting.flag(), null);
            if (value != null) {
                texts.put(
                        setting.name(), setting.name().equals(PROMPTS) ? prompts(value.toString()) : value.toString());
            }
        }
        return PartialConfig.ofTexts(texts);
    }

    /** What to write on a command line for these settings to have the values of a configuration. */
    List<String> words(TrainingConfig config) {
        List<String> words = new ArrayList<>();
        for (Setting<?> setting : settings) {
            Object value = config.values().get(setting.name());
            if (setting.type().equals(SettingType.SWITCH)) {
                words.add(value.equals(true) ? setting.flag() : negated(setting));
            } else {
                words.add(setting.flag());
                words.add(setting.type().toText(value));
            }
        }
        return words;
    }

    /** The name under which a switch is off. */
    private static String negated(Setting<?> setting) {
        return setting.flag().replaceFirst("^--", "--no-");
    }

    /** The prompts themselves, from the file if one was named: so the run's record holds them, wherever the file goes. */
    private static String prompts(String fileOrText) {
        return PromptLines.file(fileOrText)
                .map(file -> {
                    PromptLines.ofFile(file, PictureSpec.of("", 512)); // tells what is wrong
                    return PromptLines.text(file);
                })
                .orElse(fileOrText);
    }

    private static OptionSpec option(Setting<?> setting, Texts texts) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag()).description(description(setting, texts));
        if (setting.type().equals(SettingType.SWITCH)) {
            return option.arity("0").type(Boolean.class).negatable(true).build();
        }
        if (setting.type().equals(SettingType.AUTO_SWITCH)) {
            option.arity("0..1").fallbackValue(AutoSwitch.ON.id());
        } else {
            option.arity("1");
        }
        return option.type(String.class).paramLabel(placeholder(setting, texts)).build();
    }

    private static String placeholder(Setting<?> setting, Texts texts) {
        SettingType<?> type = setting.type();
        Texts settings = texts.part("settings");
        if (settings.has(setting.name() + ".unit")) {
            return settings.get(setting.name() + ".unit").toUpperCase(texts.locale());
        }
        if (!type.choices().isEmpty()) {
            return hasShortChoices(type) ? String.join("|", type.choices()) : texts.get("label.NAME");
        }
        return texts.get(
                type.equals(SettingType.TEXT)
                        ? "label.TEXT"
                        : type.javaType().equals(Path.class) ? "label.PATH" : "label.N");
    }

    private static boolean hasShortChoices(SettingType<?> type) {
        return String.join("|", type.choices()).length() <= LONGEST_PLACEHOLDER;
    }

    private static String description(Setting<?> setting, Texts texts) {
        SettingType<?> type = setting.type();
        StringBuilder text = new StringBuilder(texts.part("settings").get(setting.name() + ".help"));
        if (!hasShortChoices(type)) {
            text.append(' ').append(String.join(", ", type.choices())).append('.');
        }
        String usual = defaultOf(setting, Family.DEFAULT);
        if (!usual.isEmpty()) {
            text.append(' ').append(texts.get("default", usual));
        }
        if (!type.javaType().equals(Family.class)) {
            Arrays.stream(Family.values())
                    .filter(family -> !defaultOf(setting, family).equals(usual))
                    .forEach(family ->
                            text.append(texts.get("default.family", family.id(), defaultOf(setting, family))));
        }
        return text.toString().replace("%", "%%"); // picocli reads descriptions as format strings
    }

    private static <T> String defaultOf(Setting<T> setting, Family family) {
        return setting.type().toText(DEFAULTS.get(family).get(setting.name()));
    }
}
