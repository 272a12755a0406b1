package loralei.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import loralei.text.Message;

/**
 * One of the values that a {@link PictureSpec} has beside its prompts: how it is written, and what it has to be.
 *
 * @param <T> the type of the value
 * @param option of the command line
 * @param mark the letters of its mark in a line of {@link PromptLines}; empty where kohya has none
 * @param type how it is written
 * @param check what it has to be beyond its type
 * @param example a right one, as it is written
 * @param of the value of a picture
 * @param with the picture with another value
 */
public record PictureValue<T>(
        String option,
        String mark,
        SettingType<T> type,
        Check<T> check,
        String example,
        Function<PictureSpec, T> of,
        BiFunction<PictureSpec, T, PictureSpec> with) {

    /** The longest side: far more than any of these models was made for. */
    private static final int LONGEST = 8192;

    /** As in kohya's sd-scripts. */
    private static final int MOST_STEPS = 1000;

    /** The VAE of both families makes one latent position of this many pixels. */
    private static final int STEP = 8;

    /** All of them, in the order in which people meet them. */
    public static final List<PictureValue<?>> ALL = List.of(
            new PictureValue<>(
                    "--width",
                    "w",
                    SettingType.INTEGER,
                    Checks.multipleOf(STEP, LONGEST),
                    "512",
                    PictureSpec::width,
                    (picture, width) -> picture.withSize(width, picture.height())),
            new PictureValue<>(
                    "--height",
                    "h",
                    SettingType.INTEGER,
                    Checks.multipleOf(STEP, LONGEST),
                    "512",
                    PictureSpec::height,
                    (picture, height) -> picture.withSize(picture.width(), height)),
            new PictureValue<>(
                    "--sampler",
                    "ss",
                    SettingType.choice(SamplerKind.class),
                    Checks.none(),
                    SamplerKind.DPMPP_2M.id(),
                    PictureSpec::sampler,
                    (picture, sampler) -> picture.withSampler(sampler, picture.schedule())),
            new PictureValue<>(
                    "--schedule",
                    "",
                    SettingType.choice(SamplingSchedule.class),
                    Checks.none(),
                    SamplingSchedule.KARRAS.id(),
                    PictureSpec::schedule,
                    (picture, schedule) -> picture.withSampler(picture.sampler(), schedule)),
            new PictureValue<>(
                    "--steps",
                    "s",
                    SettingType.INTEGER,
                    Checks.between(1, MOST_STEPS),
                    "20",
                    PictureSpec::steps,
                    PictureSpec::withSteps),
            new PictureValue<>(
                    "--guidance",
                    "l",
                    SettingType.NUMBER,
                    Checks.fromZeroTo(100),
                    "7",
                    PictureSpec::guidance,
                    (picture, guidance) -> picture.withGuidance(guidance, picture.guidanceRescale())),
            new PictureValue<>(
                    "--guidance-rescale",
                    "",
                    SettingType.NUMBER,
                    Checks.fromZeroTo(1),
                    "0.7",
                    PictureSpec::guidanceRescale,
                    (picture, rescale) -> picture.withGuidance(picture.guidance(), rescale)),
            new PictureValue<>(
                    "--seed",
                    "d",
                    SettingType.LONG,
                    Checks.seed(),
                    "42",
                    PictureSpec::seed,
                    (picture, seed) -> picture.withSeed(seed)));

    /**
     * The picture with this value as it was written, if it is a right one; {@link #problem} says what is wrong otherwise.
     *
     * @param text what a person wrote
     */
    public Optional<PictureSpec> read(PictureSpec picture, String text) {
        return type.fromText(text)
                .filter(value -> check.objectionTo(value).isEmpty())
                .map(value -> with.apply(picture, value));
    }

    /**
     * What is wrong with a text that {@link #read} does not take.
     *
     * @param name what the value is called where the text stands
     */
    public Problem problem(String name, String text) {
        Message objection = type.fromText(text)
                .flatMap(check::objectionTo)
                .orElse(type.nearest(text)
                        .flatMap(check::objectionTo)
                        .orElse(Message.of("check.isNot", type.expected())));
        return new Problem(name, text, objection, remedy());
    }

    /** What is wrong with the value that a picture has. */
    public Optional<Problem> problemOf(PictureSpec picture) {
        T value = of.apply(picture);
        return check.objectionTo(value).map(objection -> new Problem(option, type.toText(value), objection, remedy()));
    }

    /** How the value of a picture is written. */
    public String text(PictureSpec picture) {
        return type.toText(of.apply(picture));
    }

    private Message remedy() {
        return type.choices().isEmpty()
                ? Message.of("draw.forExample", example)
                : Message.of("check.enter", type.expected());
    }
}
