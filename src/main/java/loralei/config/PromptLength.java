package loralei.config;

/** How many tokens of a prompt are read: full chunks of a text encoder, under kohya's names. */
public enum PromptLength implements Choice {
    /** One chunk, all that CLIP was made for. */
    ONE_CHUNK(1),
    /** Two chunks. */
    TWO_CHUNKS(2),
    /** Three chunks. */
    THREE_CHUNKS(3);

    /** What a text encoder takes besides its two marks. */
    private static final int TOKENS = 75;

    private final int chunks;

    PromptLength(int chunks) {
        this.chunks = chunks;
    }

    /** How often a text encoder is run at most for one prompt. */
    public int chunks() {
        return chunks;
    }

    /** How many tokens are read at most. */
    public int tokens() {
        return chunks * TOKENS;
    }

    @Override
    public String id() {
        return String.valueOf(tokens());
    }
}
