package loralei.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.text.Message;

/** The pictures that a training draws on its way. */
public final class PreviewPictures {
    private PreviewPictures() {}

    /**
     * Those of the preview prompts; empty where there are none.
     *
     * @throws UserError if a line is wrong
     */
    public static List<PictureSpec> of(TrainingConfig config) {
        return lines(config)
                .map(line -> scheduled(PromptLines.ofLine(line, usual("", config))))
                .toList();
    }

    /** Those of the right lines, as long as a person is still writing. */
    public static List<PictureSpec> readable(TrainingConfig config) {
        PictureSpec usual = usual("", config);
        return lines(config)
                .filter(line -> PromptLines.problemOf(line, usual).isEmpty())
                .map(line -> scheduled(PromptLines.ofLine(line, usual)))
                .toList();
    }

    /** Whether there are any. */
    public static boolean areWanted(TrainingConfig config) {
        return lines(config).findAny().isPresent();
    }

    /** A picture of which only the prompt was said: square, as the training's pictures are. */
    public static PictureSpec usual(String prompt, TrainingConfig config) {
        PictureSpec usual = PictureSpec.of(prompt, config.resolution().largest());
        return scheduled(usual.withSampler(config.previewSampler(), usual.schedule()));
    }

    /** A mark names the sampler and none the schedule: each has the one that people use with it. */
    private static PictureSpec scheduled(PictureSpec picture) {
        SamplingSchedule schedule = switch (picture.sampler()) {
            case EULER, EULER_A, DPMPP_2M -> SamplingSchedule.KARRAS;
            default -> SamplingSchedule.NORMAL;
        };
        return picture.withSampler(picture.sampler(), schedule);
    }

    /** The first wrong line, if there is one. */
    static Optional<Problem> problem(TrainingConfig config) {
        PictureSpec usual = usual("", config);
        return lines(config)
                .flatMap(line -> PromptLines.problemOf(line, usual).stream()
                        .map(wrong -> new Problem(
                                "previewPrompts",
                                line,
                                Message.of(
                                        "preview.wrongMark",
                                        (wrong.field() + " " + wrong.value()).strip(),
                                        wrong.message()),
                                wrong.remedy())))
                .findFirst();
    }

    private static Stream<String> lines(TrainingConfig config) {
        return config.previewPrompts()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }
}
