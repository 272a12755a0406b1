package loralei.gui.tools;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.Places;
import loralei.lora.KeyFormat;

/** What a file might be called that a tool makes: a name that tells what it is, beside what it is made of. */
final class Suggestion {
    private Suggestion() {}

    /** Where it might go; empty as long as there is nothing to make it of. */
    static Optional<Path> of(ToolEntries entries) {
        Optional<Path> file = entries.path(ToolEntries.FILE);
        return switch (entries.kind()) {
            case CONVERT -> file.map(path -> beside(path, word(entries.naming()), true));
            case MERGE -> firstLora(entries).map(path -> beside(path, "merged", true));
            case INTO_MODEL ->
                firstLora(entries)
                        .flatMap(lora -> entries.path(ToolEntries.MODEL)
                                .map(model -> beside(model, "with-" + stem(lora), !entries.writesFolder())));
            case RESIZE -> file.map(path -> beside(path, size(entries), true));
            case EXTRACT -> entries.path(ToolEntries.TUNED).map(path -> beside(path, "lora", true));
            case DESCRIBE -> file;
            case COMPARE -> Optional.empty();
        };
    }

    private static Optional<Path> firstLora(ToolEntries entries) {
        return entries.loras().stream()
                .flatMap(lora -> ToolEntries.pathIn(lora.file()).stream())
                .findFirst();
    }

    private static String size(ToolEntries entries) {
        boolean byRank = entries.text(ToolEntries.SIZE).equals(ToolEntries.BY_RANK);
        return byRank && !entries.wrong().containsKey(ToolEntries.RANK)
                ? "rank" + entries.text(ToolEntries.RANK)
                : "smaller";
    }

    private static String word(KeyFormat naming) {
        return switch (naming) {
            case PEFT -> "diffusers";
            case DIFFUSERS -> "diffusers-script";
            default -> naming.id();
        };
    }

    private static Path beside(Path path, String word, boolean file) {
        return path.resolveSibling(stem(path) + "-" + word + (file ? ToolEntries.ENDING : ""));
    }

    /** A name without its ending. */
    private static String stem(Path path) {
        String name = Places.nameOf(path);
        return ToolEntries.isFile(name) ? name.substring(0, name.length() - ToolEntries.ENDING.length()) : name;
    }
}
