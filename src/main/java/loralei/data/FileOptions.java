package loralei.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loralei.text.Message;

/** What a file of another trainer says of one folder, name by name. What was not asked for is known at the end. */
final class FileOptions {
    private final Path file;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** Options of several places; later ones count more. */
    FileOptions(Path file, JsonNode... places) {
        this.file = file;
        for (JsonNode place : places) {
            place.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        }
    }

    boolean flag(String name, boolean otherwise) throws PictureFolderException {
        Optional<JsonNode> value = value(name);
        return value.isPresent()
                ? expect(name, value.get(), value.get().isBoolean()).asBoolean()
                : otherwise;
    }

    double number(String name, double otherwise) throws PictureFolderException {
        Optional<JsonNode> value = value(name);
        boolean right =
                value.isPresent() && value.get().isNumber() && value.get().asDouble() >= 0;
        return value.isPresent() ? expect(name, value.get(), right).asDouble() : otherwise;
    }

    int whole(String name, int otherwise) throws PictureFolderException {
        return (int) number(name, otherwise);
    }

    String text(String name, String otherwise) throws PictureFolderException {
        Optional<JsonNode> value = value(name);
        return value.isPresent()
                ? expect(name, value.get(), value.get().isTextual()).asText()
                : otherwise;
    }

    /** Any value; empty where there is none. */
    Optional<JsonNode> value(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isNull());
    }

    /** Counts as asked for: it changes nothing that is learned. */
    void pass(Set<String> names) {
        asked.addAll(names);
    }

    /** What was not asked for and is not switched off, as it was written. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        values.forEach((name, value) -> {
            if (!asked.contains(name) && !isOff(value)) {
                others.add(name + " = " + value);
            }
        });
        return others;
    }

    private static boolean isOff(JsonNode value) {
        return value.isContainerNode()
                ? value.isEmpty()
                : Set.of("", "false", "null").contains(value.asText()) || isZero(value);
    }

    private static boolean isZero(JsonNode value) {
        return value.isNumber() && value.asDouble() == 0;
    }

    private JsonNode expect(String name, JsonNode value, boolean right) throws PictureFolderException {
        if (!right) {
            throw new PictureFolderException(
                    Message.of("dataset.wrongValue", file, name, value.toString()), LeftOut.NOTHING);
        }
        return value;
    }
}
