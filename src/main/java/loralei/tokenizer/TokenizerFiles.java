package loralei.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import loralei.config.DeadLink;
import loralei.config.JsonText;
import loralei.config.Resources;
import loralei.config.UserError;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * The tokenizer folder of a base model. Its vocabulary stands in {@code tokenizer.json}, or, in older ones, in
 * {@code vocab.json} and {@code merges.txt}; where there are both, the first counts, as in transformers. All else that the
 * HuggingFace library wants to know is that of transformers' CLIPTokenizer, whatever {@code tokenizer.json} says of it.
 */
final class TokenizerFiles {
    /** The demo's model has all of it, and no words of its own. */
    private static final String BUNDLED = "/loralei/demo/model/tokenizer/";

    private static final String CONFIG_FILE = "tokenizer_config.json";

    /** Everything but the vocabulary, as transformers' CLIPTokenizer sets it up: added tokens, unknown token. */
    private static final String HEAD = """
            {"version": "1.0", "truncation": null, "padding": null, "post_processor": null, "decoder": null,
             "added_tokens": %s,
             "normalizer": {"type": "Sequence", "normalizers": [
              {"type": "NFC"},
              {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
              {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
              {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
               "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d\
            |[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
              {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
             "model": {"type": "BPE", "dropout": null, "unk_token": %s, "continuing_subword_prefix": "",
              "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
              "merges":""";

    private final Path folder;
    private final Vocabulary vocabulary;
    private final AddedTokens added;

    private TokenizerFiles(Path folder, Vocabulary vocabulary, UnaryOperator<JsonNode> completed) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        JsonNode config = completed.apply(object(CONFIG_FILE));
        try {
            this.added = new AddedTokens(
                    new AddedTokens.Files(
                            config, object("special_tokens_map.json"), object("added_tokens.json"), vocabulary.added()),
                    word -> idOf(word).isPresent());
        } catch (NumberFormatException e) {
            throw broken(CONFIG_FILE, Message.of("tokenizer.addedWithoutId"), e);
        }
    }

    /** Whether a folder has what a tokenizer is read from. */
    static boolean areIn(Path folder) {
        return Files.isRegularFile(folder.resolve(Vocabulary.ONE_FILE))
                || (Files.isRegularFile(folder.resolve(Vocabulary.WORDS_FILE))
                        && Files.isRegularFile(folder.resolve(Vocabulary.MERGES_FILE)));
    }

    static TokenizerFiles read(Path folder) {
        DeadLink.refuse(folder);
        if (!Files.isDirectory(folder)) {
            throw UserError.request(Message.of("tokenizer.noFolder", folder), remedy(folder));
        }
        Path oneFile = folder.resolve(Vocabulary.ONE_FILE);
        DeadLink.refuse(oneFile);
        boolean two = !Files.isRegularFile(oneFile);
        try {
            return new TokenizerFiles(
                    folder,
                    two
                            ? Vocabulary.of(
                                    text(folder.resolve(Vocabulary.WORDS_FILE)),
                                    text(folder.resolve(Vocabulary.MERGES_FILE)))
                            : Vocabulary.of(text(oneFile)),
                    config -> config);
        } catch (IOException e) {
            throw broken(folder, two ? Vocabulary.MERGES_FILE : Vocabulary.ONE_FILE, reason(e), e);
        }
    }

    /**
     * OpenAI's vocabulary, which is shipped with the program.
     *
     * @param pad what fills up prompts
     */
    static TokenizerFiles bundled(String pad) {
        Path nowhere = Path.of(BUNDLED);
        try {
            return new TokenizerFiles(
                    nowhere,
                    Vocabulary.of(
                            Resources.text(TokenizerFiles.class, BUNDLED + Vocabulary.WORDS_FILE),
                            Resources.text(TokenizerFiles.class, BUNDLED + Vocabulary.MERGES_FILE)),
                    config -> JsonNodeFactory.instance.objectNode().put("pad_token", pad));
        } catch (IOException e) {
            throw new IllegalStateException("the vocabulary of the program is broken", e);
        }
    }

    /** The marks and the words beside the vocabulary. */
    AddedTokens added() {
        return added;
    }

    /** The id of a word of the vocabulary. */
    OptionalLong idOf(String word) {
        try {
            return vocabulary.idOf(word);
        } catch (IOException e) {
            throw broken(vocabulary.wordsFile(), reason(e), e);
        }
    }

    /** A {@code tokenizer.json} in UTF-8 with the vocabulary and the added tokens of the folder. */
    byte[] tokenizerJson() {
        for (String mark : new String[] {added.begin(), added.end()}) {
            if (!added.isNamed(mark)
                    && !vocabulary.words().contains('"' + mark + '"')
                    && idOf(mark).isEmpty()) {
                throw broken(vocabulary.wordsFile(), Message.of("tokenizer.lacks", mark), null);
            }
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (AddedToken token : added.all()) {
            list.addObject()
                    .put("id", list.size()) // the library gives them ids of its own, as transformers does
                    .put("content", token.content())
                    .put("single_word", token.singleWord())
                    .put("lstrip", token.lstrip())
                    .put("rstrip", token.rstrip())
                    .put("normalized", token.normalized())
                    .put("special", token.special());
        }
        String head = HEAD.formatted(list, TextNode.valueOf(added.unknown()));
        return (head + vocabulary.merges() + ", \"vocab\": " + vocabulary.words() + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What to say where the library refuses a vocabulary that is sound in itself. */
    UserError brokenMerges(RuntimeException cause) {
        idOf(""); // throws if the words are at fault
        return broken(vocabulary.mergesFile(), Message.of(cause), cause);
    }

    private UserError broken(String file, Message reason, Throwable cause) {
        return broken(folder, file, reason, cause);
    }

    private static UserError broken(Path folder, String file, Message reason, Throwable cause) {
        UserError error =
                UserError.request(Message.of("tokenizer.broken", folder.resolve(file), reason), remedy(folder));
        return cause == null ? error : error.causedBy(cause);
    }

    private static Message reason(IOException e) {
        return e instanceof LocalizedIOException spoken ? spoken.localized() : Message.of("tokenizer.invalidJson");
    }

    /** A file that may be missing: then an empty object. */
    private JsonNode object(String name) {
        Path file = folder.resolve(name);
        DeadLink.refuse(file);
        if (!Files.exists(file)) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode node = JsonText.FOREIGN.readTree(JsonText.read(file));
            if (node.isObject()) {
                return node;
            }
            throw broken(name, Message.of("tokenizer.noObject"), null);
        } catch (IOException e) {
            throw UserError.request(Message.of("tokenizer.unreadable", file), remedy(folder))
                    .causedBy(e);
        }
    }

    private static String text(Path file) {
        DeadLink.refuse(file);
        try {
            return JsonText.read(file);
        } catch (IOException e) {
            throw UserError.request(Message.of("tokenizer.missing", file), remedy(file.getParent()))
                    .causedBy(e);
        }
    }

    private static Message remedy(Path folder) {
        return Message.of("tokenizer.copyAgain", folder.getFileName());
    }
}
