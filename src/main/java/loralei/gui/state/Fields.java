package loralei.gui.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import loralei.config.Choice;
import loralei.config.SettingType;

/** The fields of a JSON object, taken out one by one; remembers which of them could not be read or nobody took. */
final class Fields {
    private final ObjectNode object;
    private final String path;
    private final List<String> unread;

    /**
     * Begins with an object.
     *
     * @param object is taken apart
     * @param path where it stands, for the names in {@code unread}; empty for the whole
     * @param unread gets the names of what could not be read
     */
    Fields(ObjectNode object, String path, List<String> unread) {
        this.object = object;
        this.path = path;
        this.unread = unread;
    }

    /** The value of a field that may be missing; one that cannot be read is the same as a missing one, but noted. */
    <T> Optional<T> take(String name, Function<JsonNode, Optional<T>> reader) {
        JsonNode node = object.remove(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        Optional<T> value = read(node, reader);
        if (value.isEmpty()) {
            note(name);
        }
        return value;
    }

    <E extends Enum<E> & Choice> Optional<E> takeChoice(String name, Class<E> type) {
        return take(name, SettingType.choice(type)::fromJson);
    }

    boolean takeSwitch(String name) {
        return take(name, SettingType.SWITCH::fromJson).orElse(false);
    }

    /** The items of a list; one that cannot be read is left out and noted. */
    <T> List<T> takeList(String name, Function<JsonNode, Optional<T>> reader) {
        JsonNode array = object.remove(name);
        List<T> items = new ArrayList<>();
        if (array != null && !array.isArray()) {
            note(name);
            return items;
        }
        for (int i = 0; array != null && i < array.size(); i++) {
            Optional<T> item = read(array.get(i), reader);
            if (item.isEmpty()) {
                note(name + "[" + i + "]");
            }
            item.ifPresent(items::add);
        }
        return items;
    }

    /** The object in a field, with no fields where there is none. */
    Fields takeObject(String name) {
        ObjectNode inner = take(name, node -> node instanceof ObjectNode found ? Optional.of(found) : Optional.empty())
                .orElseGet(object::objectNode);
        return new Fields(inner, path(name), unread);
    }

    /** The names of the fields that nobody has taken yet. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Notes that a field cannot be read. */
    void note(String name) {
        unread.add(path(name));
    }

    /** Notes all that nobody has taken: to be called last. */
    void end() {
        names().forEach(this::note);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static <T> Optional<T> read(JsonNode node, Function<JsonNode, Optional<T>> reader) {
        try {
            return reader.apply(node);
        } catch (IllegalArgumentException refused) { // by the record that it was meant for
            return Optional.empty();
        }
    }
}
