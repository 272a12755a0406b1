package loralei.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The marks of a tokenizer and the words that were added to it, gathered from its files as transformers 5 does
 * ({@code PreTrainedTokenizerBase._from_pretrained}, {@code TokenizersBackend.__init__}). Words that the vocabulary lacks
 * get the ids behind it in the order of this list; the ids in the files count for their order only.
 */
final class AddedTokens {
    private static final String BEGIN = "bos_token";
    private static final String END = "eos_token";
    private static final String UNKNOWN = "unk_token";
    private static final String PAD = "pad_token";

    /** The marks, in the order in which transformers adds them. */
    private static final List<String> MARKS = List.of(BEGIN, END, UNKNOWN, "sep_token", PAD, "cls_token", "mask_token");

    /** What CLIPTokenizer takes where no file says anything. */
    private static final Map<String, String> DEFAULTS =
            Map.of(BEGIN, "<|startoftext|>", END, "<|endoftext|>", UNKNOWN, "<|endoftext|>", PAD, "<|endoftext|>");

    /** Further marks, under today's key and that of transformers 4. */
    private static final String EXTRA = "extra_special_tokens";

    private static final String ADDITIONAL = "additional_special_tokens";
    private static final String DECODER = "added_tokens_decoder";

    /** A mark or word; those of which only the name is known are never the same as others. */
    private record Entry(AddedToken token, boolean bare) {}

    private final Map<String, Entry> marks = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private final List<Entry> inOrder = new ArrayList<>();

    /**
     * Gathers the tokens.
     *
     * @param files JSON objects, empty where a file is missing
     * @param isWord whether the vocabulary has an entry
     */
    AddedTokens(Files files, Predicate<String> isWord) {
        boolean complete = files.config().has(DECODER);
        JsonNode specialMap = complete ? MissingNode.getInstance() : files.specialMap();
        Set<String> special = readMarks(files.config(), specialMap);
        List<Entry> more = new ArrayList<>(entries(files.config(), EXTRA));
        if (more.isEmpty()) {
            more.addAll(entries(files.config(), ADDITIONAL));
        }
        more.addAll(entries(specialMap, EXTRA));
        more.forEach(entry -> special.add(entry.token().content()));
        Map<Long, AddedToken> listed = complete ? decoder(files.config().path(DECODER)) : legacy(files, special);
        listed.values().forEach(token -> {
            named.add(token.content());
            inOrder.add(new Entry(isMark(token.content()) ? token.asMark() : token, false));
        });
        marks.forEach((name, entry) -> {
            if (!name.equals(PAD) || !isOrdinary(entry.token().content(), isWord)) {
                add(entry);
            }
        });
        (more.isEmpty() ? entries(specialMap, ADDITIONAL) : more).forEach(this::add);
    }

    /**
     * The files beside the vocabulary.
     *
     * @param config {@code tokenizer_config.json}
     * @param specialMap {@code special_tokens_map.json}
     * @param added {@code added_tokens.json}
     * @param serialized the list {@code added_tokens} in {@code tokenizer.json}
     */
    record Files(JsonNode config, JsonNode specialMap, JsonNode added, JsonNode serialized) {}

    /** Sets up the marks, the special map going before the configuration, and returns those that a file names. */
    private Set<String> readMarks(JsonNode config, JsonNode specialMap) {
        Set<String> said = new HashSet<>();
        for (String name : MARKS) {
            JsonNode node = specialMap.hasNonNull(name) ? specialMap.path(name) : config.path(name);
            if (node.isTextual() || node.isObject()) {
                marks.put(name, entry(node));
                said.add(entry(node).token().content());
            } else if (DEFAULTS.containsKey(name)) {
                marks.put(name, new Entry(AddedToken.mark(DEFAULTS.get(name)), true));
            }
        }
        return said;
    }

    /** The marks in a list, or in an object of names and marks. */
    private static List<Entry> entries(JsonNode file, String key) {
        List<Entry> entries = new ArrayList<>();
        file.path(key).forEach(node -> entries.add(entry(node)));
        return entries;
    }

    private static Entry entry(JsonNode node) {
        return node.isObject()
                ? new Entry(AddedToken.of(node, true).asMark(), false)
                : new Entry(AddedToken.mark(node.asText()), true);
    }

    private static Map<Long, AddedToken> decoder(JsonNode decoder) {
        Map<Long, AddedToken> tokens = new TreeMap<>();
        decoder.properties()
                .forEach(entry -> tokens.put(Long.parseLong(entry.getKey()), AddedToken.of(entry.getValue(), false)));
        return tokens;
    }

    /** What files say that were written before there was an {@code added_tokens_decoder}. */
    private static Map<Long, AddedToken> legacy(Files files, Set<String> specials) {
        Map<Long, AddedToken> tokens = new TreeMap<>();
        files.added().properties().forEach(entry -> {
            String content = entry.getKey();
            boolean special = specials.contains(content);
            tokens.put(entry.getValue().asLong(), new AddedToken(content, false, false, false, !special, special));
        });
        files.serialized().forEach(node -> tokens.put(node.path("id").asLong(), AddedToken.of(node, false)));
        return tokens;
    }

    private boolean isMark(String content) {
        return marks.values().stream().anyMatch(entry -> entry.token().content().equals(content));
    }

    /**
     * Whether the padding is a word like any other: the second tokenizer of SDXL pads with "!". transformers makes it a
     * mark that splits words where a file says so, and then it is one here, too; named as the padding alone it stays a
     * word, as it was when the model was trained, and as the reference ids have it.
     */
    private boolean isOrdinary(String pad, Predicate<String> isWord) {
        boolean otherMark = marks.entrySet().stream()
                .anyMatch(mark -> !mark.getKey().equals(PAD)
                        && mark.getValue().token().content().equals(pad));
        return !otherMark && isWord.test(pad);
    }

    private void add(Entry entry) {
        if (!named.contains(entry.token().content()) && !inOrder.contains(entry)) {
            inOrder.add(entry);
        }
    }

    /** Whether a file lists this mark or word as an added one. */
    boolean isNamed(String content) {
        return named.contains(content);
    }

    /** All tokens once, each as it was added last. */
    Collection<AddedToken> all() {
        Map<String, AddedToken> last = new LinkedHashMap<>();
        inOrder.forEach(entry -> last.put(entry.token().content(), entry.token()));
        return last.values();
    }

    /** The mark before the prompt. */
    String begin() {
        return mark(BEGIN);
    }

    /** The mark behind the prompt. */
    String end() {
        return mark(END);
    }

    /** What stands for a character that the vocabulary lacks. */
    String unknown() {
        return mark(UNKNOWN);
    }

    /** What fills the ids up to their full length. */
    String pad() {
        return mark(PAD);
    }

    private String mark(String name) {
        return marks.get(name).token().content();
    }
}
