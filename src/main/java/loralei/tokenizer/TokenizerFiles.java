package loralei.tokenizer;

import static loralei.config.Words.say;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import loralei.config.UserError;
import loralei.config.Words;

/**
 * The tokenizer folder of a base model. Released models come with {@code vocab.json} and {@code merges.txt}, the
 * HuggingFace library reads one {@code tokenizer.json}: this class puts the second together from the first, without
 * taking the 49,408 entries apart, which would cost more time than all the rest.
 */
final class TokenizerFiles {
    static final String BEGIN = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    /** Entries of OpenAI's vocabulary: 256 bytes, the same at the end of a word, one for each merge, two marks. */
    private static final int CLIP_ENTRIES = 49408;

    private static final int CLIP_MERGES = CLIP_ENTRIES - 2 * 256 - 2;

    /**
     * Everything but vocabulary and merges, as transformers' CLIPTokenizerFast sets it up. The library takes the ids of
     * the added tokens from the vocabulary, whatever stands here.
     */
    private static final String HEAD = """
            {"version": "1.0", "truncation": null, "padding": null, "post_processor": null, "decoder": null,
             "added_tokens": [
              {"id": 0, "content": "<|startoftext|>", "normalized": true, "special": true,
               "single_word": false, "lstrip": false, "rstrip": false},
              {"id": 1, "content": "<|endoftext|>", "normalized": %s, "special": true,
               "single_word": false, "lstrip": false, "rstrip": false}],
             "normalizer": {"type": "Sequence", "normalizers": [
              {"type": "NFC"},
              {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
              {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
              {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
               "<\\\\|startoftext\\\\|>|<\\\\|endoftext\\\\|>|'s|'t|'re|'ve|'m|'ll|'d\
            |[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
              {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
             "model": {"type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
              "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
              "merges": [""";

    private final Path folder;
    private final String vocabulary;
    private final String merges;
    private final String padToken;

    private TokenizerFiles(Path folder, String vocabulary, String merges, String padToken) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.padToken = padToken;
    }

    static TokenizerFiles read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw UserError.request(say("There is no tokenizer folder {0}.", folder), remedy(folder));
        }
        String vocabulary = text(folder.resolve("vocab.json"));
        String merges = text(folder.resolve("merges.txt")).replace("\r\n", "\n").strip();
        if (merges.startsWith("#version")) {
            merges = merges.substring(merges.indexOf('\n') + 1);
        }
        return new TokenizerFiles(folder, vocabulary, merges, padToken(folder));
    }

    /** The token that fills the ids up to their full length. */
    String padToken() {
        return padToken;
    }

    /** The id of a token, without the ids of all others; quick for one near the start of the file. */
    OptionalLong idOf(String token) {
        // The names of the fields are all different: to intern them would take most of a second.
        JsonFactory json = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        try (JsonParser parser = json.createParser(vocabulary)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw broken("vocab.json", say("\"{0}\" has no whole number as its id", name), null);
                }
                if (name.equals(token)) {
                    return OptionalLong.of(parser.getLongValue());
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw broken("vocab.json", say("it is not valid JSON"), e);
        }
    }

    /** A {@code tokenizer.json} in UTF-8 with the vocabulary and merges of the folder. */
    byte[] tokenizerJson() {
        for (String mark : new String[] {BEGIN, END}) {
            if (!vocabulary.contains('"' + mark + '"') && idOf(mark).isEmpty()) {
                throw broken("vocab.json", say("it has no {0}", mark), null);
            }
        }
        int count = 1 + count(merges, '\n');
        if (merges.isEmpty() || (count != CLIP_MERGES && countEntries() == CLIP_ENTRIES)) {
            throw broken("merges.txt", say("it has fewer or more merges than the vocabulary needs"), null);
        }
        // transformers sets the end mark up a second time where it is the padding too, then without normalization
        String head = HEAD.formatted(!padToken.equals(END));
        String list = merges.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\", \"");
        return (head + '"' + list + "\"], \"vocab\": " + vocabulary + "}}").getBytes(StandardCharsets.UTF_8);
    }

    UserError broken(String file, Words reason, Throwable cause) {
        UserError error = UserError.request(
                say("The file {0} of the base model is broken: {1}.", folder.resolve(file), reason), remedy(folder));
        return cause == null ? error : error.causedBy(cause);
    }

    /** Only the names of the vocabulary are strings, so there are two unescaped quotes for each entry. */
    private int countEntries() {
        return count(vocabulary.replace("\\\\", "").replace("\\\"", ""), '"') / 2;
    }

    private static int count(String text, char wanted) {
        int count = 0;
        for (int i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + 1)) {
            count++;
        }
        return count;
    }

    /** As transformers: tokenizer_config.json goes before special_tokens_map.json, both may be missing. */
    private static String padToken(Path folder) {
        for (String name : new String[] {"tokenizer_config.json", "special_tokens_map.json"}) {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            JsonNode pad;
            try {
                pad = new ObjectMapper().readTree(Files.readAllBytes(file)).path("pad_token");
            } catch (IOException e) {
                throw UserError.request(say("The file {0} of the base model cannot be read.", file), remedy(folder))
                        .causedBy(e);
            }
            JsonNode content = pad.isObject() ? pad.path("content") : pad;
            if (content.isTextual()) {
                return content.asText();
            }
        }
        return END;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserError.request(
                            say("The file {0} of the base model is missing or cannot be read.", file),
                            remedy(file.getParent()))
                    .causedBy(e);
        }
    }

    private static Words remedy(Path folder) {
        return say(
                "A base model in the diffusers layout has vocab.json and merges.txt in its folder {0}. Copy them again "
                        + "from where the model came from.",
                folder.getFileName());
    }
}
