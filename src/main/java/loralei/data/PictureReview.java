package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param withoutCaption pictures that have no text of their own, and are trained on the prompt
 * @param tags what the captions name between commas, the most frequent first
 */
public record PictureReview(
        List<Bucket> buckets,
        List<List<Path>> duplicates,
        List<List<Path>> nearDuplicates,
        List<Path> small,
        List<Blurred> blurred,
        List<Path> extreme,
        MaskReview masks,
        List<UnreadablePicture> broken,
        List<Path> withoutCaption,
        List<Tag> tags) {
    /** Of no pictures. */
    public static final PictureReview NOTHING = new PictureReview(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            MaskReview.NONE,
            List.of(),
            List.of(),
            List.of());

    private static final int MOST_GROUPS = 5;
    private static final int MOST_TAGS = 12;

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
     * Something that captions name, between commas.
     *
     * @param text what
     * @param pictures how many
     */
    public record Tag(String text, int pictures) {}

    /**
     * Looks at examples; decodes those that are not known from the cache.
     *
     * @param cache the cache's folder; empty where there is none
     * @param done told how many are done
     */
    public static PictureReview of(Examples examples, Optional<Path> cache, IntConsumer done) {
        PictureReviewer reviewer = new PictureReviewer(cache);
        List<Picture> pictures =
                examples.all().stream().map(Example::picture).distinct().toList();
        reviewer.look(pictures, done, () -> false);
        reviewer.lookAtMasks(examples, count -> done.accept(pictures.size()));
        return reviewer.review(examples);
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
        if (tags.stream().anyMatch(tag -> tag.pictures() > 1)) {
            messages.add(Message.of(
                    "review.tags",
                    tags.stream()
                            .limit(MOST_TAGS)
                            .map(tag -> tag.text() + " (" + tag.pictures() + ")")
                            .collect(Collectors.joining(", ")),
                    tags.size()));
        }
        return messages;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
