package loralei.data;

import static loralei.config.Words.say;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import loralei.config.Words;

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
        List<Words> others = new ArrayList<>();
        for (Path path : entries(folder)) {
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                others.add(say("{0} (a folder)", name));
            } else if (!seemsPicture(path, name)) {
                others.add(Words.text(name));
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
            throw new PictureFolderException(say(
                    "The picture folder {0} does not exist. Check the path, or create the folder and put pictures into it.",
                    folder));
        }
        if (!Files.isDirectory(folder)) {
            throw new PictureFolderException(
                    say("{0} is a file, not a folder. Give the folder that the pictures are in.", folder));
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
                    say("You may not read the picture folder {0}. Change its permissions.", folder), e);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            throw new PictureFolderException(
                    say(
                            "The picture folder {0} cannot be read: {1}. Is the disk still connected?",
                            folder, e.getMessage()),
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
    static PictureFolderException nothingUsable(Path folder, List<UnreadablePicture> unreadable, List<Words> others) {
        List<Words> message = new ArrayList<>(List.of(say("There is no usable picture in {0}.", folder)));
        if (unreadable.isEmpty() && others.isEmpty()) {
            message.add(say("The folder is empty."));
        }
        if (!unreadable.isEmpty()) {
            message.add(say(
                    "Unusable: {0}.",
                    listed(unreadable.stream().map(UnreadablePicture::words).toList(), "; ")));
        }
        if (!others.isEmpty()) {
            message.add(say("Not pictures: {0}.", listed(others, ", ")));
        }
        message.add(say("Put {0} pictures directly into the folder.", PictureFormat.ALL));
        return new PictureFolderException(Words.joined(" ", message));
    }

    private static Words listed(List<Words> items, String separator) {
        List<Words> shown = new ArrayList<>(items.subList(0, Math.min(LISTED, items.size())));
        if (items.size() > LISTED) {
            shown.add(say("and {0} more", items.size() - LISTED));
        }
        return Words.joined(separator, shown);
    }
}
