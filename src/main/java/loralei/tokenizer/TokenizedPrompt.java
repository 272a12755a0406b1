package loralei.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A prompt as a text encoder takes it: begin mark, tokens, end mark, padding; a long one in several such chunks. */
public final class TokenizedPrompt {
    private final long[] ids; // (77n)
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
    /** The ids of all chunks, one after the other: a copy of n times the length {@link ClipTokenizer#LENGTH}. */
    public long[] ids() {
        return ids.clone();
    }

    /** The ids of each chunk. */
    public List<long[]> chunks() {
        List<long[]> chunks = new ArrayList<>();
        for (int start = 0; start < ids.length; start += ClipTokenizer.LENGTH) {
            chunks.add(Arrays.copyOfRange(ids, start, start + ClipTokenizer.LENGTH));
        }
        return List.copyOf(chunks);
    }

    /** The chunks of this prompt, and then those of another. */
    public TokenizedPrompt followedBy(TokenizedPrompt next) {
        return new TokenizedPrompt(
                LongStream.concat(Arrays.stream(ids), Arrays.stream(next.ids)).toArray(),
                tokenCount + next.tokenCount,
                truncatedText + next.truncatedText);
    }

    /** How many ids are tokens of the prompt, from 0 to 75n: begin marks, end marks and padding do not count. */
    public int tokenCount() {
        return tokenCount;
    }

    /** Whether the prompt has more tokens than were to be read. */
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
