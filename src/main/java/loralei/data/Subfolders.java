package loralei.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds pictures in the folders inside a picture folder, so that they are not passed over in silence. Their names have
 * to do, and only so many files are looked at: someone may take a whole disk for a picture folder.
 */
final class Subfolders {
    private static final int MOST_LOOKED_AT = 5_000;

    private final Path top;
    private final Deque<Path> waiting = new ArrayDeque<>();
    private final List<LeftOut.Subfolder> found = new ArrayList<>();
    private int lookedAt;

    private Subfolders(Path top) {
        this.top = top;
    }

    /**
     * Looks into folders and the folders in them; a folder that cannot be read has nothing to tell.
     *
     * @param top the picture folder
     * @param folders the folders in it
     */
    static List<LeftOut.Subfolder> find(Path top, List<Path> folders) {
        Subfolders search = new Subfolders(top);
        folders.stream().filter(search::leadsIn).forEach(search.waiting::add);
        while (!search.waiting.isEmpty() && search.lookedAt < MOST_LOOKED_AT) {
            search.look(search.waiting.remove());
        }
        return search.found;
    }

    /** A link may lead back to the picture folder itself, or to one around it. */
    private boolean leadsIn(Path folder) {
        try {
            return !isSystem(folder) && !top.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private void look(Path folder) {
        int pictures = 0;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (++lookedAt > MOST_LOOKED_AT) {
                    break;
                }
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    if (!isSystem(path)) {
                        waiting.add(path);
                    }
                } else if (isPicture(path)) {
                    pictures++;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return;
        }
        if (pictures > 0) {
            found.add(new LeftOut.Subfolder(top.relativize(folder), pictures));
        }
    }

    private static boolean isPicture(Path path) {
        String name = path.getFileName().toString();
        return PictureFormat.hasReadableExtension(name) && !PictureScanner.isHidden(path) && !Sidecars.isMask(name);
    }

    /** Hidden folders, the waste bin of Windows, and thumbnails that network drives and archives of macOS bring along. */
    private static boolean isSystem(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith("$")
                || name.startsWith("@")
                || name.equals("__MACOSX")
                || PictureScanner.isHidden(folder);
    }
}
