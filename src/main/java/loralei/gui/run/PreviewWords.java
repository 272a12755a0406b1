package loralei.gui.run;

import java.util.Locale;
import loralei.text.Texts;

/** What is said of preview pictures. */
final class PreviewWords {
    private final Texts texts;
    private final RunNumbers numbers;

    PreviewWords(Locale locale) {
        this.texts = Texts.of("strip", locale);
        this.numbers = new RunNumbers(locale);
    }

    /** Before the first step; Step 1,200. */
    String step(Preview picture) {
        return picture.step() == 0 ? texts.get("before") : texts.get("step", picture.step());
    }

    /** The same where there is little room. */
    String shortStep(Preview picture) {
        return picture.step() == 0 ? texts.get("before.short") : numbers.count(picture.step());
    }

    /** What a prompt says, or its number where that is not known. */
    String prompt(PreviewSet previews, int number) {
        return previews.text(number).orElseGet(() -> texts.get("prompt", number + 1));
    }
}
