package loralei.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.config.JsonText;
import loralei.safetensors.DType;

/**
 * What a module lost when it was written in a naming without alpha, kept in the metadata so that it can be had back to the
 * bit.
 *
 * @param alpha the value; empty where the module had no alpha although its naming has one
 * @param type of the tensor that held it
 * @param shape of that tensor
 * @param up the type of the up matrix before alpha became part of it
 */
record FoldedAlpha(Optional<Double> alpha, DType type, List<Long> shape, DType up) {
    /** Under which it stands in the metadata. */
    static final String KEY = "loralei.alpha";

    /** Those of a file; none where the metadata have none, or what this version does not understand. */
    static Map<ModuleName, FoldedAlpha> read(Map<String, String> metadata) {
        Map<ModuleName, FoldedAlpha> all = new HashMap<>();
        try {
            for (JsonNode group : JsonText.FOREIGN.readTree(metadata.getOrDefault(KEY, "[]"))) {
                Optional<FoldedAlpha> one = of(group);
                if (one.isPresent()) {
                    for (JsonNode module : group.path("modules")) {
                        module(module.asText()).ifPresent(name -> all.put(name, one.get()));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            return Map.of(); // somebody else's, then
        }
        return all;
    }

    private static Optional<FoldedAlpha> of(JsonNode group) {
        Optional<DType> type = DType.of(group.path("type").asText());
        Optional<DType> up = DType.of(group.path("up").asText()).filter(DType::isFloat);
        JsonNode alpha = group.path("alpha");
        List<Long> shape = new ArrayList<>();
        group.path("shape").forEach(size -> shape.add(size.asLong()));
        boolean one = shape.stream().allMatch(size -> size == 1);
        if (type.isEmpty() || up.isEmpty() || !one || !(alpha.isNumber() || alpha.isNull())) {
            return Optional.empty();
        }
        return Optional.of(new FoldedAlpha(
                Optional.of(alpha).filter(JsonNode::isNumber).map(JsonNode::asDouble), type.get(), shape, up.get()));
    }

    private static Optional<ModuleName> module(String name) {
        for (Component component : Component.values()) {
            String prefix = component.diffusersPrefix() + ".";
            if (name.startsWith(prefix)) {
                return Optional.of(new ModuleName(component, name.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    /** The text that {@link #read} reads. */
    static String write(Map<ModuleName, FoldedAlpha> all) {
        Map<FoldedAlpha, List<ModuleName>> groups = new LinkedHashMap<>();
        new TreeMap<>(all)
                .forEach((name, one) ->
                        groups.computeIfAbsent(one, key -> new ArrayList<>()).add(name));
        ArrayNode root = JsonText.OWN.createArrayNode();
        groups.forEach((one, names) -> {
            ObjectNode group = root.addObject();
            one.alpha.ifPresentOrElse(value -> group.put("alpha", value), () -> group.putNull("alpha"));
            group.put("type", one.type.name());
            ArrayNode shape = group.putArray("shape");
            one.shape.forEach(shape::add);
            group.put("up", one.up.name());
            ArrayNode modules = group.putArray("modules");
            names.forEach(name -> modules.add(name.toString()));
        });
        return root.toString();
    }
}
