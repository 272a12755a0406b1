package loralei.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * Pictures as lines of text, as kohya's sd-scripts read them: the prompt, and behind it marks in any order, such as
 * {@code a red cat --n blurry --w 512 --h 768 --d 1 --l 7.5 --s 20 --ss euler_a}. Empty lines and those that begin with #
 * do not count. What no mark says is as in the picture of the defaults.
 */
public final class PromptLines {
    private static final String MARK = "--";
    private static final String NEGATIVE = "n";
    private static final String SAMPLER = "ss";

    /** What kohya calls samplers that have other names here. */
    private static final Map<String, SamplerKind> KOHYA =
            Map.of("k_euler", SamplerKind.EULER, "k_euler_a", SamplerKind.EULER_A, "dpmsolver++", SamplerKind.DPMPP_2M);

    private PromptLines() {}

    /** What is wrong with a line: as the rest of a message that names it. */
    private static final class WrongLine extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private WrongLine(Problem problem) {
            this.problem = problem;
        }
    }

    /**
     * Reads pictures from a file.
     *
     * @param file UTF-8 or UTF-16 with a byte-order mark
     * @param defaults what counts where a line says nothing
     * @return at least one
     * @throws UserError if the file cannot be read, has no prompt in it, or a line is wrong
     */
    public static List<PictureSpec> ofFile(Path file, PictureSpec defaults) {
        return of(text(file), Message.text(file.toString()), defaults);
    }

    /**
     * Reads pictures from a text.
     *
     * @param source where the text stands, for messages
     * @param defaults what counts where a line says nothing
     * @return at least one
     * @throws UserError if it has no prompt in it, or a line is wrong
     */
    public static List<PictureSpec> of(String text, Message source, PictureSpec defaults) {
        List<PictureSpec> pictures = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    pictures.add(picture(line, defaults));
                } catch (WrongLine e) {
                    throw wrong(Message.of("draw.line", number, source, told(e.problem)), e.problem, e);
                }
            }
        }
        if (pictures.isEmpty()) {
            throw UserError.request(Message.of("draw.noPrompts", source), Message.of("draw.writePrompts"));
        }
        return List.copyOf(pictures);
    }

    /**
     * Reads pictures from what may be either: the name of a text file, or the lines themselves. A single line is a file's
     * name if there is such a file, or if it ends as that of a text file.
     *
     * @param source what the text is called in messages, if it is the lines themselves
     * @throws UserError as {@link #ofFile} and {@link #of} do
     */
    public static List<PictureSpec> ofFileOrText(String fileOrText, Message source, PictureSpec defaults) {
        Optional<Path> file = file(fileOrText);
        return file.isPresent() ? ofFile(file.get(), defaults) : of(fileOrText, source, defaults);
    }

    /** The file that a text names, rather than being the lines themselves. */
    public static Optional<Path> file(String fileOrText) {
        String name = fileOrText.strip();
        if (name.isEmpty() || name.lines().count() > 1) {
            return Optional.empty();
        }
        try {
            Path path = Places.of(name);
            boolean named = name.toLowerCase(Locale.ROOT).matches(".*\\.txt\"?") && !name.contains(" " + MARK);
            return Files.isRegularFile(path) || named ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads one picture from one line, which here may also begin with # or be without words.
     *
     * @throws UserError if it is wrong
     */
    public static PictureSpec ofLine(String line, PictureSpec defaults) {
        try {
            return picture(line, defaults);
        } catch (WrongLine e) {
            throw wrong(Message.of("draw.inPrompt", line.strip(), told(e.problem)), e.problem, e);
        }
    }

    private static UserError wrong(Message message, Problem problem, Exception cause) {
        return UserError.request(message, problem.remedy()).causedBy(cause);
    }

    private static Message told(Problem problem) {
        return problem.value().isEmpty()
                ? Message.of("shared.pair", problem.field(), problem.message())
                : Message.of("draw.value", problem.field(), problem.value(), problem.message());
    }

    private static PictureSpec picture(String line, PictureSpec defaults) throws WrongLine {
        String[] parts = (" " + line.strip()).split(" " + MARK, -1);
        PictureSpec picture = defaults.withPrompts(parts[0].strip(), defaults.negativePrompt());
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].split(" ", 2);
            picture = with(picture, words[0].toLowerCase(Locale.ROOT), words.length < 2 ? "" : words[1].strip());
        }
        return picture;
    }

    private static PictureSpec with(PictureSpec picture, String mark, String text) throws WrongLine {
        if (mark.equals(NEGATIVE)) {
            return picture.withPrompts(picture.prompt(), text);
        }
        if (mark.equals(SAMPLER) && KOHYA.containsKey(text.toLowerCase(Locale.ROOT))) {
            return picture.withSampler(KOHYA.get(text.toLowerCase(Locale.ROOT)), picture.schedule());
        }
        PictureValue<?> value = PictureValue.ALL.stream()
                .filter(known -> known.mark().equals(mark) && !mark.isEmpty())
                .findFirst()
                .orElseThrow(() -> new WrongLine(
                        new Problem(MARK + mark, "", Message.of("draw.noMark"), Message.of("draw.marks", marks()))));
        return value.read(picture, text).orElseThrow(() -> new WrongLine(value.problem(MARK + mark, text)));
    }

    private static String marks() {
        return Stream.concat(Stream.of(NEGATIVE), marked().map(PictureValue::mark))
                .map(mark -> MARK + mark)
                .collect(Collectors.joining(" "));
    }

    private static Stream<PictureValue<?>> marked() {
        return PictureValue.ALL.stream().filter(value -> !value.mark().isEmpty());
    }

    /**
     * Writes a picture as such a line; a schedule and a rescale of the guidance have no mark. What would end the prompt
     * before its end, line breaks and " --", is written as a space and " -".
     */
    public static String line(PictureSpec picture) {
        String negative = picture.negativePrompt().isEmpty() ? "" : " --n " + plain(picture.negativePrompt());
        return plain(picture.prompt())
                + negative
                + marked().map(value -> " " + MARK + value.mark() + " " + value.text(picture))
                        .collect(Collectors.joining());
    }

    private static String plain(String words) {
        return words.replaceAll("\\R", " ").replaceAll("(^|\\s)-+(?=-)", "$1").strip();
    }

    private static String text(Path file) {
        try {
            return JsonText.read(file);
        } catch (LocalizedIOException e) {
            throw UserError.request(
                            Message.of("draw.promptsUnreadable", file, e.localized()), Message.of("config.saveAsUtf8"))
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("draw.promptsNotRead", file, whyNot(file)),
                            Message.of("config.checkPathAndRights"))
                    .causedBy(e);
        }
    }

    private static Message whyNot(Path file) {
        if (Files.isDirectory(file)) {
            return Message.of("config.isFolder");
        }
        return Files.exists(file) ? Message.of("check.unreadable") : Places.missing(file);
    }
}
