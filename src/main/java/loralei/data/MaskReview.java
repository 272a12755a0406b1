package loralei.data;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import loralei.text.Message;

/**
 * What the masks of examples leave of them.
 *
 * @param masked how many pictures have a mask
 * @param counted the share of such a picture that counts on average, 0 to 1
 * @param black those of whose picture nothing counts
 * @param white those that leave nothing out
 * @param broken masks whose pixels turned out to be broken when they were decoded
 */
public record MaskReview(
        int masked, double counted, List<Path> black, List<Path> white, List<UnreadablePicture> broken) {
    /** Of no masks. */
    static final MaskReview NONE = new MaskReview(0, 0, List.of(), List.of(), List.of());

    private static final TypeReference<HashMap<String, MaskLook>> KEPT = new TypeReference<>() {};

    /**
     * Looks at the masks of examples; decodes those that are not known from the cache.
     *
     * @param cache the cache's folder; empty where there is none
     * @param done told how many are done
     */
    public static MaskReview of(List<Example> examples, Optional<Path> cache, IntConsumer done) {
        Map<Picture, Example> files = new LinkedHashMap<>();
        Map<Picture, Example> alphas = new LinkedHashMap<>();
        examples.stream()
                .filter(example -> example.mask().isPresent())
                .forEach(example -> (example.isMaskedByAlpha() ? alphas : files)
                        .putIfAbsent(example.mask().get(), example));
        List<UnreadablePicture> broken = new ArrayList<>();
        List<Path> black = new ArrayList<>();
        List<Path> white = new ArrayList<>();
        double sum = 0;
        int known = 0;
        int before = 0;
        for (Map<Picture, Example> some : List.of(files, alphas)) {
            String kind = some == files ? "masks" : "alphas";
            int first = before;
            Map<String, MaskLook> looks = new PictureLooks<>(
                            cache, kind, KEPT, mask -> MaskLook.of(ExamplePixels.loadMask(some.get(mask))))
                    .of(List.copyOf(some.keySet()), broken, count -> done.accept(first + count));
            before += some.size();
            for (Picture mask : some.keySet()) {
                MaskLook look = looks.get(mask.sha256());
                if (look != null) {
                    sum += look.mean();
                    known++;
                    if (look.isBlack()) {
                        black.add(mask.path());
                    } else if (look.isWhite()) {
                        white.add(mask.path());
                    }
                }
            }
        }
        int masked = (int) examples.stream()
                .filter(example -> example.mask().isPresent())
                .map(Example::picture)
                .distinct()
                .count();
        return new MaskReview(masked, known == 0 ? 0 : sum / known, black, white, broken);
    }

    /** What is wrong with them, and does not stop a run. */
    public List<Message> warnings() {
        List<Message> messages = new ArrayList<>();
        if (!black.isEmpty()) {
            messages.add(Message.of("mask.black", FileNames.of(black), black.size()));
        }
        if (!white.isEmpty()) {
            messages.add(Message.of("mask.white", FileNames.of(white), white.size()));
        }
        return messages;
    }

    /** All there is to say. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (masked > 0) {
            messages.add(Message.of("mask.share", masked, PictureReview.percent(counted)));
        }
        messages.addAll(warnings());
        broken.forEach(file -> messages.add(Message.of("train.skipped", file.message())));
        return messages;
    }
}
