package loralei.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.text.Message;

/** What other programs take for a base model, and this one does not: an address, or a model's name on Hugging Face. */
public final class NetName {
    /** As a path an address has one slash after its scheme, and on Windows slashes the other way. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?i)(?:(?:https?|hf|ftp):[/\\\\]|(?:www\\.)?(?:huggingface\\.co|hf\\.co|civitai\\.com)[/\\\\]).+");

    /** What to say of an address. */
    static final Message ADDRESS_TOLD = Message.of("file.address");

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Whose names no owner of models has: the folder that downloads go to. */
    private static final String OURS = "models";

    /** What to do instead. */
    public static final Message REMEDY = Message.of("file.downloadFirst");

    private static final Pattern ONE_SLASH = Pattern.compile("^(\\w{2,}:)[/\\\\]+");

    private NetName() {}

    /** An address as it was written, where a path has lost a slash of it; any other path as it is. */
    public static String text(Path path) {
        return ONE_SLASH.matcher(path.toString()).replaceFirst("$1//");
    }

    /**
     * Says what a path is that leads nowhere on this computer.
     *
     * @param path what was given as a base model, and does not exist
     * @return what it reads like, or empty where it is a path like any other
     */
    public static Optional<Message> explain(Path path) {
        if (isAddress(path)) {
            return Optional.of(ADDRESS_TOLD);
        }
        return isModelName(path) ? Optional.of(Message.of("file.modelName")) : Optional.empty();
    }

    /** Whether a path is an address in the net. */
    static boolean isAddress(Path path) {
        return ADDRESS.matcher(path.toString()).matches();
    }

    /** OWNER/NAME, where there is no folder OWNER. */
    private static boolean isModelName(Path path) {
        return !path.isAbsolute()
                && path.getNameCount() == 2
                && PART.matcher(path.getName(0).toString()).matches()
                && PART.matcher(path.getName(1).toString()).matches()
                && !path.startsWith(OURS)
                && !Files.exists(path.getName(0));
    }
}
