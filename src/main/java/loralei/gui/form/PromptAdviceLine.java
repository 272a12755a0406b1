package loralei.gui.form;

import javax.swing.JComponent;
import loralei.config.TrainingConfig;
import loralei.job.PromptFacts;
import loralei.job.UseCases;
import loralei.text.Texts;

/** The lines under the prompts that tell, while they are typed, how CLIP reads them. */
final class PromptAdviceLine {
    private final Texts texts;
    private final UseCases.PromptAdvice advice;
    private final LatestQuery<PromptFacts> latest;
    private final Note word = Note.small("advice").marked().keepingRoom();
    private final Note trained = Note.small("trainedAs").keepingRoom();

    PromptAdviceLine(FormServices services, Texts texts) {
        this.texts = texts;
        this.advice = services.advice();
        this.latest = new LatestQuery<>(services.background(), this::show);
    }

    /** For under the instance prompt: whether its word is a good one. */
    JComponent word() {
        return word.component();
    }

    /** For under the class prompt: what both make together. */
    JComponent trained() {
        return trained.component();
    }

    /** Looks at the prompts of a configuration. */
    void look(TrainingConfig config) {
        latest.ask(() -> advice.run(config));
    }

    private void show(PromptFacts facts) {
        PromptSentence sentence = PromptSentence.of(facts, texts);
        word.show(sentence.severity(), sentence.text());
        trained.show(
                Severity.MUTED,
                facts.words().isEmpty()
                        ? ""
                        : texts.get("advice.trainedAs", facts.trainingPrompt(), facts.tokens(), facts.mostTokens()));
    }
}
