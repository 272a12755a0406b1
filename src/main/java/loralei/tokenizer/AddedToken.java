package loralei.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A word that has a token of its own, wherever it stands in a prompt.
 *
 * @param content the word
 * @param singleWord whether it counts only where no letter or digit adjoins
 * @param lstrip whether white space before it belongs to it
 * @param rstrip whether white space behind it belongs to it
 * @param normalized whether it is looked for in the prompt in lower case rather than as it was written
 * @param special whether it is one of the tokenizer's marks
 */
record AddedToken(
        String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized, boolean special) {

    /** As transformers writes it, with the defaults of the tokenizers library. */
    static AddedToken of(JsonNode node, boolean specialByDefault) {
        boolean special = node.path("special").asBoolean(specialByDefault);
        return new AddedToken(
                node.path("content").asText(),
                node.path("single_word").asBoolean(),
                node.path("lstrip").asBoolean(),
                node.path("rstrip").asBoolean(),
                node.path("normalized").asBoolean(!special),
                special);
    }

    /** What becomes of a mark of which only the name is known. */
    static AddedToken mark(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    AddedToken asMark() {
        return new AddedToken(content, singleWord, lstrip, rstrip, normalized, true);
    }
}
