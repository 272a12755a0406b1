package loralei.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import loralei.safetensors.Sha256;

/**
 * A tokenizer of the HuggingFace library. Whoever opens one with the same content while another has it open shares it: it
 * takes a third of a second to make and some megabytes to keep.
 */
final class SharedLibrary implements AutoCloseable {
    /** Whole encodings without marks: the user cuts, marks and pads, since it has to tell what it cut. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "do_not_truncate", "padding", "do_not_pad");

    private static final Map<String, SharedLibrary> OPEN = new HashMap<>();

    private final String content;
    private final HuggingFaceTokenizer tokenizer;
    private int users;

    private SharedLibrary(String content, HuggingFaceTokenizer tokenizer) {
        this.content = content;
        this.tokenizer = tokenizer;
    }

    /** Opens it for one more user, who closes it once. */
    static SharedLibrary open(byte... json) throws IOException {
        String content = Sha256.of(json);
        synchronized (OPEN) {
            SharedLibrary shared = OPEN.get(content);
            if (shared == null) {
                shared = new SharedLibrary(
                        content, HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS));
                OPEN.put(content, shared);
            }
            shared.users++;
            return shared;
        }
    }

    HuggingFaceTokenizer get() {
        return tokenizer;
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(content);
                tokenizer.close();
            }
        }
    }
}
