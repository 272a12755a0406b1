package loralei.tokenizer;

import java.util.Arrays;

/** A prompt as a text encoder takes it: begin mark, tokens, end mark, padding. */
public final class TokenizedPrompt {
    private final long[] ids; // (77)
    private final int tokenCount;
    private final String truncatedText;

    TokenizedPrompt(long[] ids, int tokenCount, String truncatedText) {
        this.ids = ids.clone();
        this.tokenCount = tokenCount;
        this.truncatedText = truncatedText;
    }

    /** A prompt that was tokenized before; what was cut off of it was told then. */
    public static TokenizedPrompt known(long[] ids, int tokenCount) {
        return new TokenizedPrompt(ids, tokenCount, "");
    }

    /** The ids, a copy of length {@link ClipTokenizer#LENGTH}. */
    public long[] ids() {
        return ids.clone();
    }

    /** How many ids are tokens of the prompt, from 0 to 75: begin mark, end mark and padding do not count. */
    public int tokenCount() {
        return tokenCount;
    }

    /** Whether the prompt has more tokens than a text encoder takes. */
    public boolean isTruncated() {
        return !truncatedText.isEmpty();
    }

    /** The end of the prompt that was cut off, as it was written; empty where all of it was taken. */
    public String truncatedText() {
        return truncatedText;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenizedPrompt that
                && Arrays.equals(ids, that.ids)
                && tokenCount == that.tokenCount
                && truncatedText.equals(that.truncatedText);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return tokenCount + " tokens " + Arrays.toString(ids) + (isTruncated() ? ", cut off: " + truncatedText : "");
    }
}
