package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.text.Message;

/** Gathers what there is to say of pictures that are trained at several resolutions. */
final class SizeNotes {
    private final Set<String> resolutions = new LinkedHashSet<>();
    private final List<Path> small = new ArrayList<>();
    private int passes = 1;

    /**
     * Looks at one picture.
     *
     * @param sides of its resolutions
     * @param examples that became of it
     * @param often how often an epoch shows it, times its repeats
     */
    void add(List<Integer> sides, List<Example> examples, int often) {
        passes = Math.max(passes, often);
        if (examples.get(0).role() == Example.Role.INSTANCE && sides.size() > 1) {
            resolutions.add(sides.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            if (examples.size() < sides.size()) {
                small.add(examples.get(0).picture().path());
            }
        }
    }

    /** A sentence for each thing. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (!resolutions.isEmpty()) {
            messages.add(Message.of("sizes.each", passes, String.join("; ", resolutions)));
        }
        if (!small.isEmpty()) {
            messages.add(Message.of("sizes.small", FileNames.of(small), small.size()));
        }
        return messages;
    }
}
