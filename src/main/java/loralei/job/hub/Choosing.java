package loralei.job.hub;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import loralei.config.Bytes;
import loralei.config.UserError;
import loralei.text.Message;

/** Which one of several files, and what to say where there is none. */
final class Choosing {
    private static final int MOST_NAMED = 8;

    private Choosing() {}

    /** The one of a name: as the server gives it, or its last part. */
    static <F> F named(List<F> files, Function<F, String> name, String wanted, String title) {
        if (FileNames.isPickle(wanted)) {
            throw pickle(wanted);
        }
        Optional<F> found = files.stream()
                .filter(file -> name.apply(file).equals(wanted))
                .findFirst()
                .or(() -> files.stream()
                        .filter(file -> name.apply(file).endsWith("/" + wanted))
                        .findFirst());
        return found.orElseThrow(() -> UserError.request(
                Message.of("hub.noSuchFile", title, wanted),
                Message.of("hub.files", names(files.stream().map(name).toList()))));
    }

    static UserError pickle(String file) {
        return UserError.request(Message.of("hub.pickle", file), Message.of("hub.noPickles"));
    }

    /** Says that one has to be chosen. */
    static <F> UserError several(List<F> files, Function<F, String> name, Function<F, Long> size, String title) {
        return UserError.request(
                Message.of("hub.several", title, files.size()),
                Message.of(
                        "hub.chooseFile",
                        names(files.stream()
                                .map(file -> name.apply(file) + " (" + Bytes.stored(size.apply(file)) + ")")
                                .toList())));
    }

    private static Message names(List<String> names) {
        String shown = String.join(", ", names.stream().limit(MOST_NAMED).toList());
        return names.size() > MOST_NAMED
                ? Message.of("shared.andMore", shown, names.size() - MOST_NAMED)
                : Message.text(shown);
    }
}
