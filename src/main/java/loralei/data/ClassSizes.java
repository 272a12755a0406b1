package loralei.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * At which sizes class pictures are trained: those of the pictures that they are paired with, each as often as those
 * are shown.
 */
final class ClassSizes {
    private final Map<PictureSize, Long> shown = new LinkedHashMap<>();

    private record Match(int picture, PictureSize size, double cropped) {}

    /** The sizes of these examples. */
    ClassSizes(List<Example> instances) {
        instances.forEach(example -> shown.merge(example.bucket(), (long) example.repeats(), Long::sum));
    }

    /** Class examples at these sizes, one that several sizes need at each of them. */
    List<Example> fitted(List<Example> ofClass) {
        List<List<PictureSize>> sizes =
                of(ofClass.stream().map(example -> example.size()).toList());
        List<Example> fitted = new ArrayList<>();
        for (int i = 0; i < ofClass.size(); i++) {
            for (PictureSize size : sizes.get(i)) {
                fitted.add(ofClass.get(i).at(size));
            }
        }
        return fitted;
    }

    /**
     * Gives each picture the size that crops least of it, as long as that size still lacks pictures. No size goes without:
     * where there are fewer pictures than sizes, some are trained at several.
     *
     * @param pictures the sizes of class pictures, at least one
     * @return the sizes of each, at least one
     */
    List<List<PictureSize>> of(List<PictureSize> pictures) {
        Map<PictureSize, Integer> left = new HashMap<>(quotas(pictures.size()));
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            for (PictureSize size : shown.keySet()) {
                matches.add(new Match(i, size, Buckets.cropped(pictures.get(i), size)));
            }
        }
        matches.sort(Comparator.comparingDouble(Match::cropped)); // stable: of equal ones the first stays first
        List<List<PictureSize>> sizes = new ArrayList<>();
        pictures.forEach(picture -> sizes.add(new ArrayList<>()));
        for (Match match : matches) {
            if (sizes.get(match.picture).isEmpty() && left.get(match.size) > 0) {
                sizes.get(match.picture).add(match.size);
                left.merge(match.size, -1, Integer::sum);
            }
        }
        for (Match match : matches) {
            if (left.get(match.size) > 0) { // fewer pictures than sizes
                sizes.get(match.picture).add(match.size);
                left.put(match.size, 0);
            }
        }
        return sizes;
    }

    /**
     * At which sizes pictures are still to be drawn.
     *
     * @param there the sizes of those that are there
     * @param wanted how many there are to be in all
     */
    List<PictureSize> missing(List<PictureSize> there, int wanted) {
        Map<PictureSize, Integer> left = new LinkedHashMap<>(quotas(wanted));
        there.forEach(size -> left.merge(size, -1, Integer::sum));
        List<PictureSize> missing = new ArrayList<>();
        while (missing.size() < wanted - there.size()) {
            PictureSize next = left.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            left.merge(next, -1, Integer::sum);
            missing.add(next);
        }
        return missing;
    }

    /** How many of so many pictures each size gets: by its share, at least one, the rest where most is lacking. */
    private Map<PictureSize, Integer> quotas(int pictures) {
        long all = shown.values().stream().mapToLong(count -> count).sum();
        Map<PictureSize, Integer> quotas = new LinkedHashMap<>();
        shown.forEach((size, count) -> quotas.put(size, (int) Math.max(1, pictures * count / all)));
        int given = quotas.values().stream().mapToInt(count -> count).sum();
        while (given != pictures && !(given > pictures && given == quotas.size())) {
            int step = given < pictures ? 1 : -1;
            PictureSize next = shown.keySet().stream()
                    .filter(size -> step > 0 || quotas.get(size) > 1)
                    .max(Comparator.comparingDouble(
                            size -> step * (shown.get(size) * (double) pictures / all - quotas.get(size))))
                    .orElseThrow();
            quotas.merge(next, step, Integer::sum);
            given += step;
        }
        return quotas;
    }
}
