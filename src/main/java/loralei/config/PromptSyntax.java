package loralei.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What programs that draw (A1111, Forge, ComfyUI and their extensions) read as a command in a prompt. A training knows
 * none of it: every sign of a prompt is trained as it stands.
 */
public final class PromptSyntax {
    /** A number as a weight, and no clock, ratio or score: those have whole numbers on both sides of the colon. */
    private static final String WEIGHT = "(?:(?<![\\s(,.]\\d{1,4}):\\s*[-+]?\\d+|:\\s*[-+]?\\d*\\.\\d+)\\s*";

    private static final List<Pattern> COMMANDS = List.of(
            Pattern.compile("<(?:lora|lyco|lycoris|hypernet):[^<>]*>", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\((?=[^()]*\\p{L})[^()]*" + WEIGHT + "\\)"), // (word:1.2)
            Pattern.compile("\\(\\([^()]*[\\p{L}\\p{N}][^()]*\\)\\)"), // ((word))
            Pattern.compile("(?<![:;=8xX\\-\\\\])\\[[^\\[\\]]*[\\p{L}\\p{N}][^\\[\\]]*\\]"), // [word], and no :[
            Pattern.compile("\\{[^{}]*\\|[^{}]*}"), // {a|b}
            Pattern.compile("__[\\p{L}\\p{N}][\\p{L}\\p{N}/_*-]*__"), // a wildcard file
            Pattern.compile("\\\\[()\\[\\]]"), // \( \)
            Pattern.compile(
                    "\\([^()]*\\p{L}[^()]*\\)(?:\\d*\\.\\d+|\\++|-+)(?=[\\s,.]|$)"), // compel's (word)1.2, (word)+
            Pattern.compile("[\\p{L}\\p{N}]{2,}(?:\\+{2,}|-{2,})(?=[\\s,.)]|$)"), // word++
            Pattern.compile("\\bembedding:[^\\s,()]+"));

    /** Words only in capitals: where all is in capitals they say nothing. */
    private static final Pattern CAPITALS = Pattern.compile("(?<![\\p{L}\\p{N}])(?:BREAK|AND)(?![\\p{L}\\p{N}])");

    private static final Pattern SMALL_LETTER = Pattern.compile("\\p{Ll}");

    private PromptSyntax() {}

    /** The commands in a prompt, as they are written there; empty where there are none. */
    public static List<String> in(String prompt) {
        Set<String> found = new LinkedHashSet<>();
        COMMANDS.forEach(command -> found.addAll(matches(command, prompt)));
        if (SMALL_LETTER.matcher(prompt).find()) {
            found.addAll(matches(CAPITALS, prompt));
        }
        return List.copyOf(found);
    }

    private static Collection<String> matches(Pattern pattern, String prompt) {
        List<String> found = new ArrayList<>();
        pattern.matcher(prompt).results().forEach(match -> found.add(match.group()));
        return found;
    }
}
