package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.job.LongestCaption;
import loralei.job.PromptFacts;
import loralei.text.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptAdviceLineTest {
    private static final Path PICTURE = Path.of("pictures", "a.png");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "en; fsk49; '' ; Trained as: fsk49 (4 of 75 tokens) · Longest caption: 41 of 75 tokens (a.png)",
                "en; ''   ; '' ; Longest caption: 41 of 75 tokens (a.png)",
                "en; ''   ; dog; 'Longest caption: 41 tokens (a.png), of which only 75 are read, and this end is cut off: dog'",
                "de; ''   ; '' ; Längste Bildbeschreibung: 41 von 75 Token (a.png)",
                "de; ''   ; dog; 'Längste Bildbeschreibung: 41 Token (a.png); davon werden nur 75 gelesen, dieses Ende fällt weg: dog'",
            })
    void theLongestCaptionStandsBehindThePrompt(String language, String word, String cut, String expected)
            throws Exception {
        PromptFacts facts = new PromptFacts(
                word.isEmpty() ? List.of() : List.of(new PromptFacts.Word(word, List.of("f", "sk", "4", "9"))),
                word,
                4,
                75,
                "",
                List.of());
        FormServices services =
                FakeServices.of(config -> null, config -> facts, Runnable::run, FakeServices.SILENT, () -> {});
        PromptAdviceLine[] line = new PromptAdviceLine[1];
        SwingUtilities.invokeAndWait(() -> {
            line[0] = new PromptAdviceLine(services, Texts.of("form", Locale.forLanguageTag(language)));
            line[0].look(TrainingConfig.defaults(Family.SD15));
        });
        SwingUtilities.invokeAndWait(() -> line[0].show(Optional.of(new LongestCaption(PICTURE, 41, 75, cut))));
        String[] shown = new String[2];
        SwingUtilities.invokeAndWait(() -> {
            shown[0] = ((JTextArea) line[0].trained()).getText();
            line[0].show(Optional.empty());
            shown[1] = ((JTextArea) line[0].trained()).getText();
        });
        assertThat(shown[0]).isEqualTo(expected);
        assertThat(shown[1]).doesNotContain("a.png");
    }
}
