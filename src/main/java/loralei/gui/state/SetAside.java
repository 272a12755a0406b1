package loralei.gui.state;

import java.nio.file.Path;
import java.util.List;
import loralei.text.Message;

/**
 * A file of the window's state that could not be used as it was, and was kept under another name.
 *
 * @param file where it is now; where it always was if it could not be renamed
 * @param why what was the matter
 * @param details what exactly, for people who look into such files
 */
public record SetAside(Path file, Why why, List<String> details) {
    private static final int MOST_NAMED = 5;

    /** What can be the matter with a file. */
    public enum Why {
        /** It is damaged, or something else. */
        BROKEN,
        /** A newer version of the program wrote it. */
        NEWER,
        /** Parts of it could not be read; the others are in use. */
        PARTLY
    }

    /** Keeps a copy. */
    public SetAside {
        details = List.copyOf(details);
    }

    /**
     * What a person should know of it, some sentences.
     */
    public Message message() {
        String named = String.join(", ", details.subList(0, Math.min(MOST_NAMED, details.size())));
        return switch (why) {
            case BROKEN -> Message.of("state.setAside.broken", file);
            case NEWER -> Message.of("state.setAside.newer", file);
            case PARTLY -> Message.of("state.setAside.partly", file, named);
        };
    }
}
