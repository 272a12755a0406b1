package loralei.gui.error;

import java.util.Locale;
import loralei.text.Texts;

/**
 * A failure as a person is told of it.
 *
 * @param headline what failed, a sentence
 * @param remedy what to try, some sentences
 * @param report versions and stack trace, for whoever mends the program; in English, without names of the person
 */
public record Explanation(String headline, String remedy, String report) {
    /**
     * Explains a failure in the language of the process.
     *
     * @param failure anything that was thrown
     */
    public static Explanation of(Throwable failure) {
        return of(failure, Locale.getDefault(Locale.Category.DISPLAY));
    }

    /**
     * Explains a failure.
     *
     * @param failure anything that was thrown
     * @param language the language of headline and remedy
     */
    public static Explanation of(Throwable failure, Locale language) {
        Diagnosis finding = Diagnosis.of(failure);
        Texts texts = Texts.of("error", language);
        return new Explanation(finding.headline(texts), finding.remedy(texts), Report.of(failure));
    }
}
