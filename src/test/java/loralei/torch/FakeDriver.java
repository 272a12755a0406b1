package loralei.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A driver's library and its nvidia-smi in a folder: a script that answers as the real one does. */
public final class FakeDriver {
    private final Path folder;

    /** In an empty folder. */
    public FakeDriver(Path folder) {
        this.folder = folder;
    }

    /** A computer with one card. */
    public Gpus withCard(String name, String driver, String memory, String capability) throws IOException {
        return saying("""
                case "$1" in
                *name*) echo '%s, %s, %s' ;;
                *compute_cap*) echo '%s' ;;
                *memory.used*) echo '1234 MiB' ;;
                esac
                """.formatted(name, driver, memory, capability));
    }

    /**
     * A computer with several cards.
     *
     * @param cards name, driver and memory of each, with commas
     */
    public Gpus withCards(List<String> cards, List<String> capabilities, List<String> identities) throws IOException {
        return saying("""
                case "$1" in
                *name*) printf '%s' ;;
                *compute_cap*) printf '%s' ;;
                *uuid*) printf '%s' ;;
                esac
                """.formatted(lines(cards), lines(capabilities), lines(identities)));
    }

    private static String lines(List<String> lines) {
        return String.join("\\n", lines) + "\\n";
    }

    /** A computer whose nvidia-smi is this shell script. */
    public Gpus saying(String script) throws IOException {
        Path tool = folder.resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Gpus(List.of(library()), List.of(folder.resolve("missing"), tool));
    }

    /** A computer with a driver and no nvidia-smi. */
    public Gpus withoutTool() throws IOException {
        return new Gpus(List.of(library()), List.of(folder.resolve("missing")));
    }

    private Path library() throws IOException {
        Path library = folder.resolve("libcuda.so.1");
        if (!Files.exists(library)) {
            Files.createFile(library);
        }
        return library;
    }
}
