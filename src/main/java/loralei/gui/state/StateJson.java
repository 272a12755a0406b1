package loralei.gui.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import loralei.config.ConfigJson;
import loralei.config.Draft;
import loralei.config.Family;
import loralei.config.JsonText;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.config.UserError;

/** The window's state as JsonText.OWN. Settings of runs stand in it as {@link ConfigJson} writes them. */
final class StateJson {
    /** What brings an older file up to date: the first entry makes a version 2 out of a version 1, and so on. */
    private static final List<UnaryOperator<ObjectNode>> MIGRATIONS = List.of();

    /** The version that this program writes. */
    static final int VERSION = MIGRATIONS.size() + 1;

    private StateJson() {}

    /**
     * What a text said.
     *
     * @param state what could be read, and defaults for the rest
     * @param unread the names of what could not be read
     */
    record Parsed(WindowState state, List<String> unread) {}

    /** A text that holds no state that this program can read. */
    static final class NoState extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean newer;

        NoState(String message, boolean newer) {
            super(message);
            this.newer = newer;
        }

        /** Whether a newer program wrote it. */
        boolean newer() {
            return newer;
        }
    }

    static Parsed parse(String text) throws NoState {
        return parse(text, MIGRATIONS);
    }

    static Parsed parse(String text, List<UnaryOperator<ObjectNode>> migrations) throws NoState {
        List<String> unread = new ArrayList<>();
        Fields fields = new Fields(migrate(object(text), migrations), "", unread);
        WindowState state = new WindowState(
                forms(fields.takeObject("forms")),
                models(fields.takeObject("recentModels")),
                fields.take("place", StateJson::place),
                fields.take("tab", SettingType.TEXT::fromJson).orElse(""),
                appearance(fields.takeObject("appearance")),
                fields.takeSwitch("advancedOpen"),
                queue(fields.takeObject("queue")),
                speeds(fields.takeObject("speeds")));
        fields.end();
        return new Parsed(state, List.copyOf(unread));
    }

    static String write(WindowState state) {
        ObjectNode root = JsonText.OWN.createObjectNode().put("version", VERSION);
        ObjectNode forms = root.putObject("forms");
        ObjectNode models = root.putObject("recentModels");
        for (Family family : Family.values()) {
            Optional.ofNullable(state.forms().get(family)).ifPresent(form -> forms.set(family.id(), config(form)));
            ArrayNode paths = models.putArray(family.id());
            state.recentModels(family).forEach(path -> paths.add(SettingType.PATH.toJson(path)));
        }
        state.place().ifPresent(place -> root.set("place", JsonText.OWN.valueToTree(place)));
        root.put("tab", state.tab());
        ObjectNode appearance = root.putObject("appearance");
        appearance.put("theme", state.appearance().theme().id());
        state.appearance().scalePercent().ifPresent(percent -> appearance.put("scalePercent", percent));
        appearance.put("language", state.appearance().language().id());
        root.put("advancedOpen", state.advancedOpen());
        ObjectNode queue =
                root.putObject("queue").put("pause", state.queue().pause().id());
        ArrayNode runs = queue.putArray("runs");
        state.queue().runs().forEach(run -> runs.add(run(run)));
        ObjectNode speeds = root.putObject("speeds");
        state.speeds().forEach((key, speed) -> speeds.put(key.text(), speed));
        return root.toPrettyString();
    }

    private static ObjectNode object(String text) throws NoState {
        try {
            if (JsonText.OWN.readTree(text) instanceof ObjectNode root) {
                return root;
            }
            throw new NoState("no JSON object", false);
        } catch (JsonProcessingException e) {
            throw new NoState(e.getOriginalMessage(), false);
        }
    }

    private static ObjectNode migrate(ObjectNode root, List<UnaryOperator<ObjectNode>> migrations) throws NoState {
        JsonNode version = root.remove("version");
        if (version == null || !version.isInt() || version.intValue() < 1) {
            throw new NoState("no version", false);
        }
        if (version.intValue() > migrations.size() + 1) {
            throw new NoState("version " + version, true);
        }
        ObjectNode migrated = root;
        for (UnaryOperator<ObjectNode> migration : migrations.subList(version.intValue() - 1, migrations.size())) {
            migrated = migration.apply(migrated);
        }
        return migrated;
    }

    private static Map<Family, TrainingConfig> forms(Fields fields) {
        Map<Family, TrainingConfig> forms = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            fields.take(family.id(), StateJson::draft).ifPresent(draft -> {
                draft.problems().forEach(problem -> fields.note(family.id() + "." + problem.field()));
                forms.put(family, draft.config().with("family", family));
            });
        }
        fields.end();
        return forms;
    }

    private static Map<Family, List<Path>> models(Fields fields) {
        Map<Family, List<Path>> models = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            models.put(family, fields.takeList(family.id(), SettingType.PATH::fromJson));
        }
        fields.end();
        return models;
    }

    private static Optional<WindowPlace> place(JsonNode node) {
        return Optional.of(JsonText.OWN.convertValue(node, WindowPlace.class));
    }

    private static Appearance appearance(Fields fields) {
        Appearance appearance = new Appearance(
                fields.takeChoice("theme", ThemeChoice.class).orElse(ThemeChoice.SYSTEM),
                fields.take("scalePercent", SettingType.INTEGER::fromJson)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                fields.takeChoice("language", LanguageChoice.class).orElse(LanguageChoice.SYSTEM));
        fields.end();
        return appearance;
    }

    private static RunList queue(Fields fields) {
        RunList queue = new RunList(
                fields.takeList("runs", StateJson::run),
                fields.takeChoice("pause", QueuePause.class).orElse(QueuePause.NONE));
        fields.end();
        return queue;
    }

    /** A run of which a setting cannot be read would not be the run that was meant: it is left out as a whole. */
    private static Optional<QueuedRun> run(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return Optional.empty();
        }
        List<String> unread = new ArrayList<>();
        Fields fields = new Fields(object, "", unread);
        Optional<String> id = fields.take("id", SettingType.TEXT::fromJson);
        Optional<Draft> draft = fields.take("config", StateJson::draft)
                .filter(found -> found.problems().isEmpty());
        Optional<QueuedStatus> status = fields.takeChoice("status", QueuedStatus.class);
        boolean resume = fields.takeSwitch("resume");
        boolean overwrite = fields.takeSwitch("overwrite");
        String message = fields.take("message", SettingType.TEXT::fromJson).orElse("");
        Optional<Path> lora = fields.take("lora", SettingType.PATH::fromJson);
        fields.end();
        if (id.isEmpty() || draft.isEmpty() || status.isEmpty() || !unread.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new QueuedRun(id.get(), draft.get().config(), resume, overwrite, status.get(), message, lora));
    }

    private static ObjectNode run(QueuedRun run) {
        ObjectNode node = JsonText.OWN.createObjectNode().put("id", run.id());
        node.put("status", run.status().id());
        node.put("resume", run.resume()).put("overwrite", run.overwrite()).put("message", run.message());
        run.lora().ifPresent(lora -> node.set("lora", SettingType.PATH.toJson(lora)));
        node.set("config", config(run.config()));
        return node;
    }

    private static Map<SpeedKey, Double> speeds(Fields fields) {
        Map<SpeedKey, Double> speeds = new LinkedHashMap<>();
        for (String name : fields.names()) {
            SpeedKey.parse(name)
                    .ifPresent(key -> fields.take(name, StateJson::speed).ifPresent(speed -> speeds.put(key, speed)));
        }
        fields.end();
        return speeds;
    }

    private static Optional<Double> speed(JsonNode node) {
        return SettingType.NUMBER.fromJson(node).filter(speed -> speed > 0);
    }

    private static Optional<Draft> draft(JsonNode node) {
        try {
            return Optional.of(ConfigJson.parse(node.toString(), "window.json"));
        } catch (UserError unreadable) {
            return Optional.empty();
        }
    }

    private static JsonNode config(TrainingConfig config) {
        try {
            return JsonText.OWN.readTree(ConfigJson.write(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ConfigJson writes JSON", e);
        }
    }
}
