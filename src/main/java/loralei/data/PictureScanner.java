package loralei.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the pictures of a folder, not of the folders in it. A file is a picture if its content is one, whatever its
 * name; a file that is only named like one is reported and skipped; anything else (captions, caches, hidden files) is
 * none of our business. Every picture file is read once from end to end, for its SHA-256 and to see that it is whole;
 * pixels are decoded later, so 200 photos take seconds.
 */
public final class PictureScanner {
    /** How many files a message lists before it only counts. */
    private static final int LISTED = 10;

    private PictureScanner() {}

    /**
     * Scans a folder.
     *
     * @return at least one picture
     * @throws PictureFolderException if the folder is missing, is no folder, may not be read, or has no usable picture
     */
    public static PictureScan scan(Path folder) throws PictureFolderException {
        List<Picture> pictures = new ArrayList<>();
        List<UnreadablePicture> unreadable = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Path path : entries(folder)) {
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                others.add(name + " (a folder)");
            } else if (!seemsPicture(path, name)) {
                others.add(name);
            } else {
                try {
                    pictures.add(PictureInspector.inspect(path).picture());
                } catch (UnreadablePictureException e) {
                    unreadable.add(e.picture());
                }
            }
        }
        if (pictures.isEmpty()) {
            throw nothingUsable(folder, unreadable, others);
        }
        return new PictureScan(folder, pictures, unreadable);
    }

    private static List<Path> entries(Path folder) throws PictureFolderException {
        if (!Files.exists(folder)) {
            throw new PictureFolderException("The picture folder " + folder
                    + " does not exist. Check the path, or create the folder and put pictures into it.");
        }
        if (!Files.isDirectory(folder)) {
            throw new PictureFolderException(
                    folder + " is a file, not a folder. Give the folder that the pictures are in.");
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                // Also "._photo.jpg", which macOS leaves beside each picture on foreign disks and which is none.
                if (!path.getFileName().toString().startsWith(".")) {
                    entries.add(path);
                }
            }
        } catch (AccessDeniedException e) {
            throw new PictureFolderException(
                    "You may not read the picture folder " + folder + ". Change its permissions.", e);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            throw new PictureFolderException(
                    "The picture folder " + folder + " cannot be read: " + e.getMessage()
                            + ". Is the disk still connected?",
                    e);
        }
        entries.sort(Comparator.comparing(path -> path.getFileName().toString(), new NaturalOrder()));
        return entries;
    }

    /** Only the first bytes are looked at: a folder may also hold models of many gigabytes. */
    private static boolean seemsPicture(Path path, String name) {
        if (PictureFormat.hasPictureExtension(name)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return PictureFormat.sniff(in.readNBytes(PictureFormat.SNIFFED_BYTES))
                    .isPresent();
        } catch (IOException e) {
            return false; // neither named like a picture nor readable
        }
    }

    /** Says that nothing can be used, what there is, and what to do. */
    static PictureFolderException nothingUsable(Path folder, List<UnreadablePicture> unreadable, List<String> others) {
        StringBuilder message = new StringBuilder("There is no usable picture in " + folder + ".");
        if (unreadable.isEmpty() && others.isEmpty()) {
            message.append(" The folder is empty.");
        }
        if (!unreadable.isEmpty()) {
            message.append(" Unusable: ");
            message.append(
                    listed(unreadable.stream().map(UnreadablePicture::toString).toList(), "; "));
            message.append(".");
        }
        if (!others.isEmpty()) {
            message.append(" Not pictures: ").append(listed(others, ", ")).append(".");
        }
        message.append(" Put ").append(PictureFormat.ALL).append(" pictures directly into the folder.");
        return new PictureFolderException(message.toString());
    }

    private static String listed(List<String> items, String separator) {
        String shown = String.join(separator, items.subList(0, Math.min(LISTED, items.size())));
        return items.size() <= LISTED ? shown : shown + separator + "and " + (items.size() - LISTED) + " more";
    }
}
