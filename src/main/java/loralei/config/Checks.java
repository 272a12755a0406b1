package loralei.config;

import static loralei.config.Words.say;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The checks that the table of settings is made of. */
final class Checks {
    /** Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
    private static final Pattern WINDOWS_DEVICES =
            Pattern.compile("(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\\..*)?", Pattern.CASE_INSENSITIVE);

    /** Characters that Windows does not allow in file names, among them the separators of all systems. */
    private static final Pattern WINDOWS_FORBIDDEN = Pattern.compile("[\\x00-\\x1f<>:\"/\\\\|?*]");

    private static final int LONGEST_NAME = 64;

    /**
     * Most file systems allow 255 bytes or, on Windows and macOS, units of UTF-16, which are fewer. The 27 of the longest
     * ending, -step2147483647.safetensors, have to fit too. Only emoji and rare scripts take more than 3 bytes each.
     */
    private static final int MOST_BYTES = 3 * LONGEST_NAME;

    private Checks() {}

    private static Optional<Check.Objection> unless(boolean holds, Words message, Words remedy) {
        return holds ? Optional.empty() : Optional.of(new Check.Objection(message, remedy));
    }

    /** Objects to nothing. */
    static <T> Check<T> none() {
        return value -> Optional.empty();
    }

    /** From a smallest to a largest number, both included. */
    static Check<Integer> between(int smallest, int largest) {
        return value -> unless(
                value >= smallest && value <= largest,
                say("must be from {0} to {1}", smallest, largest),
                say("Enter {0}, for example.", Math.max(smallest, Math.min(largest, value))));
    }

    /** From a smallest number up. */
    static Check<Integer> atLeast(int smallest) {
        return value -> unless(
                value >= smallest, say("must be {0} or more", smallest), say("Enter {0}, for example.", smallest));
    }

    /** A whole number of 64 bits, zero or positive. */
    static Check<Long> seed() {
        return value -> unless(
                value >= 0, say("must be from {0} to {1}", 0, Long.MAX_VALUE), say("Enter {0}, for example.", 42));
    }

    /** Zero or a positive number. */
    static Check<Double> notNegative(Words remedy) {
        return value -> unless(value >= 0 && Double.isFinite(value), say("must be {0} or more", 0), remedy);
    }

    /** Zero, or a positive number that is not larger than another. */
    static Check<Double> fromZeroTo(int largest, Words remedy) {
        return value -> unless(value >= 0 && value <= largest, say("must be from {0} to {1}", 0, largest), remedy);
    }

    /** A positive number. */
    static Check<Double> positive(Words remedy) {
        return value -> unless(value > 0 && Double.isFinite(value), say("must be more than 0"), remedy);
    }

    /** A positive number that is not larger than another. */
    static Check<Double> upTo(int largest, Words remedy) {
        return value ->
                unless(value > 0 && value <= largest, say("must be more than 0 and at most {0}", largest), remedy);
    }

    /** A positive multiple of a step; the remedy names the nearest ones. */
    static Check<Integer> multipleOf(int step, int largest) {
        return value -> {
            int below = Math.min(value, largest) / step * step;
            boolean holds = value >= step && value <= largest && value % step == 0;
            Words remedy = below < step
                    ? say("Use {0}.", step)
                    : below == largest ? say("Use {0}.", largest) : say("Use {0} or {1}.", below, below + step);
            return unless(holds, say("must be a multiple of {0} from {0} to {1}", step, largest), remedy);
        };
    }

    /** A text with something in it. */
    static Check<String> notBlank(Words remedy) {
        return value -> unless(!value.isBlank(), say("is empty"), remedy);
    }

    /** A folder that can be read. */
    static Check<Path> folder(Words remedy) {
        return value -> unless(
                Files.isDirectory(value) && Files.isReadable(value),
                Files.exists(value) ? say("is not a folder that can be read") : Places.missing(value),
                remedy);
    }

    /** A folder or file that can be read; what else people name as a base model, the job tells by its name. */
    static Check<Path> baseModel(Words remedy) {
        return value -> unless(
                Files.isReadable(value)
                        || (!Files.exists(value) && NetName.explain(value).isPresent()),
                Files.exists(value) ? say("cannot be read") : Places.missing(value),
                remedy);
    }

    /** A folder that can be written to, or be made. */
    static Check<Path> writableFolder() {
        return value -> {
            boolean writable = Places.deepest(value)
                    .filter(existing -> Files.isDirectory(existing) && Files.isWritable(existing))
                    .isPresent();
            return unless(
                    writable,
                    Places.deepest(value).filter(Files::exists).isPresent()
                            ? say("is not a folder that can be written to")
                            : Places.missing(value),
                    say("Choose a folder of your own, on a disk that is not write-protected."));
        };
    }

    /** A plain file name without ending that serves on every system. */
    static Check<String> fileName() {
        Words remedy = say("Choose a plain name such as my-lora; the folder is a setting of its own.");
        return value -> unless(!value.isBlank(), say("is empty"), remedy)
                .or(() -> unless(
                        !WINDOWS_FORBIDDEN.matcher(value).find(),
                        say("has a character that file names cannot have (< > : \" / \\ | ? *)"),
                        remedy))
                .or(() -> unless(
                        !value.endsWith(".safetensors"),
                        say("has an ending that is added by itself"),
                        say("Leave .safetensors off.")))
                .or(() -> unless(
                        value.codePointCount(0, value.length()) <= LONGEST_NAME,
                        say("has more than {0} characters", LONGEST_NAME),
                        say("Choose a shorter name.")))
                .or(() -> unless(
                        value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES,
                        say("takes more than {0} bytes as a file name", MOST_BYTES),
                        say("Choose a shorter name.")))
                .or(() -> unless(
                        !WINDOWS_DEVICES.matcher(value).matches()
                                && value.equals(value.strip())
                                && !value.endsWith("."),
                        say("is not allowed on Windows (a reserved name, or a dot or space at an end)"),
                        remedy));
    }
}
