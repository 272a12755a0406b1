package loralei.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loralei.text.Message;

/**
 * Models that were distilled to draw in few steps. Their network is that of any other model and trains as well, but on
 * the usual target they unlearn it.
 */
final class FewSteps {
    /** Schedulers that only such models come with. */
    private static final Pattern SCHEDULERS = Pattern.compile("LCMScheduler|TCDScheduler");

    private static final Pattern NAMES =
            Pattern.compile("(?<![a-z])(turbo|lightning|lcm|hyper(?:-?sd(?:xl)?)?|dmd2?)(?![a-z])");

    private FewSteps() {}

    /** A hint where a model's scheduler or name says that it is one. */
    static Optional<Message> hint(ModelSource model) {
        ConfigFile scheduler = model.schedulerFile();
        ConfigFile index = model.index();
        Path name = model.place().toAbsolutePath().normalize().getFileName();
        Optional<String> sign = Stream.concat(
                        Stream.of(SCHEDULERS.matcher(scheduler.string("_class_name", ""))),
                        Stream.of(index.string("_name_or_path", ""), String.valueOf(name))
                                .map(text -> NAMES.matcher(text.toLowerCase(Locale.ROOT))))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
        return sign.map(found -> Message.of("model.distilled", found));
    }
}
