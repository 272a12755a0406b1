package loralei.gui.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loralei.data.PictureReview.Bucket;
import loralei.data.PictureReview.Tag;
import loralei.data.PictureSize;
import loralei.text.Texts;

/** All choices of pictures that there are: by what was found, by size, by what captions name. */
final class Filters {
    /** What all pictures are. */
    static final String ALL = "all";

    private static final String UNKNOWN = "\u2026";

    private final Texts texts;

    Filters(Texts texts) {
        this.texts = texts;
    }

    List<Filter> of(CheckModel model) {
        List<Filter> all = new ArrayList<>();
        all.add(new Filter(
                ALL, "", texts.get("filter.all"), String.valueOf(model.entries().size()), "", false, entry -> true));
        for (Finding finding : Finding.values()) {
            long count = model.count(finding);
            boolean unknown = count == 0 && finding.needsLook() && !model.looked();
            all.add(new Filter(
                    finding.key(),
                    "",
                    texts.get("filter." + finding.key()),
                    unknown ? UNKNOWN : String.valueOf(count),
                    "",
                    count == 0,
                    entry -> model.has(entry, finding)));
        }
        String heading = texts.get("filter.buckets");
        for (Bucket bucket : model.review().buckets()) {
            all.add(size(bucket, heading, model));
            heading = "";
        }
        heading = texts.get("filter.tags");
        for (Tag tag : model.review().tags()) {
            all.add(new Filter(
                    "tag " + tag.text(),
                    heading,
                    tag.text(),
                    String.valueOf(tag.pictures()),
                    "",
                    false,
                    entry -> model.example(entry)
                            .filter(example -> example.caption().own())
                            .map(example -> example.caption().tags())
                            .orElse(Set.of())
                            .contains(tag.text())));
            heading = "";
        }
        return all;
    }

    private Filter size(Bucket bucket, String heading, CheckModel model) {
        PictureSize size = new PictureSize(bucket.width(), bucket.height());
        return new Filter(
                "size " + size,
                heading,
                bucket.width() + " \u00d7 " + bucket.height(),
                String.valueOf(bucket.pictures()),
                texts.get("filter.cropped", bucket.cropped(), bucket.mostCropped()),
                false,
                entry -> model.example(entry)
                        .filter(example -> example.bucket().equals(size))
                        .isPresent());
    }
}
