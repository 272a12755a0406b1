package loralei.text;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The keys that stand in the sources as constants, beside those in the bundles. */
class KeysInSourcesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern CONSTANT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MESSAGE = Pattern.compile("Message\\s*\\.of\\(\\s*\"([^\"]*)\"\\s*([,)+])");
    private static final Pattern TEXT = Pattern.compile("Message\\s*\\.text\\(\\s*\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    private static final Map<Path, String> FILES = new TreeMap<>();
    private static final Map<String, String> TEXTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                FILES.put(file, Files.readString(file));
            }
        }
        for (String part : Bundles.parts()) {
            Bundles.load(part).forEach((key, text) -> TEXTS.put(part + "." + key, text));
        }
    }

    @Test
    void everyMessageHasItsText() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Map.Entry<Path, String> file : FILES.entrySet()) {
            Matcher message = MESSAGE.matcher(file.getValue());
            while (message.find()) {
                found++;
                String key = message.group(1);
                if (!message.group(2).equals("+") && !TEXTS.containsKey(key)) {
                    missing.add(file.getKey() + ": " + key);
                }
            }
        }
        assertThat(missing)
                .as("to be added to both bundles of the part before the point")
                .isEmpty();
        assertThat(found).isGreaterThan(500);
    }

    @Test
    void everyMessageGetsTheValuesOfItsText() {
        List<String> wrong = new ArrayList<>();
        FILES.forEach((file, source) -> {
            Matcher message = MESSAGE.matcher(source);
            while (message.find()) {
                String text = TEXTS.getOrDefault(message.group(1), "");
                int wanted = PLACE.matcher(text)
                        .results()
                        .mapToInt(place -> Integer.parseInt(place.group(1)) + 1)
                        .max()
                        .orElse(0);
                int given = values(source, message.end(1) + 1);
                if (!message.group(2).equals("+") && given != wanted) {
                    wrong.add(file + ": " + message.group(1) + " wants " + wanted + " values and gets " + given);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyTextIsUsed() {
        Set<String> constants = new TreeSet<>();
        FILES.values()
                .forEach(source -> CONSTANT.matcher(source)
                        .results()
                        .map(found -> found.group(1))
                        .forEach(constants::add));
        List<String> ends =
                constants.stream().filter(constant -> constant.startsWith(".")).toList();
        List<String> starts =
                constants.stream().filter(constant -> constant.endsWith(".")).toList();
        Set<String> unused = TEXTS.keySet().stream()
                .filter(key -> !key.startsWith("settings."))
                .filter(key -> {
                    String inPart = key.substring(key.indexOf('.') + 1);
                    return !constants.contains(key)
                            && !constants.contains(inPart)
                            && ends.stream().noneMatch(inPart::endsWith)
                            && starts.stream().noneMatch(start -> inPart.startsWith(start) || key.startsWith(start));
                })
                .collect(toCollection(TreeSet::new));
        assertThat(unused)
                .as("to be taken out of both bundles, or built of constants with a point")
                .isEmpty();
    }

    /** What has a text of its own needs a key: a text as it is comes from the system, or is a name. */
    @Test
    void noMessageIsWrittenInOneLanguageOnly() {
        assertThat(FILES.values().stream()
                        .flatMap(source -> TEXT.matcher(source).results())
                        .map(MatchResult::group)
                        .filter(call -> call.matches("(?s).*\\p{Ll} \\p{Ll}.*"))
                        .toList())
                .isEmpty();
    }

    /** How many arguments follow in a call, counted from behind the first to the parenthesis that closes it. */
    private static int values(String source, int from) {
        int depth = 0;
        int commas = 0;
        Matcher constant = CONSTANT.matcher(source);
        for (int at = from; ; at++) {
            char sign = source.charAt(at);
            if (sign == '"' && constant.find(at)) {
                at = constant.end() - 1;
            } else if (sign == '\'') {
                at = source.indexOf('\'', at + 2);
            } else if (sign == '(' || sign == '{') {
                depth++;
            } else if ((sign == ')' || sign == '}') && depth-- == 0) {
                return commas;
            } else if (sign == ',' && depth == 0) {
                commas++;
            }
        }
    }
}
