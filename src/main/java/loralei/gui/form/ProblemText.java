package loralei.gui.form;

import loralei.config.Problem;
import loralei.gui.text.EngineTexts;
import loralei.gui.text.Texts;

/** What stands under a field that is wrong: one sentence in the person's language. */
final class ProblemText {
    private final Texts texts;
    private final EngineTexts engine = EngineTexts.here();

    ProblemText(Texts texts) {
        this.texts = texts;
    }

    /**
     * What to do about a problem of a setting's value.
     *
     * @param problem as {@code Draft.check} found it; a setting without a text of its own shows what the problem itself says
     */
    String of(Problem problem) {
        String key = "problem." + problem.field();
        if (texts.has(key)) {
            return texts.get(key);
        }
        return (problem.value() + " " + engine.translate(problem.messageWords()) + ". "
                        + engine.translate(problem.remedyWords()))
                .strip();
    }

    /** What the look into a base model or picture folder found. */
    String ofContent(Problem problem) {
        String key = "content." + problem.field();
        return texts.get(key, engine.translate(problem.messageWords()), engine.translate(problem.remedyWords()))
                .strip();
    }
}
