package loralei.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.text.Message;

/**
 * Finds the pictures of a folder, not of the folders in it. A file is a picture if its content is one, whatever its
 * name; a file that is only named like one is reported and skipped; a text beside a picture is its caption; anything else
 * (caches, hidden files) is none of our business. Every picture file is read once from end to end, for its SHA-256 and to see that it is whole;
 * pixels are decoded later, so 200 photos take seconds.
 */
public final class PictureScanner {
    private enum Kind {
        PICTURE,
        MASK,
        FOLDER,
        OTHER
    }

    /** Tells what a file is. */
    interface Looking {
        /** The picture, which looks whole. */
        Picture at(Path path) throws UnreadablePictureException;
    }

    /** Reads it from end to end. */
    static final Looking INSPECTING = path -> PictureInspector.inspect(path).picture();

    private PictureScanner() {}

    /**
     * Scans a folder.
     *
     * @return at least one picture
     * @throws PictureFolderException if the folder is missing, is no folder, may not be read, or has no usable picture
     */
    public static PictureScan scan(Path folder) throws PictureFolderException {
        return scan(folder, INSPECTING);
    }

    /** The same with another way to look at a file. */
    static PictureScan scan(Path folder, Looking looking) throws PictureFolderException {
        Map<Kind, List<Path>> entries = entries(folder).stream().collect(Collectors.groupingBy(PictureScanner::kind));
        List<Path> candidates = entries.getOrDefault(Kind.PICTURE, List.of());
        List<Path> folders = entries.getOrDefault(Kind.FOLDER, List.of());
        List<Path> others = entries.getOrDefault(Kind.OTHER, List.of());
        List<Picture> pictures = new ArrayList<>();
        List<UnreadablePicture> unreadable = new ArrayList<>();
        for (Path path : candidates) {
            try {
                pictures.add(looking.at(path));
            } catch (UnreadablePictureException e) {
                unreadable.add(e.picture());
            }
        }
        Map<Path, Path> texts = Sidecars.captionOfEach(others, candidates);
        Set<Path> used = new HashSet<>(texts.values());
        LeftOut leftOut = new LeftOut(
                Sidecars.captions(others, candidates).stream()
                        .filter(file -> !used.contains(file))
                        .toList(),
                entries.getOrDefault(Kind.MASK, List.of()),
                Subfolders.find(folder, folders));
        if (pictures.isEmpty()) {
            List<Message> rest = new ArrayList<>();
            folders.forEach(path -> rest.add(Message.of("pictures.folder", FileNames.of(path))));
            others.forEach(path -> rest.add(Message.text(FileNames.of(path))));
            throw nothingUsable(folder, unreadable, rest, leftOut);
        }
        Map<Path, CaptionFile> captions = new HashMap<>();
        pictures.stream()
                .map(Picture::path)
                .filter(texts::containsKey)
                .forEach(picture -> captions.put(picture, CaptionFile.read(texts.get(picture))));
        Map<Path, MaskFile> masks = new HashMap<>();
        Sidecars.maskOfEach(
                        leftOut.masks(), pictures.stream().map(Picture::path).toList())
                .forEach((picture, mask) -> masks.put(picture, MaskFile.of(mask, looking)));
        return new PictureScan(folder, pictures, unreadable, leftOut, captions, masks);
    }

    private static List<Path> entries(Path folder) throws PictureFolderException {
        List<Path> entries = new ArrayList<>();
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new PictureFolderException(Message.of("pictures.fileForFolder", folder), LeftOut.NOTHING);
            }
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                for (Path path : stream) {
                    if (!isHidden(path) && !Sidecars.isLitter(path.getFileName().toString())) {
                        entries.add(path);
                    }
                }
            }
        } catch (PictureFolderException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new PictureFolderException(missing(folder), e);
        } catch (AccessDeniedException e) {
            throw new PictureFolderException(Message.of("pictures.folderDenied", folder), e);
        } catch (IOException | DirectoryIteratorException e) {
            throw new PictureFolderException(Message.of("pictures.folderUnreadable", folder, FileNames.reason(e)), e);
        }
        // Names that cannot be told apart in this system's letters are still different files.
        entries.sort(Comparator.comparing((Path path) -> path.getFileName().toString(), new NaturalOrder())
                .thenComparing(Comparator.naturalOrder()));
        return entries;
    }

    private static Message missing(Path folder) {
        return FileNames.target(folder)
                .map(target -> Message.of("pictures.folderDeadLink", folder, target))
                .orElse(Message.of("pictures.folderMissing", folder));
    }

    /** Tells whether a file is hidden, also one as "._photo.jpg", which macOS leaves beside each picture elsewhere. */
    static boolean isHidden(Path path) {
        try {
            return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static Kind kind(Path path) {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path)) {
            return Kind.FOLDER;
        }
        if (PictureFormat.hasPictureExtension(name)) {
            return Sidecars.isMask(name) ? Kind.MASK : Kind.PICTURE;
        }
        return Files.isRegularFile(path) && beginsAsPicture(path) ? Kind.PICTURE : Kind.OTHER;
    }

    /** Only the first bytes are looked at: a folder may also hold models of many gigabytes. */
    private static boolean beginsAsPicture(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(ForeignContent.LOOKED_AT);
            return PictureFormat.sniff(start).isPresent() || ForeignContent.isPicture(start);
        } catch (IOException e) {
            return false; // neither named like a picture nor readable
        }
    }

    /** Says that nothing can be used, what there is, and what to do. */
    static PictureFolderException nothingUsable(
            Path folder, List<UnreadablePicture> unreadable, List<Message> others, LeftOut leftOut) {
        List<Message> message = new ArrayList<>(List.of(Message.of("pictures.noneUsable", folder)));
        if (unreadable.isEmpty() && others.isEmpty() && leftOut.masks().isEmpty()) {
            message.add(Message.of("pictures.folderEmpty"));
        }
        if (!unreadable.isEmpty()) {
            message.add(Message.of(
                    "pictures.unusable",
                    FileNames.listed(
                            unreadable.stream().map(UnreadablePicture::message).toList(), "; ")));
        }
        if (!others.isEmpty()) {
            message.add(Message.of("pictures.noPictures", FileNames.listed(others, ", ")));
        }
        message.addAll(leftOut.messages());
        message.add(Message.of("pictures.putPictures", PictureFormat.ALL));
        return new PictureFolderException(Message.joined(" ", message), leftOut);
    }
}
