package loralei.job;

import java.util.List;

/**
 * How CLIP reads a prompt.
 *
 * @param words the words of the instance prompt, in their order
 * @param trainingPrompt what the pictures will be trained on: instance and class prompt
 * @param tokens how many tokens of it are read, at most {@code mostTokens}
 * @param mostTokens how many tokens a text encoder takes
 * @param truncatedText the end of the training prompt that is cut off; empty where all of it is read
 * @param commands what programs that draw read as a command, and a training does not
 */
public record PromptFacts(
        List<Word> words,
        String trainingPrompt,
        int tokens,
        int mostTokens,
        String truncatedText,
        List<String> commands) {
    /** Copies the lists. */
    public PromptFacts {
        words = List.copyOf(words);
        commands = List.copyOf(commands);
    }

    /**
     * A word of a prompt.
     *
     * @param text as it was written
     * @param pieces what it is split into, one entry for each token
     */
    public record Word(String text, List<String> pieces) {
        /** Copies the list. */
        public Word {
            pieces = List.copyOf(pieces);
        }

        /** Whether the vocabulary has the word as a whole, so that it already means something. */
        public boolean known() {
            return pieces.size() == 1;
        }
    }
}
