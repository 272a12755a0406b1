package loralei.gui.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import loralei.config.Choice;
import loralei.config.ConfigJson;
import loralei.config.JsonText;

/** The window's state as JSON. Settings of runs stand in it as {@link ConfigJson} writes them. */
final class StateJson {
    /** What brings an older file up to date: the first entry makes a version 2 out of a version 1, and so on. */
    private static final List<UnaryOperator<ObjectNode>> MIGRATIONS = List.of();

    /** The version that this program writes. */
    static final int VERSION = MIGRATIONS.size() + 1;

    private static final ObjectMapper MAPPER = JsonText.OWN
            .copy()
            .registerModule(new Jdk8Module())
            .registerModule(new StateTypes())
            .addMixIn(Choice.class, SpelledAsInSettings.class)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);

    private StateJson() {}

    /** Values of an enum are written as their ids. */
    private interface SpelledAsInSettings {
        @JsonValue
        String id();
    }

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

    /** Reads what can be read: what cannot is noted and taken out, until the rest is a state. */
    static Parsed parse(String text, List<UnaryOperator<ObjectNode>> migrations) throws NoState {
        List<String> unread = new ArrayList<>();
        try {
            if (!(JsonText.OWN.readTree(text) instanceof ObjectNode written)) {
                throw new NoState("no JSON object", false);
            }
            ObjectNode root = migrate(written, migrations);
            while (true) {
                try {
                    return new Parsed(MAPPER.treeToValue(root, WindowState.class), List.copyOf(unread));
                } catch (JsonMappingException e) {
                    String name = takeOut(root, e.getPath());
                    if (name.isEmpty() || unread.contains(name)) { // taking it out has not helped
                        throw e;
                    }
                    unread.add(name);
                }
            }
        } catch (JsonProcessingException e) {
            throw new NoState(e.getOriginalMessage(), false);
        }
    }

    static String write(WindowState state) {
        ObjectNode root = JsonText.OWN.createObjectNode().put("version", VERSION);
        ObjectNode fields = MAPPER.valueToTree(state);
        return root.setAll(fields).toPrettyString();
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

    /**
     * Takes a value out. One in a list goes with all that belongs to it: a run of which a setting cannot be read would not
     * be the run that was meant.
     *
     * @return its name
     */
    private static String takeOut(ObjectNode root, List<JsonMappingException.Reference> path) {
        StringBuilder name = new StringBuilder();
        JsonNode at = root;
        for (JsonMappingException.Reference step : path) {
            if (at instanceof ArrayNode list) {
                list.setNull(step.getIndex()); // the others keep their numbers
                return name + "[" + step.getIndex() + "]";
            }
            name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
            if (step.equals(path.get(path.size() - 1))) {
                ((ObjectNode) at).remove(step.getFieldName());
            }
            at = at.path(step.getFieldName());
        }
        return name.toString();
    }
}
