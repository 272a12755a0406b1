package loralei.job;

import java.util.List;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.PreviewPictures;
import loralei.config.SamplingSchedule;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.model.BaseModel;
import loralei.text.Message;

/** What a training draws with a base model, and what it has to read for it. */
final class RunPreviews {
    /** What models of zero terminal SNR are drawn with: Lin et al. 2023, section 3.4. */
    private static final double RESCALE = 0.7;

    private RunPreviews() {}

    /**
     * The pictures of the preview prompts; or, where there are none, one of the first training prompt, for the person who
     * asks for a picture all the same.
     *
     * @throws UserError names a picture whose size does not fit the model
     */
    static List<PictureSpec> pictures(TrainingConfig config, BaseModel model, List<String> trained) {
        List<PictureSpec> wanted = PreviewPictures.of(config);
        int multiple = model.vaeConfig().downscale();
        wanted.stream()
                .filter(picture -> picture.width() % multiple != 0 || picture.height() % multiple != 0)
                .findFirst()
                .ifPresent(picture -> {
                    throw UserError.request(
                            Message.of(
                                    "preview.badSize", picture.prompt(), picture.width(), picture.height(), multiple),
                            Message.of("preview.useSize"));
                });
        List<PictureSpec> drawn = wanted.isEmpty() ? List.of(PreviewPictures.usual(trained.get(0), config)) : wanted;
        return model.scheduler().rescaleBetasZeroSnr()
                ? drawn.stream().map(RunPreviews::fromPureNoise).toList()
                : drawn;
    }

    private static PictureSpec fromPureNoise(PictureSpec picture) {
        return picture.withSampler(picture.sampler(), SamplingSchedule.TRAILING)
                .withGuidance(picture.guidance(), RESCALE);
    }

    /** The prompts that are trained on, and behind them those that are only drawn; each once. */
    static List<String> withPromptsOf(List<PictureSpec> drawn, List<String> trained) {
        return Stream.concat(
                        trained.stream(),
                        drawn.stream().flatMap(picture -> Stream.of(picture.prompt(), picture.negativePrompt())))
                .distinct()
                .toList();
    }
}
