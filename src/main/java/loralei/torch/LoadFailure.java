package loralei.torch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.Message;

/** Why libtorch could not be loaded: which library, and what it lacks, as far as the system's loader tells. */
final class LoadFailure {
    /** "/folder/libx.so.1: liby.so.2: cannot open shared object file: No such file or directory", on Linux. */
    private static final Pattern NEEDS = Pattern.compile("(\\S.*): (\\S+): cannot open shared object file.*");

    /** "/folder/libx.so: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /folder/libx.so)", on Linux. */
    private static final Pattern TOO_NEW = Pattern.compile("(\\S.*): \\S+: version [`'](\\S+)' not found.*");

    /** "C:\\folder\\x.dll: Can't find dependent libraries", in Java's words. */
    private static final String WINDOWS_LACKS = "Can't find dependent libraries";

    private LoadFailure() {}

    static UserError of(Throwable failure, Path cache) {
        Throwable origin = innermost(failure);
        String told = String.valueOf(origin.getMessage()).lines().findFirst().orElse("");
        return UserError.run(Message.of("torch.cannotLoad", message(told)), remedy(origin, told, cache))
                .causedBy(failure);
    }

    private static Message message(String told) {
        Matcher needs = NEEDS.matcher(told);
        if (needs.matches()) {
            return Message.of("torch.needs", needs.group(1), needs.group(2));
        }
        Matcher old = TOO_NEW.matcher(told);
        return old.matches() ? Message.of("torch.needsNewer", old.group(1), old.group(2)) : Message.text(told);
    }

    private static Message remedy(Throwable origin, String told, Path cache) {
        Matcher needs = NEEDS.matcher(told);
        if (needs.matches()) {
            return Message.of("torch.deleteOrInstall", needs.group(2), cache);
        }
        if (TOO_NEW.matcher(told).matches()) {
            return Message.of("torch.oldSystem");
        }
        if (told.contains(WINDOWS_LACKS)) {
            return Message.of("torch.redistributable", cache);
        }
        return origin instanceof IOException
                ? Message.of("torch.seeSpace", cache)
                : Message.of("torch.deleteFolder", cache);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
