package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Room on the disks. */
public final class FreeSpace {
    private FreeSpace() {}

    /**
     * Bytes that can still be written where a folder is or will be.
     *
     * @throws IOException if the system does not tell, or there is no such disk
     */
    public static long at(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
            if (existing == null) {
                throw new NoSuchFileException(folder.toString());
            }
        }
        return Files.getFileStore(existing).getUsableSpace();
    }
}
