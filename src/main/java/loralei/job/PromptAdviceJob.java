package loralei.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.PromptSyntax;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Examples;
import loralei.job.PromptFacts.Word;
import loralei.model.HuggingFaceCache;
import loralei.tokenizer.ClipTokenizer;
import loralei.tokenizer.TokenizedPrompt;

/**
 * Tells how CLIP reads a prompt while it is being typed: with the base model's tokenizer or, where there is none yet,
 * with the one that is shipped, whose vocabulary is the same. The tokenizer is kept from one question to the
 * next. Loads the tokenizer's native library and not the engine.
 */
public final class PromptAdviceJob {
    /** What lies between the words of a prompt. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,.;:!?()\\[\\]{}<>\"]+");

    private Optional<Path> loadedFrom = Optional.empty();
    private ClipTokenizer tokenizer;
    private Map<String, Path> lastTexts = Map.of();
    private Optional<LongestCaption> last = Optional.empty();

    /**
     * Tokenizes the prompts on the calling thread; the first time takes some tenths of a second.
     *
     * @param config base model, instance and class prompt count
     */
    public synchronized PromptFacts run(TrainingConfig config) throws IOException {
        ClipTokenizer clip = tokenizer(folderOf(config.baseModel()));
        String prompt = config.trainingPrompt();
        TokenizedPrompt tokens = clip.encode(prompt, config.maxTokens().chunks());
        List<Word> words = Arrays.stream(BETWEEN_WORDS.split(config.instancePrompt()))
                .filter(word -> !word.isEmpty())
                .map(word -> new Word(word, clip.pieces(word)))
                .filter(word -> !word.pieces().isEmpty())
                .toList();
        return new PromptFacts(
                words,
                prompt,
                tokens.tokenCount(),
                config.maxTokens().tokens(),
                tokens.truncatedText(),
                PromptSyntax.in(prompt).stream()
                        .filter(command -> !(config.wildcards() && command.startsWith("{")))
                        .toList());
    }

    /**
     * The longest of the texts that pictures bring with them; empty where none has one of its own. The same texts are not
     * looked at again.
     *
     * @param config base model and number of tokens count
     */
    public synchronized Optional<LongestCaption> longest(TrainingConfig config, Examples examples) throws IOException {
        ClipTokenizer clip = tokenizer(folderOf(config.baseModel()));
        int most = config.maxTokens().tokens();
        Map<String, Path> texts = new LinkedHashMap<>();
        examples.all().stream()
                .filter(example -> example.caption().own())
                .forEach(example -> example.caption()
                        .texts()
                        .forEach(text ->
                                texts.putIfAbsent(text, example.picture().path())));
        if (!texts.equals(lastTexts)
                || last.filter(known -> known.mostTokens() == most).isEmpty()) {
            last = texts.entrySet().stream()
                    .map(text -> new Counted(text.getKey(), text.getValue(), clip.count(text.getKey())))
                    .max(Comparator.comparingInt(Counted::tokens))
                    .map(longest -> new LongestCaption(
                            longest.picture,
                            longest.tokens,
                            most,
                            clip.encode(longest.text, config.maxTokens().chunks())
                                    .truncatedText()));
            lastTexts = texts;
        }
        return last;
    }

    private record Counted(String text, Path picture, int tokens) {}

    private static Path folderOf(Path baseModel) {
        try {
            return HuggingFaceCache.snapshot(baseModel).resolve("tokenizer");
        } catch (UserError e) {
            return baseModel; // the run will say so
        }
    }

    private ClipTokenizer tokenizer(Path folder) {
        Optional<Path> wanted = ClipTokenizer.isIn(folder) ? Optional.of(folder) : Optional.empty();
        if (tokenizer == null || !wanted.equals(loadedFrom)) {
            ClipTokenizer loaded = wanted.isPresent() ? ofModel(folder) : ClipTokenizer.bundled();
            if (tokenizer != null) {
                tokenizer.close();
            }
            tokenizer = loaded;
            lastTexts = Map.of();
            loadedFrom = wanted;
        }
        return tokenizer;
    }

    /** A broken vocabulary is the business of the run; advice can be given all the same. */
    private static ClipTokenizer ofModel(Path folder) {
        try {
            return ClipTokenizer.load(folder);
        } catch (UserError e) {
            return ClipTokenizer.bundled();
        }
    }
}
