package loralei.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Places;
import loralei.data.Example;
import loralei.data.PictureSize;
import loralei.lora.TrainingFacts;

/** What the metadata of a LoRA tells of its examples. */
final class PictureFacts {
    private record Kind(String folder, boolean ofClass, int repeats) {
        Kind(Example example) {
            this(
                    Places.nameOf(example.picture().path().toAbsolutePath().getParent()),
                    example.role() == Example.Role.CLASS,
                    example.repeats());
        }
    }

    private PictureFacts() {}

    /**
     * The facts of these examples.
     *
     * @param resolution side of a picture, as it was asked for
     */
    static TrainingFacts.Pictures of(List<Example> examples, int resolution) {
        Map<Kind, Map<String, Integer>> prompts = new LinkedHashMap<>();
        Map<PictureSize, Integer> shown = new LinkedHashMap<>();
        for (Example example : examples) {
            prompts.computeIfAbsent(new Kind(example), kind -> new LinkedHashMap<>())
                    .merge(example.caption().first(), 1, Integer::sum);
            shown.merge(example.bucket(), example.repeats(), Integer::sum);
        }
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
