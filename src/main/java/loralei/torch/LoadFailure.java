package loralei.torch;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.config.Words;

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
        return UserError.run(
                        say("PyTorch's native libraries cannot be loaded: {0}.", message(told)),
                        remedy(origin, told, cache))
                .causedBy(failure);
    }

    private static Words message(String told) {
        Matcher needs = NEEDS.matcher(told);
        if (needs.matches()) {
            return say("{0} needs {1}, which is missing", needs.group(1), needs.group(2));
        }
        Matcher old = TOO_NEW.matcher(told);
        return old.matches()
                ? say("{0} needs {1}, and this system is older", old.group(1), old.group(2))
                : Words.text(told);
    }

    private static Words remedy(Throwable origin, String told, Path cache) {
        Matcher needs = NEEDS.matcher(told);
        if (needs.matches()) {
            return say(
                    "If {0} is a part of PyTorch, delete the folder {1} and start the installer in scripts again. If it is a "
                            + "part of the system, install the package that has it.",
                    needs.group(2), cache);
        }
        if (TOO_NEW.matcher(told).matches()) {
            return say("PyTorch needs a newer release of the system, with glibc 2.28 or newer.");
        }
        if (told.contains(WINDOWS_LACKS)) {
            return say(
                    "Install the Microsoft Visual C++ Redistributable. If that does not help, delete the folder {0} and start "
                            + "the installer in scripts again.",
                    cache);
        }
        return origin instanceof IOException
                ? say("See that there is free space in {0}, and that it can be written to.", cache)
                : say(
                        "Its libraries may be broken: delete the folder {0} and start the installer in scripts again.",
                        cache);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
