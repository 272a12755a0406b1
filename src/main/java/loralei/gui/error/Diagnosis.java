package loralei.gui.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;
import loralei.text.Texts;

/**
 * What is behind a failure, as far as its classes and messages tell.
 *
 * @param cause the kind of failure
 * @param told the exception that tells most
 */
record Diagnosis(Cause cause, Throwable told) {
    private static final int DEEPEST = 20;

    /** The kinds of failure that there is something to say about. Each has its texts. */
    enum Cause {
        /** The program itself says what to do. */
        TOLD(""),
        /** The computer has too little memory. */
        MEMORY("memory"),
        /** The libraries that compute are missing or do not fit. */
        ENGINE("engine"),
        /** The disk is full. */
        DISK_FULL("diskFull"),
        /** A file or folder may not be used. */
        ACCESS("access"),
        /** A file or folder is gone. */
        MISSING("missing"),
        /** What should be a path is none. */
        PATH("path"),
        /** Everything else. */
        DEFECT("defect");

        private final String key;

        Cause(String key) {
            this.key = key;
        }
    }

    /** A kind of failure that is known by the words of its message alone. */
    private record Sign(Cause cause, Predicate<String> pattern) {
        static Sign of(Cause cause, String pattern) {
            return new Sign(
                    cause, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).asPredicate());
        }
    }

    /**
     * The first that fits counts; what libtorch says was understood below. Messages of the system come in its language:
     * English and German are known.
     */
    private static final List<Sign> BY_WORDS = List.of(
            new Sign(Cause.DISK_FULL, FileFailure.Kind.FULL::isToldBy),
            Sign.of(
                    Cause.ENGINE,
                    "Failed to load PyTorch native library|No deep learning engine|PyTorch engine|libtorch"
                            + "|Unexpected flavor|cannot open shared object file"));

    static Diagnosis of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable link : chain) {
            if (tellsAll(link)) {
                return new Diagnosis(Cause.TOLD, link);
            }
        }
        for (Throwable link : chain) {
            Optional<Cause> known = byClass(link).or(() -> byWords(link));
            if (known.isPresent()) {
                return new Diagnosis(known.get(), link);
            }
        }
        return new Diagnosis(Cause.DEFECT, failure);
    }

    String headline(Texts texts) {
        return switch (cause) {
            case TOLD -> texts.say(Message.of(told));
            case ACCESS, MISSING, PATH -> texts.get(cause.key + ".headline", subject());
            case DEFECT -> texts.get("defect.headline", firstLine());
            default -> texts.get(cause.key + ".headline");
        };
    }

    String remedy(Texts texts) {
        if (told instanceof UserError error) {
            return texts.say(error.localizedRemedy());
        }
        return texts.get((cause == Cause.TOLD ? "told" : cause.key) + ".remedy");
    }

    private static boolean tellsAll(Throwable link) {
        return link instanceof UserError || link instanceof SafetensorsException;
    }

    private static Optional<Cause> byClass(Throwable link) {
        if (link instanceof OutOfMemoryError) {
            return Optional.of(Cause.MEMORY);
        }
        if (link instanceof UnsatisfiedLinkError || link instanceof NoClassDefFoundError) {
            return Optional.of(Cause.ENGINE);
        }
        if (link instanceof AccessDeniedException) {
            return Optional.of(Cause.ACCESS);
        }
        if (link instanceof NoSuchFileException) {
            return Optional.of(Cause.MISSING);
        }
        return link instanceof InvalidPathException ? Optional.of(Cause.PATH) : Optional.empty();
    }

    private static Optional<Cause> byWords(Throwable link) {
        String message = String.valueOf(link.getMessage());
        return BY_WORDS.stream()
                .filter(sign -> sign.pattern().test(message))
                .map(Sign::cause)
                .findFirst();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && chain.size() < DEEPEST; link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }

    /** The file or text that the failure is about. */
    private String subject() {
        if (told instanceof FileSystemException about && about.getFile() != null) {
            return about.getFile();
        }
        return told instanceof InvalidPathException wrong ? wrong.getInput() : firstLine();
    }

    private String firstLine() {
        String name = told.getClass().getSimpleName();
        String message = told.getMessage() == null
                ? ""
                : told.getMessage().strip().lines().findFirst().orElse("");
        return message.isEmpty() ? name : name + ": " + message;
    }
}
