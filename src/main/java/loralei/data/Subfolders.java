package loralei.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final int mostLookedAt;
    private int lookedAt;

    private Subfolders(Path top, int mostLookedAt) {
        this.top = top;
        this.mostLookedAt = mostLookedAt;
    }

    /** Returns all folders with pictures in a folder, at any depth, in the order of their names; empty if unreadable. */
    static List<Path> in(Path top) {
        Subfolders search = new Subfolders(top, Integer.MAX_VALUE);
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(top, Files::isDirectory)) {
            stream.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        search.run(folders);
        return search.found.stream()
                .map(LeftOut.Subfolder::path)
                .sorted(Comparator.comparing(Path::toString, new NaturalOrder()))
                .map(top::resolve)
                .toList();
    }

    /** Whether files that are named like pictures lie in a folder itself. */
    static boolean hasPictures(Path folder) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Subfolders::isPicture)) {
            return stream.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /**
     * Looks into folders and the folders in them; a folder that cannot be read has nothing to tell.
     *
     * @param top the picture folder
     * @param folders the folders in it
     */
    static List<LeftOut.Subfolder> find(Path top, List<Path> folders) {
        Subfolders search = new Subfolders(top, MOST_LOOKED_AT);
        search.run(folders);
        return search.found;
    }

    private void run(List<Path> folders) {
        folders.stream().filter(this::leadsIn).forEach(waiting::add);
        while (!waiting.isEmpty() && lookedAt < mostLookedAt) {
            look(waiting.remove());
        }
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
                if (++lookedAt > mostLookedAt) {
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
