package loralei.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells by their names the files that other trainers want beside pictures. */
final class Sidecars {
    /** OneTrainer's names of masks and of pictures to condition on; the picture has the name without this. */
    private static final Pattern MASK = Pattern.compile(".*-(?:masklabel|condlabel)\\.[^.]+", Pattern.CASE_INSENSITIVE);

    private static final String MASK_LABEL = "-masklabel";

    /** What is read, in this order: OneTrainer's ending and kohya's. */
    private static final List<String> READ = List.of(".txt", ".caption");

    private static final Set<String> CAPTION_EXTENSIONS = Set.of("txt", "caption", "captions", "tags");

    /** Captions of a whole folder, as Hugging Face's data sets and kohya's scripts name them. */
    private static final Pattern CAPTIONS_OF_ALL = Pattern.compile(
            "metadata\\.(?:jsonl?|csv|parquet)|meta_\\w+\\.json|captions?\\.(?:txt|jsonl?|csv)",
            Pattern.CASE_INSENSITIVE);

    /** Belongs to the file system or its programs, and means nothing to anyone. */
    private static final Set<String> LITTER = Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r");

    private Sidecars() {}

    static boolean isMask(String fileName) {
        return MASK.matcher(fileName).matches();
    }

    /** Whether a file is named like the text beside a picture. */
    static boolean isCaption(Path file) {
        return READ.stream().anyMatch(lowerCase(file)::endsWith);
    }

    static boolean isLitter(String fileName) {
        return LITTER.contains(fileName.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the mask beside each picture that has one: {@code cat-masklabel.png} for {@code cat.jpg}.
     *
     * @param files what is named like a mask
     */
    static Map<Path, Path> maskOfEach(List<Path> files, List<Path> pictures) {
        Map<String, Path> byName = new HashMap<>();
        files.forEach(file -> byName.putIfAbsent(stem(lowerCase(file)), file));
        Map<Path, Path> masks = new HashMap<>();
        for (Path picture : pictures) {
            Path mask = byName.get(stem(lowerCase(picture)) + MASK_LABEL);
            if (mask != null) {
                masks.put(picture, mask);
            }
        }
        return masks;
    }

    /** Whether one of the files is a mask as it is read here. */
    static boolean hasMasks(List<Path> files) {
        return files.stream().anyMatch(file -> stem(lowerCase(file)).endsWith(MASK_LABEL));
    }

    /**
     * Returns the text beside each picture that has one: {@code cat.txt} or {@code cat.jpg.txt} for {@code cat.jpg}.
     *
     * @param files what is no picture
     */
    static Map<Path, Path> captionOfEach(List<Path> files, List<Path> pictures) {
        Map<String, Path> byName = new HashMap<>();
        files.forEach(file -> byName.putIfAbsent(lowerCase(file), file));
        Map<Path, Path> captions = new HashMap<>();
        for (Path picture : pictures) {
            String name = lowerCase(picture);
            Stream.of(stem(name), name)
                    .flatMap(start -> READ.stream().map(start::concat))
                    .map(byName::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(text -> captions.put(picture, text));
        }
        return captions;
    }

    /**
     * Returns the files that hold captions: a text with the name of a picture, with or without its ending, or one of the
     * names that stand for the captions of a whole folder.
     *
     * @param files what is no picture
     * @param pictures what is one, or should be one
     */
    static List<Path> captions(List<Path> files, List<Path> pictures) {
        Set<String> names = new HashSet<>();
        for (Path picture : pictures) {
            String name = lowerCase(picture);
            names.add(name);
            names.add(stem(name));
        }
        return files.stream()
                .filter(file -> {
                    String name = lowerCase(file);
                    String extension = name.substring(stem(name).length()).replaceFirst("\\.", "");
                    boolean one = CAPTION_EXTENSIONS.contains(extension) && names.contains(stem(name));
                    return one || CAPTIONS_OF_ALL.matcher(name).matches();
                })
                .toList();
    }

    private static String lowerCase(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** A name without its ending. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
