package loralei.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.job.LoraChoice;
import loralei.text.Message;

/** LoRAs as they are written on the command line: a file, and behind a colon how strongly it counts. */
final class LoraArguments {
    /** A number behind the last colon; what follows that of a drive of Windows is a path. */
    private static final Pattern WEIGHTED = Pattern.compile("(.+):([-+]?(?:\\d+\\.?\\d*|\\.\\d+))");

    /** What was meant as a weight and is none. */
    private static final Pattern WRONGLY_WEIGHTED = Pattern.compile("(?i).+\\.safetensors:[^/\\\\]*");

    private LoraArguments() {}

    /**
     * Reads them.
     *
     * @param option what they are values of, for problems
     * @param problems gets what is wrong with one
     */
    static List<LoraChoice> read(String option, List<String> texts, List<Problem> problems) {
        List<LoraChoice> loras = new ArrayList<>();
        for (String text : texts) {
            Matcher weighted = WEIGHTED.matcher(text);
            if (isFile(text) || !weighted.matches()) {
                loras.add(new LoraChoice(Places.of(text), 1));
                if (!isFile(text) && WRONGLY_WEIGHTED.matcher(text).matches()) {
                    problems.add(new Problem(option, text, Message.of("draw.noWeight"), Message.of("draw.weights")));
                }
            } else {
                loras.add(new LoraChoice(Places.of(weighted.group(1)), Double.parseDouble(weighted.group(2))));
            }
        }
        return loras;
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Places.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
