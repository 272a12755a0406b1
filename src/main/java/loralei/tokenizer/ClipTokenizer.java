package loralei.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * Splits prompts into the tokens of CLIP, exactly as transformers' CLIPTokenizer does: Unicode NFC, white space
 * collapsed, lower case, byte-pair merges. May be used by several threads. The native library comes out of DJL's jar;
 * nothing is fetched from the network.
 */
public final class ClipTokenizer implements AutoCloseable {
    /** Number of ids that a CLIP text encoder takes (its position embeddings). */
    public static final int LENGTH = 77;

    private static final String END = "<|endoftext|>";

    /** What is left for the prompt besides the begin and the end mark. */
    private static final int ROOM = LENGTH - 2;

    private final SharedLibrary library;
    private final long begin;
    private final long end;
    private final long pad;

    private ClipTokenizer(SharedLibrary library, long begin, long end, long pad) {
        this.library = library;
        this.begin = begin;
        this.end = end;
        this.pad = pad;
    }

    /**
     * Loads the tokenizer of a base model.
     *
     * @param folder {@code tokenizer} or {@code tokenizer_2}, with {@code tokenizer.json} or with {@code vocab.json} and
     *     {@code merges.txt}; the padding token and added tokens stand there and in the small files beside them
     * @throws UserError if a file is missing or broken
     */
    public static ClipTokenizer load(Path folder) {
        return load(TokenizerFiles.read(folder));
    }

    /** The tokenizer of all released base models, which is shipped with the program. */
    public static ClipTokenizer bundled() {
        return bundled(END);
    }

    /**
     * The same with another filling.
     *
     * @param pad the word that fills up prompts
     */
    public static ClipTokenizer bundled(String pad) {
        return load(TokenizerFiles.bundled(pad));
    }

    private static ClipTokenizer load(TokenizerFiles files) {
        // Without these DJL asks the cloud's metadata service who it is, and fetches a CUDA build of the tokenizer.
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("RUST_FLAVOR", "cpu");
        SharedLibrary library = open(files);
        HuggingFaceTokenizer tokenizer = library.get();
        try {
            AddedTokens marks = files.added();
            long begin = markId(tokenizer, marks.begin());
            long end = markId(tokenizer, marks.end());
            long pad = marks.pad().equals(marks.end())
                    ? end
                    : files.idOf(marks.pad()).orElseGet(() -> markId(tokenizer, marks.pad()));
            return new ClipTokenizer(library, begin, end, pad);
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
    }

    private static long markId(HuggingFaceTokenizer tokenizer, String mark) {
        return tokenizer.encode(mark).getIds()[0];
    }

    /**
     * Whether a folder has the files of a tokenizer.
     *
     * @param folder may be missing
     */
    public static boolean isIn(Path folder) {
        return TokenizerFiles.areIn(folder);
    }

    /**
     * The ids of a prompt.
     *
     * @param prompt any text, also empty; the marks {@code <|startoftext|>} and {@code <|endoftext|>} in it count as
     *     one token each
     */
    public TokenizedPrompt encode(String prompt) {
        return encode(prompt, 1);
    }

    /**
     * The ids of a prompt that may be long: every 75 tokens a chunk with marks of its own, as A1111 and ComfyUI read it.
     *
     * @param mostChunks how many chunks it may have; the rest is cut off
     */
    public TokenizedPrompt encode(String prompt, int mostChunks) {
        Encoding encoding = encoding(prompt);
        long[] tokens = encoding.getIds();
        int kept = Math.min(tokens.length, ROOM * mostChunks);
        int chunks = Math.max(1, (kept + ROOM - 1) / ROOM);
        long[] ids = new long[LENGTH * chunks];
        Arrays.fill(ids, pad);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int count = Math.min(ROOM, kept - chunk * ROOM);
            ids[chunk * LENGTH] = begin;
            System.arraycopy(tokens, chunk * ROOM, ids, chunk * LENGTH + 1, count);
            ids[chunk * LENGTH + 1 + count] = end;
        }
        String cut = kept < tokens.length
                ? prompt.substring(index(prompt, encoding.getCharTokenSpans()[kept].getStart()))
                : "";
        return new TokenizedPrompt(ids, kept, cut);
    }

    /** How many tokens a text has, without the marks. */
    public int count(String text) {
        return encoding(text).getIds().length;
    }

    /**
     * What a word is split into, as it is written: {@code fsk49} gives {@code [f, sk, 4, 9]}. A character that takes
     * several tokens, as most emoji do, stands there several times.
     *
     * @param text a word, or several
     */
    public List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (CharSpan span : encoding(text).getCharTokenSpans()) {
            pieces.add(text.substring(index(text, span.getStart()), index(text, span.getEnd())));
        }
        return List.copyOf(pieces);
    }

    @Override
    public void close() {
        library.close();
    }

    private Encoding encoding(String text) {
        // Half a surrogate pair, as careless cutting leaves behind, has no UTF-8: it becomes a question mark.
        return library.get().encode(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    /** The library counts code points. */
    private static int index(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    private static SharedLibrary open(TokenizerFiles files) {
        byte[] json = files.tokenizerJson();
        try {
            return SharedLibrary.open(json);
        } catch (IOException | EngineException | LinkageError e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(
                            Message.of("tokenizer.noLibrary", Utils.getCacheDir(), failure.reason()),
                            failure.kind() == FileFailure.Kind.OTHER
                                    ? Message.of("tokenizer.deleteFolder")
                                    : failure.remedy())
                    .causedBy(e);
        } catch (RuntimeException e) {
            throw files.brokenMerges(e);
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }
}
