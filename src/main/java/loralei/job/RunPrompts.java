package loralei.job;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.data.Examples;
import loralei.model.BaseModel;
import loralei.model.PromptEncoder;
import loralei.tokenizer.TokenizedPrompt;

/**
 * The texts of a run.
 *
 * @param config its settings
 */
record RunPrompts(TrainingConfig config) {
    /** What is trained on: the prompts of the examples, and that of the class. */
    List<String> of(Examples examples) {
        Stream<String> ofClass = config.prior() == Prior.OFF
                ? Stream.of()
                : Stream.of(config.classPrompt().strip());
        return Stream.concat(examples.prompts().stream(), ofClass).distinct().toList();
    }

    /** All texts, and the empty one where it fills up batches of prompts of different lengths. */
    Map<String, List<TokenizedPrompt>> tokenize(BaseModel model, List<String> texts) {
        int chunks = config.maxTokens().chunks();
        Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, texts, chunks);
        if (areLong(tokens)) {
            tokens.putAll(PromptEncoder.tokenize(model, List.of(""), chunks));
        }
        return tokens;
    }

    private static boolean areLong(Map<String, List<TokenizedPrompt>> tokens) {
        return tokens.values().stream().anyMatch(list -> list.get(0).chunks().size() > 1);
    }

    /** The texts that the steps may ask for. */
    List<String> asked(Examples examples, Map<String, List<TokenizedPrompt>> tokens) {
        Stream<String> filling = areLong(tokens) ? Stream.of("") : Stream.of();
        return Stream.concat(of(examples).stream(), filling).distinct().toList();
    }
}
