package loralei.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import loralei.config.UserError;

/** A {@code config.json} of a base model, whose readings fail with the file and the key in the message. */
final class ConfigFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REMEDY = "Get this file of the base model again, or choose another base model.";

    private final Path path;
    private final JsonNode root;

    private ConfigFile(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    static ConfigFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw UserError.request(
                    "The base model has no file " + path + ".",
                    "Choose a folder in the diffusers layout (with unet, vae, text_encoder, tokenizer, scheduler).");
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            if (!root.isObject()) {
                throw UserError.request(path + " is not a JSON object.", REMEDY);
            }
            return new ConfigFile(path, root);
        } catch (JsonProcessingException e) {
            throw UserError.request(path + " is not valid JSON: " + e.getOriginalMessage() + ".", REMEDY)
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.request(path + " cannot be read: " + e.getMessage() + ".", "Check the file and the disk.")
                    .causedBy(e);
        }
    }

    UserError wrong(String key, String problem) {
        return UserError.request(path + ": \"" + key + "\" " + problem + ".", REMEDY);
    }

    private boolean has(String key) {
        return root.hasNonNull(key);
    }

    int integer(String key) {
        if (!has(key)) {
            throw wrong(key, "is missing");
        }
        return wholeNumber(key, root.get(key));
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    private int wholeNumber(String key, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw wrong(key, "is " + node + " where a whole number was expected");
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
            throw wrong(key, "has " + values.size() + " entries where " + size + " were expected");
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
            throw wrong(key, "is not a list");
        }
        return node;
    }

    double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!root.get(key).isNumber()) {
            throw wrong(key, "is not a number");
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
        throw UserError.request(
                path + ": \"" + key + "\" is " + node + ", a kind of model that Loralei cannot train.",
                "Choose a base model of the SD1.5 or SDXL kind.");
    }
}
