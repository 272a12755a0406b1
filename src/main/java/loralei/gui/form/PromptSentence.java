package loralei.gui.form;

import java.util.List;
import java.util.Optional;
import loralei.job.PromptFacts;
import loralei.job.PromptFacts.Word;
import loralei.text.Texts;

/**
 * Advice on an instance prompt.
 *
 * @param severity how it is meant
 * @param text a sentence; empty where there is nothing to say
 */
record PromptSentence(Severity severity, String text) {
    /** The advice on facts about a prompt. */
    static PromptSentence of(PromptFacts facts, Texts texts) {
        if (!facts.truncatedText().isEmpty()) {
            return new PromptSentence(
                    Severity.BAD, texts.get("advice.cut", facts.mostTokens(), shortened(facts.truncatedText())));
        }
        if (!facts.commands().isEmpty()) {
            return new PromptSentence(
                    Severity.WARN, texts.get("advice.command", shortened(String.join(", ", facts.commands()))));
        }
        List<Word> words = facts.words();
        if (words.isEmpty()) {
            return new PromptSentence(Severity.MUTED, "");
        }
        Optional<Word> rare = words.stream().filter(word -> !word.known()).findFirst();
        if (rare.isEmpty()) {
            return words.size() == 1
                    ? new PromptSentence(
                            Severity.WARN,
                            texts.get("advice.known", words.get(0).text()))
                    : new PromptSentence(Severity.WARN, texts.get("advice.allKnown"));
        }
        String word = rare.get().text();
        int tokens = rare.get().pieces().size();
        String key = word.chars().anyMatch(Character::isDigit) ? "advice.good" : "advice.rare";
        return new PromptSentence(Severity.GOOD, texts.get(key, word, tokens));
    }

    static String shortened(String text) {
        int most = 40;
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
