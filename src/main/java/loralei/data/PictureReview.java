package loralei.data;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import loralei.text.Message;

/**
 * What a person may want to know of the pictures before a training: what becomes of them, and which of them will teach it
 * little or wrong things. Nothing in it stops a run.
 *
 * @param buckets the sizes they are trained at, the most used first
 * @param duplicates groups of files with the very same content
 * @param nearDuplicates groups of pictures that look the same: saved twice, scaled, a little brighter
 * @param small pictures that have to be enlarged
 * @param blurred pictures with less detail than they are trained at: blurred, or enlarged before
 * @param extreme pictures of which one side is more than three times the other
 * @param masks what their masks leave of them
 * @param broken files whose pixels turned out to be broken when they were decoded
 */
public record PictureReview(
        List<Bucket> buckets,
        List<List<Path>> duplicates,
        List<List<Path>> nearDuplicates,
        List<Path> small,
        List<Blurred> blurred,
        List<Path> extreme,
        MaskReview masks,
        List<UnreadablePicture> broken) {
    private static final TypeReference<HashMap<String, PictureLook>> KEPT = new TypeReference<>() {};

    private static final int EXTREME = 3;
    private static final int MOST_GROUPS = 5;

    /**
     * Pictures of one size.
     *
     * @param width in pixels
     * @param height in pixels
     * @param pictures how many
     * @param cropped the share of a picture that is cut off on average, 0 to 1
     * @param mostCropped the same of the one that loses most
     * @param mostCroppedPicture that one
     */
    public record Bucket(
            int width, int height, int pictures, double cropped, double mostCropped, Path mostCroppedPicture) {}

    /**
     * A picture with too little detail.
     *
     * @param picture the file
     * @param width of the size that would hold all of its detail
     * @param height the same
     */
    public record Blurred(Path picture, int width, int height) {}

    /**
     * Looks at examples; decodes those that are not known from the cache.
     *
     * @param cache the cache's folder; empty where there is none
     * @param done told how many are done
     */
    public static PictureReview of(Examples examples, Optional<Path> cache, IntConsumer done) {
        List<Picture> pictures =
                examples.all().stream().map(Example::picture).distinct().toList();
        List<UnreadablePicture> broken = new ArrayList<>();
        Map<String, PictureLook> looks =
                new PictureLooks<>(cache, "looks", KEPT, PictureReview::look).of(pictures, broken, done);
        List<Blurred> blurred = new ArrayList<>();
        for (Example example : examples.all()) {
            PictureLook look = looks.get(example.picture().sha256());
            if (look != null && isBlurred(example, look.detail())) {
                blurred.add(new Blurred(
                        example.picture().path(),
                        look.detail().width(),
                        look.detail().height()));
            }
        }
        return new PictureReview(
                buckets(examples.all()),
                examples.duplicates(),
                near(pictures, looks),
                paths(examples.enlarged().stream().map(Example::picture).toList()),
                blurred.stream().distinct().toList(),
                paths(pictures.stream().filter(PictureReview::isExtreme).toList()),
                MaskReview.of(examples.all(), cache, count -> done.accept(pictures.size())),
                broken.stream().distinct().toList());
    }

    private static PictureLook look(Picture picture) throws UnreadablePictureException {
        return PictureLook.of(PictureLoader.load(picture));
    }

    private static List<Path> paths(List<Picture> pictures) {
        return pictures.stream().map(Picture::path).distinct().toList();
    }

    /** Those that are too small anyway are told of as such. */
    private static boolean isBlurred(Example example, PictureSize detail) {
        boolean less = detail.width() < example.bucket().width()
                || detail.height() < example.bucket().height();
        return less && !example.isEnlarged();
    }

    private static boolean isExtreme(Picture picture) {
        int width = picture.size().width();
        int height = picture.size().height();
        return Math.max(width, height) > EXTREME * Math.min(width, height);
    }

    private static List<Bucket> buckets(List<Example> examples) {
        Map<PictureSize, List<Example>> bySize = examples.stream()
                .collect(Collectors.groupingBy(Example::bucket, LinkedHashMap::new, Collectors.toList()));
        return bySize.entrySet().stream()
                .map(entry -> bucket(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Bucket::pictures).reversed())
                .toList();
    }

    private static Bucket bucket(PictureSize size, List<Example> examples) {
        Example most = examples.stream()
                .max(Comparator.comparingDouble(PictureReview::cropped))
                .orElseThrow();
        return new Bucket(
                size.width(),
                size.height(),
                examples.size(),
                examples.stream().mapToDouble(PictureReview::cropped).average().orElse(0),
                cropped(most),
                most.picture().path());
    }

    private static double cropped(Example example) {
        PictureSize scaled = ExamplePixels.geometry(example, View.FIRST).scaled();
        return 1 - example.bucket().pixels() / (double) scaled.pixels();
    }

    /** Groups in which each picture looks like at least one other; of the very same files one counts. */
    private static List<List<Path>> near(List<Picture> pictures, Map<String, PictureLook> looks) {
        Map<String, Picture> once = new LinkedHashMap<>();
        pictures.stream()
                .filter(picture -> looks.containsKey(picture.sha256()))
                .forEach(picture -> once.putIfAbsent(picture.sha256(), picture));
        List<Picture> list = List.copyOf(once.values());
        PictureLook[] look =
                list.stream().map(picture -> looks.get(picture.sha256())).toArray(PictureLook[]::new);
        int[] group = new int[list.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
            for (int j = 0; j < i; j++) {
                if (look[i].isNear(look[j])) {
                    group[root(group, i)] = root(group, j);
                }
            }
        }
        Map<Integer, List<Path>> groups = new HashMap<>();
        for (int i = 0; i < group.length; i++) {
            groups.computeIfAbsent(root(group, i), first -> new ArrayList<>())
                    .add(list.get(i).path());
        }
        return groups.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(paths -> paths.size() > 1)
                .toList();
    }

    private static int root(int[] group, int of) {
        int at = of;
        while (group[at] != at) {
            at = group[at];
        }
        return at;
    }

    /** A sentence for each bucket, and for each thing that a person may want to see to. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Bucket bucket : buckets) {
            messages.add(Message.of(
                    "review.bucket",
                    bucket.width() + "x" + bucket.height(),
                    bucket.pictures(),
                    percent(bucket.cropped()),
                    percent(bucket.mostCropped()),
                    FileNames.of(bucket.mostCroppedPicture())));
        }
        messages.addAll(masks.messages());
        broken.forEach(file -> messages.add(Message.of("train.skipped", file.message())));
        nearDuplicates.stream()
                .limit(MOST_GROUPS)
                .forEach(group -> messages.add(Message.of("review.near", group.size(), FileNames.of(group))));
        if (nearDuplicates.size() > MOST_GROUPS) {
            messages.add(Message.of("review.moreNear", nearDuplicates.size() - MOST_GROUPS));
        }
        if (!blurred.isEmpty()) {
            messages.add(Message.of(
                    "review.blurred",
                    blurred.size(),
                    FileNames.listed(
                            blurred.stream()
                                    .map(one -> Message.text(FileNames.of(one.picture()) + " (" + one.width() + "x"
                                            + one.height() + ")"))
                                    .toList(),
                            ", ")));
        }
        if (!extreme.isEmpty()) {
            messages.add(Message.of("review.extreme", extreme.size(), FileNames.of(extreme)));
        }
        return messages;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
