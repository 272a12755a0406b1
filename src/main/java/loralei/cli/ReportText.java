package loralei.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A record as lines of names and values, for people. */
final class ReportText {
    private static final String INDENT = "  ";

    private ReportText() {}

    static String of(Record report) {
        StringBuilder text = new StringBuilder();
        write(Json.tree(report), "", true, text);
        return text.toString().stripTrailing();
    }

    /** Names of record components are spelled out; keys of maps stay as they are. */
    private static void write(JsonNode object, String indent, boolean spell, StringBuilder text) {
        int widest = object.properties().stream()
                .mapToInt(entry -> label(entry.getKey(), spell).length())
                .max()
                .orElse(0);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = entry.getValue();
            String label = label(entry.getKey(), spell);
            if (isEmpty(value)) {
                continue;
            }
            text.append(indent).append(label);
            if (value.isObject()) {
                text.append(":\n");
                write(value, indent + INDENT, false, text);
            } else if (value.isArray() && value.get(0).isValueNode() && value.size() > 1) {
                text.append(":\n");
                value.forEach(item ->
                        text.append(indent).append(INDENT).append(item.asText()).append('\n'));
            } else {
                JsonNode single = value.isArray() ? value.get(0) : value;
                text.append(": ")
                        .append(" ".repeat(widest - label.length()))
                        .append(single.isValueNode() ? single.asText() : single.toString())
                        .append('\n');
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.asText().isEmpty());
    }

    /** "adapterValues" becomes "adapter values". */
    private static String label(String name, boolean spell) {
        return spell ? name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT) : name;
    }
}
