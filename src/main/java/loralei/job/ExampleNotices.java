package loralei.job;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.FileNames;
import loralei.data.Picture;
import loralei.model.BaseModel;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.TokenizedPrompt;

/**
 * What a person is told of the examples of a run before it starts.
 *
 * @param config the run's settings
 * @param warn told of what does not stop the run
 */
record ExampleNotices(TrainingConfig config, Consumer<Message> warn) {
    /** Fails if a size is none that the VAE makes latents of. */
    void expectFitting(Examples examples, BaseModel model) {
        int multiple = model.vaeConfig().downscale();
        examples.all().stream()
                .map(Example::bucket)
                .flatMapToInt(bucket -> IntStream.of(bucket.width(), bucket.height()))
                .filter(side -> side % multiple != 0)
                .findFirst()
                .ifPresent(side -> {
                    throw UserError.request(
                            Message.of("train.badResolution", side, multiple),
                            config.buckets() && config.bucketStep() % multiple != 0
                                    ? Message.of("train.useBucketStep", SettingName.of("bucketStep", multiple))
                                    : Message.of(
                                            "train.useResolution",
                                            SettingName.of("resolution", Math.max(1, side / multiple) * multiple)));
                });
    }

    /** Warns of files that are left out, of equal ones and of small ones. */
    void about(Examples examples) {
        examples.unreadable().forEach(picture -> warn.accept(Message.of("train.skipped", picture.message())));
        examples.leftOut().messages().forEach(warn);
        examples.notes().forEach(warn);
        for (List<Path> same : examples.duplicates()) {
            warn.accept(Message.of("train.samePicture", same.size(), FileNames.of(same)));
        }
        aboutThingsAmongTheClass(examples);
        List<Example> small = examples.enlarged();
        if (!small.isEmpty()) {
            warn.accept(Message.of(
                    "train.smallPictures",
                    Examples.pictures(small),
                    Examples.pictures(examples.all()),
                    small.stream()
                            .map(example -> example.bucket().toString())
                            .distinct()
                            .collect(Collectors.joining(", ")),
                    FileNames.of(small.stream()
                            .map(example -> example.picture().path())
                            .distinct()
                            .toList())));
        }
    }

    private void aboutThingsAmongTheClass(Examples examples) {
        Set<String> ofClass = examples.of(Example.Role.CLASS).stream()
                .map(example -> example.picture().sha256())
                .collect(Collectors.toSet());
        List<Path> both = examples.of(Example.Role.INSTANCE).stream()
                .map(Example::picture)
                .filter(picture -> ofClass.contains(picture.sha256()))
                .map(Picture::path)
                .distinct()
                .toList();
        if (!both.isEmpty()) {
            warn.accept(Message.of("prior.both", both.size(), FileNames.of(both)));
        }
    }

    /** Warns of prompts that are too long: once of those that are trained on, and of each that is only drawn. */
    void aboutCutPrompts(Map<String, List<TokenizedPrompt>> tokens, List<String> trained) {
        SettingName more = SettingName.of("maxTokens");
        Set<String> learned = new LinkedHashSet<>(trained);
        List<String> cut = learned.stream()
                .map(prompt -> tokens.get(prompt).get(0))
                .filter(TokenizedPrompt::isTruncated)
                .map(TokenizedPrompt::truncatedText)
                .toList();
        if (cut.size() == 1) {
            warn.accept(Message.of("train.promptCut", cut.get(0), more));
        } else if (!cut.isEmpty()) {
            warn.accept(Message.of("train.promptsCut", cut.size(), cut.get(0), more));
        }
        tokens.forEach((prompt, list) -> {
            if (!learned.contains(prompt) && list.get(0).isTruncated()) {
                warn.accept(Message.of("preview.promptCut", prompt, list.get(0).truncatedText(), more));
            }
        });
    }
}
