package loralei.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.OptionalLong;
import loralei.config.JsonText;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * The words and merges of a tokenizer, as pieces of JSON. The 49,408 entries are not taken apart, which would cost more
 * time than all the rest.
 *
 * @param wordsFile the file that the words come from, for messages
 * @param words the words and their ids: a JSON object
 * @param mergesFile the file that the merges come from, for messages
 * @param merges a JSON array
 * @param added the list of added tokens that stands beside them in a {@code tokenizer.json}
 */
record Vocabulary(String wordsFile, String words, String mergesFile, String merges, JsonNode added) {
    static final String ONE_FILE = "tokenizer.json";
    static final String WORDS_FILE = "vocab.json";
    static final String MERGES_FILE = "merges.txt";

    /** Entries of OpenAI's vocabulary: 256 bytes, the same at the end of a word, one for each merge, two marks. */
    private static final int CLIP_ENTRIES = 49408;

    private static final int CLIP_MERGES = CLIP_ENTRIES - 2 * 256 - 2;

    /** The names of the fields are all different: to intern them would take most of a second. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /**
     * Takes the texts of {@code vocab.json} and {@code merges.txt}.
     *
     * @throws LocalizedIOException if the merges are not those of the words
     */
    static Vocabulary of(String words, String mergesText) throws LocalizedIOException {
        String lines = mergesText.replace("\r\n", "\n").strip();
        if (lines.startsWith("#version")) {
            lines = lines.substring(lines.indexOf('\n') + 1);
        }
        int count = 1 + count(lines, '\n');
        if (lines.isEmpty() || lines.startsWith("#") || (count != CLIP_MERGES && countEntries(words) == CLIP_ENTRIES)) {
            throw new LocalizedIOException(Message.of("tokenizer.mergeCount"));
        }
        String list = lines.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\", \"");
        return new Vocabulary(WORDS_FILE, words, MERGES_FILE, "[\"" + list + "\"]", MissingNode.getInstance());
    }

    /**
     * Takes the text of a {@code tokenizer.json}.
     *
     * @throws LocalizedIOException if it is that of another kind of tokenizer
     * @throws IOException if it is not JSON
     */
    static Vocabulary of(String text) throws IOException {
        String words = "";
        String merges = "";
        JsonNode added = MissingNode.getInstance();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("added_tokens")) {
                    added = JsonText.FOREIGN.readTree(parser);
                } else if (name.equals("model") && token == JsonToken.START_OBJECT) {
                    for (String part = parser.nextFieldName(); part != null; part = parser.nextFieldName()) {
                        parser.nextToken();
                        String piece = piece(text, parser);
                        words = part.equals("vocab") ? piece : words;
                        merges = part.equals("merges") ? piece : merges;
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (!parser.hasToken(JsonToken.END_OBJECT)) {
                throw new LocalizedIOException(Message.of("tokenizer.noObject"));
            }
        }
        if (!words.startsWith("{") || !merges.startsWith("[")) {
            throw new LocalizedIOException(Message.of("tokenizer.noVocabulary"));
        }
        return new Vocabulary(ONE_FILE, words, ONE_FILE, merges, added);
    }

    /** The text of the value that the parser is at, which it skips. */
    private static String piece(String text, JsonParser parser) throws IOException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        if (!parser.currentToken().isStructStart()) {
            return "";
        }
        parser.skipChildren();
        return text.substring(begin, (int) parser.currentTokenLocation().getCharOffset() + 1);
    }

    /**
     * The id of a word, without the ids of all others; quick for one near the start.
     *
     * @throws LocalizedIOException if an id on the way is no number
     * @throws IOException if the words are not JSON
     */
    OptionalLong idOf(String word) throws IOException {
        try (JsonParser parser = JSON.createParser(words)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw new LocalizedIOException(Message.of("tokenizer.noId", name));
                }
                if (name.equals(word)) {
                    return OptionalLong.of(parser.getLongValue());
                }
            }
            return OptionalLong.empty();
        }
    }

    /** Only the names of the vocabulary are strings, so there are two unescaped quotes for each entry. */
    private static int countEntries(String words) {
        return count(words.replace("\\\\", "").replace("\\\"", ""), '"') / 2;
    }

    private static int count(String text, char wanted) {
        int count = 0;
        for (int i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + 1)) {
            count++;
        }
        return count;
    }
}
