package loralei.gui.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The preview pictures of a run up to some step; never changes, so any thread may read it.
 *
 * @param pictures the earliest first
 * @param prompts what was drawn, by the numbers of the prompts
 */
record PreviewSet(List<Preview> pictures, Map<Integer, String> prompts) {
    static final PreviewSet NONE = new PreviewSet(List.of(), Map.of());

    PreviewSet {
        pictures = List.copyOf(pictures);
        prompts = Map.copyOf(prompts);
    }

    boolean isEmpty() {
        return pictures.isEmpty();
    }

    /** The prompts that there are pictures of, in their order. */
    List<Integer> numbers() {
        return pictures.stream().map(Preview::prompt).distinct().sorted().toList();
    }

    /** The pictures of one prompt, the earliest first. */
    List<Preview> of(int prompt) {
        return pictures.stream().filter(picture -> picture.prompt() == prompt).toList();
    }

    /** What was drawn; empty where only the pictures are known. */
    Optional<String> text(int prompt) {
        return Optional.ofNullable(prompts.get(prompt));
    }

    /** With one more picture. One of the same step and prompt gives way to it. */
    PreviewSet with(Preview picture) {
        List<Preview> all = new ArrayList<>(pictures);
        int at = all.size();
        while (at > 0 && isBefore(picture, all.get(at - 1))) {
            at--;
        }
        if (at > 0 && !isBefore(all.get(at - 1), picture)) {
            all.set(at - 1, picture);
        } else {
            all.add(at, picture);
        }
        return new PreviewSet(all, prompts);
    }

    PreviewSet withPrompt(int number, String text) {
        Map<Integer, String> all = new TreeMap<>(prompts);
        all.put(number, text);
        return new PreviewSet(pictures, all);
    }

    /** Without some of the pictures. */
    PreviewSet only(Predicate<Preview> wanted) {
        return new PreviewSet(pictures.stream().filter(wanted).toList(), prompts);
    }

    private static boolean isBefore(Preview one, Preview other) {
        return one.step() == other.step() ? one.prompt() < other.prompt() : one.step() < other.step();
    }
}
