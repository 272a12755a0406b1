package loralei.job.tool;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loralei.lora.ModuleMaths.Cut;
import loralei.lora.ModuleName;
import loralei.text.Message;

/** What was kept of each module, for people. */
final class KeptRanks {
    private final SortedMap<Integer, Integer> modules = new TreeMap<>();
    private double sum;
    private double least = 2;
    private ModuleName worst;

    void add(Cut cut) {
        modules.merge(cut.module().rank(), 1, Integer::sum);
        sum += cut.share();
        if (cut.share() < least) {
            least = cut.share();
            worst = cut.module().name();
        }
    }

    private int count() {
        return modules.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The ranks. */
    Message ranks() {
        if (modules.size() == 1) {
            return Message.of("merge.oneRank", modules.firstKey(), count());
        }
        String ranks = modules.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return Message.of("merge.ranks", modules.firstKey(), modules.lastKey(), count(), ranks);
    }

    /** The ranks, and how much of the changes they hold. */
    List<Message> lines() {
        return List.of(ranks(), Message.of("merge.kept", percent(sum / count()), percent(least), worst));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
