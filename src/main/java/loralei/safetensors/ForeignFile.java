package loralei.safetensors;

import static loralei.config.Words.say;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loralei.config.Words;

/** Recognises what people take for a safetensors file. */
final class ForeignFile {
    /** How many bytes of a file's beginning {@link #explain} wants to see. */
    static final int LOOK_AT = 64;

    private static final List<String> PICKLE_ENDINGS = List.of(".bin", ".ckpt", ".pt", ".pth", ".pkl");

    private static final Words PICKLE = say(
            "this is a pickle file. Loading one can run any code that its author put there,"
                    + " so pickle files are not read. Get the .safetensors variant of this model, or convert it to one.");

    private ForeignFile() {}

    /**
     * Says what a file is that is not safetensors. To be asked only after the header made no sense: the length of a
     * good header may begin with the same bytes as a pickle.
     *
     * @param file its name counts too
     * @param start the first bytes of it
     * @return a message, or empty where the file is not known
     */
    static Optional<Words> explain(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        // A pickle begins with PROTO and its number, 2 to 5; PyTorch wraps one in a ZIP archive since 1.6.
        boolean pickle = text.startsWith("PK\3\4") || text.matches("(?s)\u0080[\2-\5].*");
        if (pickle || PICKLE_ENDINGS.stream().anyMatch(name::endsWith)) {
            return Optional.of(PICKLE);
        }
        if (text.startsWith("version https://git-lfs")) {
            return Optional.of(
                    say("this is only a Git LFS pointer. Run \"git lfs pull\", or download the file itself."));
        }
        if (text.stripLeading().startsWith("<")) {
            return Optional.of(
                    say("this is a web page. The download was answered with a page; download the file again."));
        }
        return Optional.empty();
    }
}
