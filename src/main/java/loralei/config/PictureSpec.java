package loralei.config;

import java.util.List;

/**
 * A picture that is to be drawn. The same one, on the same model, gives the same picture.
 *
 * @param prompt what to draw
 * @param negativePrompt what to draw away from; empty for the model's own nothing
 * @param width in pixels, divisible by 8; 0 for that of the pictures that the base model was made for
 * @param height likewise
 * @param steps how often the network is asked
 * @param guidance how strongly the prompt counts; 1 asks the network with the prompt only
 * @param guidanceRescale how far the contrast that guidance adds is taken back, 0 to 1 (Lin et al. 2023, section 3.4)
 * @param sampler how
 * @param schedule at which amounts of noise
 * @param seed of the noise
 */
public record PictureSpec(
        String prompt,
        String negativePrompt,
        int width,
        int height,
        int steps,
        double guidance,
        double guidanceRescale,
        SamplerKind sampler,
        SamplingSchedule schedule,
        long seed) {

    /** The same picture with the side of a base model's own pictures where it has no width or height. */
    public PictureSpec inSizeOf(int side) {
        return withSize(width == 0 ? side : width, height == 0 ? side : height);
    }

    /** What is wrong with its values, as options of the command line; empty where it can be drawn. */
    public List<Problem> check() {
        return PictureValue.ALL.stream()
                .flatMap(value -> value.problemOf(this).stream())
                .toList();
    }

    /** What people usually begin with. */
    public static PictureSpec of(String prompt, int side) {
        return new PictureSpec(prompt, "", side, side, 20, 7, 0, SamplerKind.DPMPP_2M, SamplingSchedule.KARRAS, 42);
    }

    /** The same picture from other noise. */
    public PictureSpec withSeed(long other) {
        return new PictureSpec(
                prompt, negativePrompt, width, height, steps, guidance, guidanceRescale, sampler, schedule, other);
    }

    /** The same picture of other words. */
    public PictureSpec withPrompts(String other, String negative) {
        return new PictureSpec(
                other, negative, width, height, steps, guidance, guidanceRescale, sampler, schedule, seed);
    }

    /** The same picture in another size. */
    public PictureSpec withSize(int otherWidth, int otherHeight) {
        return new PictureSpec(
                prompt,
                negativePrompt,
                otherWidth,
                otherHeight,
                steps,
                guidance,
                guidanceRescale,
                sampler,
                schedule,
                seed);
    }

    /** The same picture in so many steps. */
    public PictureSpec withSteps(int other) {
        return new PictureSpec(
                prompt, negativePrompt, width, height, other, guidance, guidanceRescale, sampler, schedule, seed);
    }

    /** The same picture with other guidance. */
    public PictureSpec withGuidance(double other, double otherRescale) {
        return new PictureSpec(
                prompt, negativePrompt, width, height, steps, other, otherRescale, sampler, schedule, seed);
    }

    /** The same picture drawn in another way. */
    public PictureSpec withSampler(SamplerKind other, SamplingSchedule otherSchedule) {
        return new PictureSpec(
                prompt, negativePrompt, width, height, steps, guidance, guidanceRescale, other, otherSchedule, seed);
    }

    /** Whether both can be drawn in one batch: all is the same but prompts and seed. */
    public boolean isLike(PictureSpec other) {
        return width == other.width
                && height == other.height
                && steps == other.steps
                && guidance == other.guidance
                && guidanceRescale == other.guidanceRescale
                && sampler == other.sampler
                && schedule == other.schedule;
    }
}
