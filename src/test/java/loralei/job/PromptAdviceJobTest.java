package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.job.PromptFacts.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptAdviceJobTest {
    @TempDir
    Path folder;

    private final PromptAdviceJob job = new PromptAdviceJob();

    @Test
    void aMadeUpWordIsSeveralTokens() throws IOException {
        PromptFacts facts = ask("fsk49", "cat");

        assertThat(facts.words()).containsExactly(new Word("fsk49", List.of("f", "sk", "4", "9")));
        assertThat(facts.words().get(0).known()).isFalse();
        assertThat(facts.trainingPrompt()).isEqualTo("fsk49 cat");
        assertThat(facts.tokens()).isEqualTo(5);
        assertThat(facts.truncatedText()).isEmpty();
    }

    @Test
    void anOrdinaryWordIsKnown() throws IOException {
        assertThat(ask("cat", "").words()).extracting(Word::known).containsExactly(true);
    }

    @Test
    void theWordsOfAPromptAreToldOneByOne() throws IOException {
        assertThat(ask("photo of fsk49, outdoors", "").words())
                .extracting(Word::text)
                .containsExactly("photo", "of", "fsk49", "outdoors");
    }

    @Test
    void theEndOfATooLongPromptIsTold() throws IOException {
        PromptFacts facts = ask("cat ".repeat(75) + "dog", "");

        assertThat(facts.truncatedText()).isEqualTo("dog");
        assertThat(facts.tokens()).isEqualTo(facts.mostTokens());
    }

    @Test
    void whatIsNoCommandInATrainingIsTold() throws IOException {
        assertThat(ask("(fsk49:1.2)", "cat").commands()).containsExactly("(fsk49:1.2)");
        assertThat(ask("fsk49", "cat").commands()).isEmpty();
    }

    @Test
    void anEmptyPromptHasNoWords() throws IOException {
        assertThat(ask(" ", "").words()).isEmpty();
    }

    @Test
    void theBaseModelsOwnTokenizerSaysTheSame() throws IOException {
        TrainingConfig own = TrainingConfig.of(Map.of(
                "baseModel", ConformanceData.of("sd15").model(), "instancePrompt", "fsk49", "classPrompt", "cat"));

        assertThat(job.run(own)).isEqualTo(ask("fsk49", "cat"));
    }

    private PromptFacts ask(String instance, String ofClass) throws IOException {
        return job.run(
                TrainingConfig.of(Map.of("baseModel", folder, "instancePrompt", instance, "classPrompt", ofClass)));
    }
}
