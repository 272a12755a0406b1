package loralei.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * Configurations as JSON: one object with a version number and the settings under their names. A file may leave
 * settings out; one that it has and this program does not know is a problem, never overlooked.
 */
public final class ConfigJson {
    /**
     * What brings an older file up to date: the first entry makes a version 2 out of a version 1, and so on. A setting
     * that is renamed or gets another unit wants an entry here.
     */
    private static final List<UnaryOperator<ObjectNode>> MIGRATIONS = List.of();

    /** The version that this program writes. */
    public static final int VERSION = MIGRATIONS.size() + 1;

    private static final String VERSION_KEY = "version";

    private ConfigJson() {}

    /**
     * Reads a file of settings.
     *
     * @param file JSON as {@link #write} makes it, or with fewer settings
     * @throws UserError if the file cannot be read, is not JSON or was written by a newer program
     */
    public static PartialConfig read(Path file) {
        try {
            return parse(JsonText.read(file), file.toString());
        } catch (LocalizedIOException e) {
            throw UserError.request(
                            Message.of("config.unreadableBecause", file, e.localized()),
                            Message.of("config.saveAsUtf8"))
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.request(
                            Message.of(
                                    "config.notRead",
                                    file,
                                    Files.isDirectory(file)
                                            ? Message.of("config.isFolder")
                                            : Files.exists(file)
                                                    ? Message.of("check.unreadable")
                                                    : Places.missing(file)),
                            Message.of("config.checkPathAndRights"))
                    .causedBy(e);
        }
    }

    /**
     * Reads a text of settings.
     *
     * @param json as {@link #write} makes it, or with fewer settings
     * @param source where the text is from, for messages
     * @throws UserError if the text is not JSON or was written by a newer program
     */
    public static PartialConfig parse(String json, String source) {
        return parse(json, source, MIGRATIONS);
    }

    static PartialConfig parse(String json, String source, List<UnaryOperator<ObjectNode>> migrations) {
        ObjectNode root = migrate(object(json, source), source, migrations);
        Map<String, Object> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        root.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode node = entry.getValue();
            Settings.find(name)
                    .ifPresentOrElse(
                            setting -> setting.type()
                                    .fromJson(node)
                                    .ifPresentOrElse(
                                            value -> values.put(name, value),
                                            () -> problems.add(setting.mistyped(node.toString()))),
                            () -> problems.add(unknown(name, node, source)));
        });
        return new PartialConfig(values, problems);
    }

    /**
     * A configuration as JSON, with every setting.
     *
     * @param config any configuration
     */
    public static String write(TrainingConfig config) {
        return tree(config.values()).toPrettyString();
    }

    /**
     * Settings as JSON, with the version.
     *
     * @param values values by the names of the settings, of their types; the order is that of the table
     */
    public static ObjectNode tree(Map<String, Object> values) {
        ObjectNode root = JsonText.OWN.createObjectNode().put(VERSION_KEY, VERSION);
        Settings.ALL.stream()
                .filter(setting -> values.containsKey(setting.name()))
                .forEach(setting -> root.set(setting.name(), setting.type().toJson(values.get(setting.name()))));
        return root;
    }

    private static ObjectNode object(String json, String source) {
        try {
            if (JsonText.OWN.readTree(json) instanceof ObjectNode root) {
                return root;
            }
            throw UserError.request(
                    Message.of("config.noObject", source),
                    Message.of("config.beginWith", "{\"version\": " + VERSION + "}"));
        } catch (JsonProcessingException e) {
            throw UserError.request(
                            Message.of(
                                    "config.invalidJson",
                                    source,
                                    JsonText.explain(e),
                                    e.getLocation().getLineNr()),
                            Message.of("config.correctFile"))
                    .causedBy(e);
        }
    }

    private static ObjectNode migrate(ObjectNode root, String source, List<UnaryOperator<ObjectNode>> migrations) {
        int newest = migrations.size() + 1;
        JsonNode version = root.remove(VERSION_KEY);
        if (version == null) {
            return root; // written by hand: taken as it is
        }
        if (!version.isInt() || version.intValue() < 1) {
            throw UserError.request(
                    Message.of("config.version", source, version), Message.of("config.writeVersion", newest));
        }
        if (version.intValue() > newest) {
            throw UserError.request(
                    Message.of("config.newerVersion", source, version, newest), Message.of("config.update"));
        }
        ObjectNode migrated = root;
        for (UnaryOperator<ObjectNode> migration : migrations.subList(version.intValue() - 1, migrations.size())) {
            migrated = migration.apply(migrated);
        }
        return migrated;
    }

    private static Problem unknown(String name, JsonNode value, String source) {
        List<String> known = Settings.ALL.stream().map(Setting::name).toList();
        return new Problem(
                name,
                value.toString(),
                Message.of("config.noSetting"),
                NearestNames.closest(name, known)
                        .map(nearest -> Message.of("config.didYouMean", nearest))
                        .orElse(Message.of("config.removeFrom", source)));
    }
}
