package loralei.job.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.lora.KeyFormat;
import loralei.lora.LoraContent;
import loralei.lora.LoraModuleInfo;
import loralei.lora.ModuleName;
import loralei.text.Message;

/** What sets two LoRAs apart beside their numbers. */
final class ComparedFacts {
    private static final int SHOWN = 5;

    private ComparedFacts() {}

    static List<Message> of(LoraContent one, LoraContent other) {
        List<Message> lines = new ArrayList<>();
        differs("compare.family", one.family().label(), other.family().label(), lines);
        differs("compare.naming", naming(one), naming(other), lines);
        differs("compare.rank", counted(one, LoraModuleInfo::rank), counted(other, LoraModuleInfo::rank), lines);
        differs("compare.alpha", counted(one, LoraModuleInfo::alpha), counted(other, LoraModuleInfo::alpha), lines);
        differs(
                "compare.type",
                counted(one, module -> module.up().dtype()),
                counted(other, module -> module.up().dtype()),
                lines);
        only("compare.onlyFirst", one, other, lines);
        only("compare.onlySecond", other, one, lines);
        metadata(one.file().metadata(), other.file().metadata(), lines);
        return lines;
    }

    private static void differs(String key, String one, String other, List<Message> lines) {
        if (!one.equals(other)) {
            lines.add(new Message(key, List.of(one, other)));
        }
    }

    private static String naming(LoraContent lora) {
        return lora.formats().stream().map(KeyFormat::title).collect(Collectors.joining(", "));
    }

    /** Each value, and of how many modules it is if there are several. */
    private static <T> String counted(LoraContent lora, Function<LoraModuleInfo, T> value) {
        Map<T, Long> counts = lora.names().stream()
                .map(lora::module)
                .collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> counts.size() == 1 ? "" + entry.getKey() : entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static void only(String key, LoraContent one, LoraContent other, List<Message> lines) {
        List<String> names = one.names().stream()
                .filter(name -> !other.has(name))
                .map(ModuleName::toString)
                .toList();
        if (!names.isEmpty()) {
            lines.add(new Message(key, List.of(String.valueOf(names.size()), shown(names))));
        }
    }

    private static void metadata(Map<String, String> one, Map<String, String> other, List<Message> lines) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        List<String> differing = keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .toList();
        if (!differing.isEmpty()) {
            lines.add(Message.of("compare.metadata", differing.size(), String.join(", ", differing)));
        }
    }

    private static String shown(List<String> names) {
        return Stream.concat(names.stream().limit(SHOWN), names.size() > SHOWN ? Stream.of("...") : Stream.of())
                .collect(Collectors.joining(", "));
    }
}
