package loralei.data;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.data.PictureReview.Blurred;
import loralei.data.PictureReview.Bucket;
import loralei.data.PictureReview.Tag;

/**
 * Tells what pictures are like. Each is decoded once, in {@link #look}; what then becomes of them can be asked again and
 * again, with other changes to them. May be used by several threads.
 */
public final class PictureReviewer {
    private static final int EXTREME = 3;

    /** Captions in whole sentences have as many as there are pictures. */
    private static final int MOST_TAGS = 500;

    private static final TypeReference<HashMap<String, PictureLook>> KEPT = new TypeReference<>() {};

    private final Optional<Path> cache;
    private final PictureLooks<PictureLook> kept;
    private final Map<String, PictureLook> looks = new ConcurrentHashMap<>();
    private final List<UnreadablePicture> broken = new CopyOnWriteArrayList<>();
    private volatile MaskReview masks = MaskReview.NONE;

    /**
     * Knows none yet.
     *
     * @param cache the cache's folder; empty where there is none
     */
    public PictureReviewer(Optional<Path> cache) {
        this.cache = cache;
        this.kept = new PictureLooks<>(cache, "looks", KEPT, picture -> PictureLook.of(PictureLoader.load(picture)));
    }

    /**
     * Looks at pictures; decodes those that are not known from the cache.
     *
     * @param done told how many are done
     * @param stop whether to leave the rest
     */
    public void look(List<Picture> pictures, IntConsumer done, BooleanSupplier stop) {
        kept.look(pictures, looks, broken, done, stop);
    }

    /** Looks at masks of examples; decodes those that are not known from the cache. */
    void lookAtMasks(Examples examples, IntConsumer done) {
        masks = MaskReview.of(examples.all(), cache, done);
    }

    /** What examples are like as far as their pictures were looked at. */
    public PictureReview review(Examples examples) {
        List<Picture> pictures =
                examples.all().stream().map(Example::picture).distinct().toList();
        List<Blurred> blurred = new ArrayList<>();
        for (Example example : examples.all()) {
            Optional.ofNullable(looks.get(example.picture().sha256()))
                    .map(look -> look.detail(example))
                    .filter(detail -> isBlurred(example, detail))
                    .ifPresent(detail ->
                            blurred.add(new Blurred(example.picture().path(), detail.width(), detail.height())));
        }
        return new PictureReview(
                buckets(examples.all()),
                examples.duplicates(),
                near(pictures),
                paths(examples.enlarged().stream()),
                blurred.stream().distinct().toList(),
                paths(examples.all().stream().filter(PictureReviewer::isExtreme)),
                masks,
                broken.stream().distinct().toList(),
                paths(examples.of(Example.Role.INSTANCE).stream()
                        .filter(example -> !example.caption().own())),
                tags(examples.all()));
    }

    private static List<Path> paths(Stream<Example> examples) {
        return examples.map(example -> example.picture().path()).distinct().toList();
    }

    /** Those that are too small anyway are told of as such. */
    private static boolean isBlurred(Example example, PictureSize detail) {
        boolean less = detail.width() < example.bucket().width()
                || detail.height() < example.bucket().height();
        return less && !example.isEnlarged();
    }

    private static boolean isExtreme(Example example) {
        int width = example.size().width();
        int height = example.size().height();
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
                .max(Comparator.comparingDouble(Example::cropped))
                .orElseThrow();
        return new Bucket(
                size.width(),
                size.height(),
                examples.size(),
                examples.stream().mapToDouble(Example::cropped).average().orElse(0),
                most.cropped(),
                most.picture().path());
    }

    /** How many captions of their own have each tag, the most frequent first. */
    private static List<Tag> tags(List<Example> examples) {
        Map<Path, Caption> captions = new LinkedHashMap<>();
        examples.stream()
                .filter(example -> example.caption().own())
                .forEach(example -> captions.putIfAbsent(example.picture().path(), example.caption()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        captions.values().forEach(caption -> caption.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        return counts.entrySet().stream()
                .map(entry -> new Tag(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Tag::pictures).reversed())
                .limit(MOST_TAGS)
                .toList();
    }

    /** Groups in which each picture looks like at least one other; of the very same files one counts. */
    private List<List<Path>> near(List<Picture> pictures) {
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
}
