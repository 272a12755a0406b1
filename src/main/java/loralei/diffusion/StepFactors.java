package loralei.diffusion;

import java.util.List;
import loralei.config.SamplerKind;

/**
 * What a sampler makes of the latents and the predicted pictures: see {@link SamplingPlan.Step}.
 *
 * @param sample factor of the latents
 * @param denoised factors of the predicted pictures, the newest first
 * @param noise factor of fresh noise
 */
record StepFactors(double sample, List<Double> denoised, double noise) {

    /**
     * Those of step {@code i}.
     *
     * @param to where the step leads
     * @param levels where the network is asked
     */
    static StepFactors of(SamplerKind sampler, NoiseLevel to, List<NoiseLevel> levels, int i) {
        NoiseLevel from = levels.get(i);
        return switch (sampler) {
            case DDIM, EULER -> straight(from, to);
            case EULER_A -> ancestral(from, to);
            case DPMPP_2M -> multistep(from, to, levels, i);
            case UNIPC -> corrected(multistep(from, to, levels, i), levels, i);
            // What Luo et al. take of the latents themselves is less than 1e-5 at every timestep that they ask at.
            case LCM -> new StepFactors(0, List.of(to.signal()), to.noise());
        };
    }

    /** Formula (12) of Song et al. 2021: the predicted picture with the noise that remains. */
    private static StepFactors straight(NoiseLevel from, NoiseLevel to) {
        double kept = to.noise() / from.noise();
        return new StepFactors(kept, List.of(to.signal() - kept * from.signal()), 0);
    }

    /** A straight step to less noise than wanted, and fresh noise up to that. */
    private static StepFactors ancestral(NoiseLevel from, NoiseLevel to) {
        double ratio = to.sigma() / from.sigma();
        double up = to.sigma() * Math.sqrt(1 - ratio * ratio);
        double down = Math.sqrt(to.sigma() * to.sigma() - up * up);
        double kept = down / from.sigma();
        return new StepFactors(kept * to.signal() / from.signal(), List.of((1 - kept) * to.signal()), up * to.signal());
    }

    /** Algorithm 2 of Lu et al. 2022 (DPM-Solver++): the first and the last step are of first order. */
    private static StepFactors multistep(NoiseLevel from, NoiseLevel to, List<NoiseLevel> levels, int i) {
        StepFactors first = straight(from, to);
        if (isFirstOrder(levels, i)) {
            return first;
        }
        double before = stride(levels, i - 1) / stride(levels, i);
        double slope = first.denoised.get(0) / (2 * before);
        return new StepFactors(first.sample, List.of(first.denoised.get(0) + slope, -slope), 0);
    }

    private static boolean isFirstOrder(List<NoiseLevel> levels, int i) {
        return i == 0 || i == levels.size() - 1;
    }

    /** How far the logarithm of the signal-to-noise ratio goes from a step to the next. */
    private static double stride(List<NoiseLevel> levels, int i) {
        return levels.get(i + 1).logSnr() - levels.get(i).logSnr();
    }

    /**
     * UniC of Zhao et al. 2023: before a step, the latents are corrected by what the network predicts at them. As the
     * correction is made of predicted pictures only, it is added to their factors.
     */
    private static StepFactors corrected(StepFactors step, List<NoiseLevel> levels, int i) {
        if (i == 0) {
            return step;
        }
        NoiseLevel at = levels.get(i);
        double h = stride(levels, i - 1);
        double b = Math.expm1(-h);
        double scale = -at.signal() * b * step.sample;
        if (isFirstOrder(levels, i - 1)) {
            return step.plus(scale / 2, -scale / 2, 0);
        }
        // the two equations of the paper's section 3.2 for order 2, with phi_1 and phi_2 at -h
        double phi = b / -h - 1;
        double b1 = phi / b;
        double b2 = 2 * (phi / -h - 0.5) / b;
        double rk = -stride(levels, i - 2) / h;
        double rho = (b1 - b2) / (1 - rk);
        double older = scale * (rho - 0.5) / rk; // 0.5 is what the predictor took already
        double newer = scale * (b1 - rho);
        return step.plus(newer, -newer - older, older);
    }

    private StepFactors plus(double now, double before, double beforeThat) {
        double one = denoised.get(0) + now;
        double two = (denoised.size() > 1 ? denoised.get(1) : 0) + before;
        return new StepFactors(sample, beforeThat == 0 ? List.of(one, two) : List.of(one, two, beforeThat), noise);
    }
}
