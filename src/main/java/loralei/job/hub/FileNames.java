package loralei.job.hub;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names that servers give to files, made into names that every system has room for, in the folder that was meant. */
final class FileNames {
    static final String SAFETENSORS = ".safetensors";

    private static final int LONGEST = 120;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}<>:\"|?*\\p{Cs}\\p{Co}\\p{Cn}\\p{Cf}]+");
    private static final Pattern DEVICE = Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\\..*)?");
    private static final Pattern PICKLE = Pattern.compile("(?i).*\\.(?:ckpt|pt|pth|bin|pkl)");

    private FileNames() {}

    /** A name without an ending. */
    static String plain(String given) {
        String last = given.replaceFirst("^.*[/\\\\]", "");
        String name = FORBIDDEN.matcher(last).replaceAll("_").strip();
        if (name.length() > LONGEST) {
            name = name.substring(0, LONGEST);
        }
        name = name.replaceFirst("^[.\\s]+", "").replaceFirst("[.\\s]+$", "");
        if (name.isEmpty()) {
            return "model";
        }
        return DEVICE.matcher(name).matches() ? "_" + name : name;
    }

    /** The name of a model's file. */
    static String file(String given) {
        String stem = isSafetensors(given) ? given.substring(0, given.length() - SAFETENSORS.length()) : given;
        return plain(stem) + SAFETENSORS;
    }

    static boolean isSafetensors(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SAFETENSORS);
    }

    static boolean isPickle(String name) {
        return PICKLE.matcher(name).matches();
    }
}
