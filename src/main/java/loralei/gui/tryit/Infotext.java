package loralei.gui.tryit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a picture was drawn, as drawing programs write it into the text chunk "parameters" since A1111: the prompt, a line
 * with the negative prompt, and a last line of names and values.
 *
 * @param prompt without the marks of LoRAs
 * @param negative empty for none
 * @param fields the last line, in its order
 * @param loras the LoRAs that the prompt names
 */
record Infotext(String prompt, String negative, Map<String, String> fields, List<Lora> loras) {
    /**
     * A LoRA by the name of its file without ending.
     *
     * @param name of the file
     * @param weight as it is written
     */
    record Lora(String name, String weight) {}

    static final String STEPS = "Steps";
    static final String SAMPLER = "Sampler";
    static final String SCHEDULE = "Schedule type";
    static final String GUIDANCE = "CFG scale";
    static final String SEED = "Seed";
    static final String SIZE = "Size";
    static final String MODEL = "Model";

    private static final String NEGATIVE = "Negative prompt:";
    private static final Pattern LORA = Pattern.compile("\\s*<lora:([^:>]+)(?::([^:>]+))?[^>]*>");
    private static final Pattern FIELD =
            Pattern.compile("\\s*(\\w[\\w \\-/]*):\\s*(\"(?:\\\\.|[^\\\\\"])*\"|[^,]*)(?:,|$)");

    /** What is the same of two pictures that differ in their LoRAs only. */
    private static final List<String> ALIKE = List.of(STEPS, SAMPLER, SCHEDULE, GUIDANCE, SEED, SIZE, MODEL);

    /** Reads a text; what is in no such form is a prompt. */
    static Infotext of(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.strip().split("\n", -1)));
        Map<String, String> fields = new LinkedHashMap<>();
        String last = lines.get(lines.size() - 1);
        if (last.startsWith(STEPS + ":")) {
            lines.remove(lines.size() - 1);
            Matcher field = FIELD.matcher(last);
            while (field.find()) {
                fields.put(field.group(1).strip(), unquoted(field.group(2).strip()));
            }
        }
        List<String> prompt = new ArrayList<>();
        List<String> negative = new ArrayList<>();
        for (String line : lines) {
            if (negative.isEmpty() && !line.startsWith(NEGATIVE)) {
                prompt.add(line);
            } else {
                negative.add(negative.isEmpty() ? line.substring(NEGATIVE.length()) : line);
            }
        }
        String whole = String.join("\n", prompt);
        List<Lora> loras = LORA.matcher(whole)
                .results()
                .map(lora -> new Lora(
                        lora.group(1), Optional.ofNullable(lora.group(2)).orElse("1")))
                .toList();
        return new Infotext(
                LORA.matcher(whole).replaceAll("").strip(),
                String.join("\n", negative).strip(),
                fields,
                loras);
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether both show the same but for the LoRAs. */
    boolean isLike(Infotext other) {
        return prompt.equals(other.prompt)
                && negative.equals(other.negative)
                && ALIKE.stream().allMatch(name -> field(name).equals(other.field(name)));
    }

    /**
     * The fields of the tab that this says something about. Samplers and schedules are found under the names that
     * programs give them, with their signs and blanks or without.
     *
     * @param samplers from a name, as {@link #plain} makes it, to the value
     * @param schedules the same of schedules
     */
    Map<String, String> entries(Map<String, String> samplers, Map<String, String> schedules) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(Entries.PROMPT, prompt);
        entries.put(Entries.NEGATIVE, negative);
        field(STEPS).ifPresent(steps -> entries.put(Entries.STEPS, steps));
        field(GUIDANCE).ifPresent(guidance -> entries.put(Entries.GUIDANCE, guidance));
        field(SEED).ifPresent(seed -> entries.put(Entries.SEED, seed));
        field(SIZE)
                .map(size -> size.split("x", 2))
                .filter(sides -> sides.length == 2)
                .ifPresent(sides -> {
                    entries.put(Entries.WIDTH, sides[0].strip());
                    entries.put(Entries.HEIGHT, sides[1].strip());
                });
        field(SAMPLER).map(Infotext::plain).map(samplers::get).ifPresent(id -> entries.put(Entries.SAMPLER, id));
        field(SCHEDULE).map(Infotext::plain).map(schedules::get).ifPresent(id -> entries.put(Entries.SCHEDULE, id));
        return entries;
    }

    /** A name without what programs write differently. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("+", "p").replaceAll("[^a-z0-9]", "");
    }
}
