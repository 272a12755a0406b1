package loralei.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Places;
import loralei.config.Resolutions;
import loralei.data.Example;
import loralei.data.Picture;
import loralei.data.PictureSize;
import loralei.lora.TrainingFacts;

/** What the metadata of a LoRA tells of its examples. */
final class PictureFacts {
    private record Kind(String folder, boolean ofClass, int repeats) {
        Kind(Shown picture, int repeats) {
            this(
                    Places.nameOf(picture.picture().path().toAbsolutePath().getParent()),
                    picture.role() == Example.Role.CLASS,
                    repeats);
        }
    }

    /** A picture of the thing counts once, however many sizes it has. */
    private record Shown(Picture picture, Example.Role role, String prompt, Optional<PictureSize> size) {
        Shown(Example example) {
            this(
                    example.picture(),
                    example.role(),
                    example.caption().first(),
                    example.role() == Example.Role.CLASS ? Optional.of(example.bucket()) : Optional.empty());
        }
    }

    private PictureFacts() {}

    /**
     * The facts of these examples.
     *
     * @param asked for; of several resolutions the largest is told, and the buckets tell the rest
     */
    static TrainingFacts.Pictures of(List<Example> examples, Resolutions asked) {
        int resolution = asked.largest();
        Map<Kind, Map<String, Integer>> prompts = new LinkedHashMap<>();
        Map<PictureSize, Integer> shown = new LinkedHashMap<>();
        Map<Shown, Integer> repeats = new LinkedHashMap<>();
        for (Example example : examples) {
            repeats.merge(new Shown(example), example.repeats(), Integer::sum);
            shown.merge(example.bucket(), example.repeats(), Integer::sum);
        }
        repeats.forEach(
                (picture, count) -> prompts.computeIfAbsent(new Kind(picture, count), kind -> new LinkedHashMap<>())
                        .merge(picture.prompt(), 1, Integer::sum));
        List<TrainingFacts.Folder> folders = new ArrayList<>();
        prompts.forEach((kind, counts) ->
                folders.add(new TrainingFacts.Folder(kind.folder(), kind.ofClass(), kind.repeats(), counts)));
        List<TrainingFacts.Bucket> buckets = new ArrayList<>();
        TrainingFacts.Changes changes = new TrainingFacts.Changes(
                examples.stream().anyMatch(Example::flip),
                examples.stream().anyMatch(example -> example.variation().crop()),
                examples.stream().anyMatch(example -> example.variation().changesColours()));
        shown.forEach((size, count) -> buckets.add(new TrainingFacts.Bucket(size.width(), size.height(), count)));
        return new TrainingFacts.Pictures(folders, resolution, resolution, buckets, changes);
    }
}
