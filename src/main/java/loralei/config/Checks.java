package loralei.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.text.Message;

/** The checks that the table of settings is made of. */
final class Checks {
    /** Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
    private static final Pattern WINDOWS_DEVICES =
            Pattern.compile("(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\\..*)?", Pattern.CASE_INSENSITIVE);

    /** Characters that Windows does not allow in file names, among them the separators of all systems. */
    private static final Pattern WINDOWS_FORBIDDEN = Pattern.compile("[\\x00-\\x1f<>:\"/\\\\|?*]");

    private static final Pattern DATA_SET = Pattern.compile(".+\\.(?:toml|json)", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_NAME = 64;

    /**
     * Most file systems allow 255 bytes or, on Windows and macOS, units of UTF-16, which are fewer. The 27 of the longest
     * ending, -step2147483647.safetensors, have to fit too. Only emoji and rare scripts take more than 3 bytes each.
     */
    private static final int MOST_BYTES = 3 * LONGEST_NAME;

    private Checks() {}

    private static Optional<Message> unless(boolean holds, String key, Object... arguments) {
        return holds ? Optional.empty() : Optional.of(Message.of(key, arguments));
    }

    /** Objects to nothing. */
    static <T> Check<T> none() {
        return value -> Optional.empty();
    }

    /** From a smallest to a largest number, both included. */
    static Check<Integer> between(int smallest, int largest) {
        return value -> unless(value >= smallest && value <= largest, "check.fromTo", smallest, largest);
    }

    /** From a smallest number up. */
    static Check<Integer> atLeast(int smallest) {
        return value -> unless(value >= smallest, "check.atLeast", smallest);
    }

    /** A whole number of 64 bits, zero or positive. */
    static Check<Long> seed() {
        return value -> unless(value >= 0, "check.fromTo", 0, Long.MAX_VALUE);
    }

    /** Zero or a positive number. */
    static Check<Double> notNegative() {
        return value -> unless(value >= 0 && Double.isFinite(value), "check.atLeast", 0);
    }

    /** Zero, or a positive number that is not larger than another. */
    static Check<Double> fromZeroTo(Number largest) {
        return value -> unless(value >= 0 && value <= largest.doubleValue(), "check.fromTo", 0, largest);
    }

    /** A positive number. */
    static Check<Double> positive() {
        return value -> unless(value > 0 && Double.isFinite(value), "check.overZero");
    }

    /** A positive number that is not larger than another. */
    static Check<Double> upTo(int largest) {
        return value -> unless(value > 0 && value <= largest, "check.overZeroUpTo", largest);
    }

    /** A positive multiple of a step; the objection names the nearest one that is not larger. */
    static Check<Integer> multipleOf(int step, int largest) {
        return value -> unless(
                value >= step && value <= largest && value % step == 0,
                "check.multipleOf",
                step,
                largest,
                Math.max(step, Math.min(value, largest) / step * step));
    }

    /** What each of the sides has to be. */
    static Check<Resolutions> each(Check<Integer> side) {
        return value -> value.sides().stream()
                .map(side::objectionTo)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A text with something in it. */
    static Check<String> notBlank() {
        return value -> unless(!value.isBlank(), "check.empty");
    }

    /** A folder that can be read. */
    static Check<Path> folder() {
        return value -> Files.isDirectory(value) && Files.isReadable(value)
                ? Optional.empty()
                : Optional.of(Files.exists(value) ? Message.of("check.noReadableFolder") : Places.missing(value));
    }

    /** A folder that can be read, or a file of another trainer that says where pictures lie. */
    static Check<Path> pictures() {
        return value -> Files.isRegularFile(value) && Files.isReadable(value) && isDataSet(value)
                ? Optional.empty()
                : folder().objectionTo(value);
    }

    /** Whether something is named like a file of another trainer that says where pictures lie. */
    static boolean isDataSet(Path place) {
        return DATA_SET.matcher(place.toString()).matches();
    }

    /** A folder or file that can be read; what else people name as a base model, the job tells by its name. */
    static Check<Path> baseModel() {
        return value -> Files.isReadable(value)
                        || (!Files.exists(value) && NetName.explain(value).isPresent())
                ? Optional.empty()
                : Optional.of(Files.exists(value) ? Message.of("check.unreadable") : Places.missing(value));
    }

    /** A file or folder that can be read, or the empty path: none was chosen. */
    static Check<Path> readableOrNone() {
        return value -> value.toString().isEmpty() || Files.isReadable(value)
                ? Optional.empty()
                : Optional.of(Files.exists(value) ? Message.of("check.unreadable") : Places.missing(value));
    }

    /** A folder that can be written to, or be made. */
    static Check<Path> writableFolder() {
        return value -> {
            Optional<Path> existing = Places.deepest(value);
            if (existing.filter(path -> Files.isDirectory(path) && Files.isWritable(path))
                    .isPresent()) {
                return Optional.empty();
            }
            return Optional.of(
                    existing.filter(Files::exists).isPresent()
                            ? Message.of("check.noWritableFolder")
                            : Places.missing(value));
        };
    }

    /** A plain file name without ending that serves on every system. */
    static Check<String> fileName() {
        return value -> unless(!value.isBlank(), "check.empty")
                .or(() -> unless(!WINDOWS_FORBIDDEN.matcher(value).find(), "check.forbiddenCharacter"))
                .or(() -> unless(!value.endsWith(".safetensors"), "check.ownEnding"))
                .or(() -> unless(
                        value.codePointCount(0, value.length()) <= LONGEST_NAME,
                        "check.tooManyCharacters",
                        LONGEST_NAME))
                .or(() -> unless(
                        value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES, "check.tooManyBytes", MOST_BYTES))
                .or(() -> unless(
                        !WINDOWS_DEVICES.matcher(value).matches()
                                && value.equals(value.strip())
                                && !value.endsWith("."),
                        "check.notOnWindows"));
    }
}
