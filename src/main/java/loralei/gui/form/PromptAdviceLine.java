package loralei.gui.form;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.JComponent;
import loralei.config.TrainingConfig;
import loralei.job.LongestCaption;
import loralei.job.PromptFacts;
import loralei.job.UseCases;
import loralei.text.Texts;

/** The lines under the prompts that tell, while they are typed, how CLIP reads them. */
final class PromptAdviceLine {
    private final Texts texts;
    private final UseCases.PromptAdvice advice;
    private final LatestQuery<PromptFacts> latest;
    private final Note word = Note.small("advice").marked().keepingRoom();
    private final Note trained = Note.small("trainedAs").marked().keepingRoom();
    private String prompt = "";
    private Optional<LongestCaption> caption = Optional.empty();

    PromptAdviceLine(FormServices services, Texts texts) {
        this.texts = texts;
        this.advice = services.advice();
        this.latest = new LatestQuery<>(services.background(), this::show);
    }

    /** For under the instance prompt: whether its word is a good one. */
    JComponent word() {
        return word.component();
    }

    /** For under the class prompt: what both make together, and how long the longest caption is. */
    JComponent trained() {
        return trained.component();
    }

    /** Looks at the prompts of a configuration. */
    void look(TrainingConfig config) {
        latest.ask(() -> advice.run(config));
    }

    /** Tells of the longest caption that was found, too. */
    void show(Optional<LongestCaption> found) {
        caption = found;
        showTrained();
    }

    private void show(PromptFacts facts) {
        PromptSentence sentence = PromptSentence.of(facts, texts);
        word.show(sentence.severity(), sentence.text());
        prompt = facts.words().isEmpty()
                ? ""
                : texts.get("advice.trainedAs", facts.trainingPrompt(), facts.tokens(), facts.mostTokens());
        showTrained();
    }

    private void showTrained() {
        boolean cut =
                caption.filter(longest -> !longest.truncatedText().isEmpty()).isPresent();
        trained.show(
                cut ? Severity.WARN : Severity.MUTED,
                Stream.concat(Stream.of(prompt), caption.stream().map(this::sentence))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" · ")));
    }

    private String sentence(LongestCaption longest) {
        Path name = longest.picture().getFileName();
        return longest.truncatedText().isEmpty()
                ? texts.get("advice.caption", longest.tokens(), longest.mostTokens(), name)
                : texts.get(
                        "advice.captionCut",
                        longest.tokens(),
                        longest.mostTokens(),
                        name,
                        PromptSentence.shortened(longest.truncatedText()));
    }
}
