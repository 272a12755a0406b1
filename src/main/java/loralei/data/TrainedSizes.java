package loralei.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sizes that a picture is trained at where there are several resolutions. */
final class TrainedSizes {
    private TrainedSizes() {}

    /**
     * The sizes, and how many of the resolutions each stands for, so that a picture counts as much as every other: one that
     * is not large enough for a resolution is shown once more at the size of the one below it, as long as pictures are not
     * to be enlarged.
     *
     * @param picture the size of what is trained of it
     * @param sides of the resolutions, the smallest first
     * @param rule the size of a picture at one resolution
     * @param enlarge whether pictures may be enlarged
     */
    static Map<PictureSize, Integer> of(
            PictureSize picture, List<Integer> sides, Concepts.Sizes rule, boolean enlarge) {
        Map<PictureSize, Integer> sizes = new LinkedHashMap<>();
        PictureSize last = rule.of(picture, sides.get(0)); // where even this one enlarges it, there is no other
        for (int side : sides) {
            PictureSize size = rule.of(picture, side);
            if (enlarge || picture.covers(size)) {
                last = size;
            }
            sizes.merge(last, 1, Integer::sum);
        }
        return sizes;
    }
}
