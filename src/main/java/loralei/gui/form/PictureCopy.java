package loralei.gui.form;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings dropped pictures into the picture folder. Never overwrites a file: one whose name is taken comes in under
 * another name or not at all.
 *
 * @param folder where the pictures go; made if it is not there
 * @param free the files whose names are free
 * @param taken the files whose names another file has
 */
record PictureCopy(Path folder, List<Path> free, List<Path> taken) {
    /** Looks at dropped files; folders, and what lies in the folder already, are left out. */
    static PictureCopy plan(Path folder, List<Path> dropped) throws IOException {
        List<Path> free = new ArrayList<>();
        List<Path> taken = new ArrayList<>();
        for (Path file : dropped) {
            if (!Files.isRegularFile(file)) {
                continue; // a folder, or a drive, which has no name
            }
            Path target = folder.resolve(file.getFileName().toString());
            if (!Files.exists(target)) {
                free.add(file);
            } else if (!Files.isSameFile(file, target) && Files.mismatch(file, target) >= 0) {
                taken.add(file);
            }
        }
        return new PictureCopy(folder, free, taken);
    }

    /**
     * Copies the files.
     *
     * @param renaming whether files whose names are taken come in under other names
     */
    void run(boolean renaming) throws IOException {
        Files.createDirectories(folder);
        for (Path file : free) {
            copy(file);
        }
        if (renaming) {
            for (Path file : taken) {
                copy(file);
            }
        }
    }

    private void copy(Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        Path target = folder.resolve(name);
        for (int number = 2; ; number++) {
            try {
                Files.copy(file, target); // fails where there is such a file
                return;
            } catch (FileAlreadyExistsException e) {
                target = folder.resolve(name.substring(0, dot) + "-" + number + name.substring(dot));
            }
        }
    }
}
