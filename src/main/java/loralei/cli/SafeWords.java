package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of a command line as they may stand in a log: without access tokens. */
final class SafeWords {
    private static final String HIDDEN = "***";
    private static final Pattern IN_ADDRESS = Pattern.compile("(?i)([?&](?:token|api_?key)=)[^&#\\s]*");
    private static final Pattern OF_HUGGING_FACE = Pattern.compile("\\bhf_\\w{8,}");
    private static final Pattern USER = Pattern.compile("(://)[^/@\\s]+@");

    private SafeWords() {}

    static List<String> of(String... words) {
        List<String> safe = new ArrayList<>();
        boolean secret = false;
        for (String word : words) {
            safe.add(secret ? HIDDEN : of(word));
            secret = word.equals(DownloadCommand.TOKEN);
        }
        return safe;
    }

    private static String of(String word) {
        if (word.startsWith(DownloadCommand.TOKEN + "=")) {
            return DownloadCommand.TOKEN + "=" + HIDDEN;
        }
        String shown = IN_ADDRESS.matcher(word).replaceAll("$1" + HIDDEN);
        return USER.matcher(OF_HUGGING_FACE.matcher(shown).replaceAll(HIDDEN)).replaceAll("$1" + HIDDEN + "@");
    }
}
