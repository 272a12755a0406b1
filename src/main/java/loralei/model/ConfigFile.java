package loralei.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import loralei.config.DeadLink;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.text.Message;

/** A {@code config.json} of a base model, whose readings fail with the file and the key in the message. */
final class ConfigFile {
    private static final Message REMEDY = Message.of("model.getFileAgain");

    private final Path path;
    private final JsonNode root;

    private ConfigFile(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /** What another file tells in its own way. */
    static ConfigFile of(Path path, ObjectNode root) {
        return new ConfigFile(path, root);
    }

    /** Nothing at all. */
    static ConfigFile empty(Path path) {
        return new ConfigFile(path, JsonText.FOREIGN.createObjectNode());
    }

    /** Whether it says nothing. */
    boolean isEmpty() {
        return root.isEmpty();
    }

    /** As JSON. */
    String text() {
        return root.toString();
    }

    static ConfigFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            DeadLink.refuse(path);
            throw UserError.request(Message.of("model.noFile", path), Message.of("model.chooseDiffusers"));
        }
        try {
            JsonNode root = JsonText.FOREIGN.readTree(JsonText.read(path));
            if (!root.isObject()) {
                throw UserError.request(Message.of("model.noObject", path), REMEDY);
            }
            return new ConfigFile(path, root);
        } catch (JsonProcessingException e) {
            throw UserError.request(Message.of("shared.invalidJson", path, JsonText.explain(e)), REMEDY)
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.request(Message.of("shared.unreadable", path, Message.of(e)), Message.of("model.checkDisk"))
                    .causedBy(e);
        }
    }

    /** A file of which only hints are wanted: one that is missing or broken says nothing. */
    static ConfigFile readIfSound(Path path) {
        try {
            return read(path);
        } catch (UserError e) {
            return empty(path);
        }
    }

    UserError wrong(String key, Message problem) {
        return UserError.request(Message.of("model.wrongKey", path, key, problem), REMEDY);
    }

    /** Whether there is a value other than null. */
    boolean has(String key) {
        return root.hasNonNull(key);
    }

    /** Whether there is a value, be it null. */
    boolean holds(String key) {
        return root.has(key);
    }

    /** The value as it stands there. */
    JsonNode node(String key) {
        return root.path(key);
    }

    int integer(String key) {
        if (!has(key)) {
            throw wrong(key, Message.of("model.keyMissing"));
        }
        return wholeNumber(key, root.get(key));
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    private int wholeNumber(String key, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw wrong(key, Message.of("model.noWholeNumber", node));
        }
        return node.intValue();
    }

    /** A list of {@code size} numbers, or one number that stands for all of them, by default {@code otherwise}. */
    List<Integer> integers(String key, int size, int otherwise) {
        JsonNode node = root.get(key);
        if (!has(key) || !node.isArray()) {
            return Collections.nCopies(size, integer(key, otherwise));
        }
        List<Integer> values = integers(key);
        if (values.size() != size) {
            throw wrong(key, Message.of("model.entryCount", values.size(), size));
        }
        return values;
    }

    List<Integer> integers(String key) {
        List<Integer> values = new ArrayList<>();
        for (JsonNode node : array(key)) {
            values.add(wholeNumber(key, node));
        }
        return List.copyOf(values);
    }

    List<String> strings(String key) {
        List<String> values = new ArrayList<>();
        array(key).forEach(node -> values.add(node.asText()));
        return List.copyOf(values);
    }

    private JsonNode array(String key) {
        JsonNode node = root.path(key);
        if (!node.isArray() || node.isEmpty()) {
            throw wrong(key, Message.of("model.noList"));
        }
        return node;
    }

    double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!root.get(key).isNumber() || !Double.isFinite(root.get(key).doubleValue())) {
            throw wrong(key, Message.of("model.noNumber"));
        }
        return root.get(key).doubleValue();
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? root.get(key).asBoolean() : otherwise;
    }

    String string(String key, String otherwise) {
        return has(key) ? root.get(key).asText() : otherwise;
    }

    /** Fails unless the key is absent, null, or one of the values (as JSON writes them) that this program can build. */
    void only(String key, String... supported) {
        JsonNode node = root.path(key);
        if (node.isMissingNode() || node.isNull() || List.of(supported).contains(node.asText())) {
            return;
        }
        if (node.isNumber() && List.of(supported).contains(String.valueOf(node.doubleValue()))) {
            return;
        }
        throw UserError.request(Message.of("model.untrainable", path, key, node), Message.of("model.chooseOther"));
    }
}
