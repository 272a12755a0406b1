package loralei.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.UserError;
import loralei.text.Message;

/** The amounts of noise at which a sampler asks the network, as the scheduler of its name in diffusers chooses them. */
final class NoiseLevels {
    /** The exponent of Karras et al. 2022. */
    private static final double RHO = 7;

    /**
     * Where a model's last timestep is pure noise, sigma would be infinite; diffusers has all samplers but DDIM take this for
     * its alphas_cumprod.
     */
    private static final double LEAST_SIGNAL = 1.0 / (1 << 24);

    /** The steps of DDIM that consistency models were distilled from, of which they skip most. */
    private static final int LCM_ORIGINAL_STEPS = 50;

    private final NoiseSchedule noise;
    private final SamplerKind sampler;
    private final int total;
    private final int count;

    private NoiseLevels(NoiseSchedule noise, SamplerKind sampler, int count) {
        this.noise = noise;
        this.sampler = sampler;
        this.total = noise.numTrainTimesteps();
        this.count = count;
    }

    /**
     * The levels in the order in which they are asked for, each with less noise than the one before; what comes after the
     * last one is not among them.
     *
     * @throws UserError if there are too many steps, or the model cannot be sampled from pure noise
     */
    static List<NoiseLevel> of(NoiseSchedule noise, SamplerKind sampler, SamplingSchedule schedule, int count) {
        NoiseLevels levels = new NoiseLevels(noise, sampler, count);
        if (count < 1 || count > levels.total) {
            throw tooMany(count, levels.total);
        }
        List<NoiseLevel> found = switch (schedule) {
            case NORMAL -> levels.normal();
            case KARRAS -> levels.karras();
            case TRAILING -> levels.at(levels.trailing());
        };
        for (int i = 1; i < count; i++) {
            if (found.get(i).noise() >= found.get(i - 1).noise()) {
                throw tooMany(count, levels.total);
            }
        }
        levels.expectSignal(found.get(0));
        return found;
    }

    private static UserError tooMany(int count, int total) {
        return UserError.request(
                Message.of("noise.tooManySteps", count, total), Message.of("noise.stepsFromTo", total / 2));
    }

    /** Predicted noise tells nothing of the picture where nothing but noise is left. */
    private void expectSignal(NoiseLevel first) {
        boolean pure = noise.alphasCumprod(total - 1) == 0 && Math.round(first.timestep()) == total - 1;
        if (pure && noise.predictionType() == PredictionType.EPSILON) {
            throw UserError.request(Message.of("noise.zeroSnr", total - 1), Message.of("noise.setPrediction"));
        }
    }

    private List<NoiseLevel> normal() {
        if (sampler == SamplerKind.LCM) {
            return at(consistency());
        }
        TimestepSpacing own = sampler == SamplerKind.DDIM ? TimestepSpacing.LEADING : TimestepSpacing.LINSPACE;
        return at(
                switch (noise.config().timestepSpacing().orElse(own)) {
                    case LEADING -> leading();
                    case TRAILING -> trailing();
                    case LINSPACE -> linspace();
                });
    }

    /** DPM-Solver and UniPC count the end as one more step. */
    private boolean countsEnd() {
        return sampler == SamplerKind.DPMPP_2M || sampler == SamplerKind.UNIPC;
    }

    private double[] leading() {
        int stride = total / (countsEnd() ? count + 1 : count);
        int last = countsEnd() ? 1 : 0;
        double[] timesteps = IntStream.range(0, count)
                .mapToDouble(
                        i -> (count - 1 - i + last) * stride + noise.config().stepsOffset())
                .toArray();
        if (timesteps[0] >= total) {
            throw tooMany(count, total);
        }
        return timesteps;
    }

    private double[] trailing() {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.rint(total - i * (total / (double) count)) - 1)
                .toArray();
    }

    private double[] linspace() {
        int last = countsEnd() ? 1 : 0;
        double stride = (total - 1) / Math.max(1.0, count - 1 + last);
        DoubleStream timesteps = IntStream.range(0, count).mapToDouble(i -> (count - 1 - i + last) * stride);
        boolean whole = countsEnd() || sampler == SamplerKind.DDIM;
        return timesteps.map(t -> whole ? Math.rint(t) : (float) t).toArray(); // halves to even, as NumPy has it
    }

    private double[] consistency() {
        int stride = total / LCM_ORIGINAL_STEPS;
        if (count > LCM_ORIGINAL_STEPS || stride == 0) {
            throw UserError.request(
                    Message.of("noise.tooManyLcmSteps", count), Message.of("noise.stepsFromTo", LCM_ORIGINAL_STEPS));
        }
        return IntStream.range(0, count)
                .mapToDouble(i -> (LCM_ORIGINAL_STEPS - i * LCM_ORIGINAL_STEPS / count) * stride - 1)
                .toArray();
    }

    private List<NoiseLevel> at(double[] timesteps) {
        return Arrays.stream(timesteps).mapToObj(this::at).toList();
    }

    private NoiseLevel at(double timestep) {
        if (sampler == SamplerKind.DDIM) {
            return NoiseLevel.ofAlphaCumprod(timestep, noise.alphasCumprod((int) timestep));
        }
        int below = (int) timestep;
        double part = timestep - below;
        double sigma = sigma(below);
        return NoiseLevel.ofSigma(timestep, part == 0 ? sigma : sigma + part * (sigma(below + 1) - sigma));
    }

    private double sigma(int timestep) {
        double alpha = Math.max(noise.alphasCumprod(timestep), LEAST_SIGNAL);
        return Math.sqrt((1 - alpha) / alpha);
    }

    /** Formula (5) of Karras et al. 2022, from the model's most noise to its least. */
    private List<NoiseLevel> karras() {
        double most = Math.pow(sigma(total - 1), 1 / RHO);
        double least = Math.pow(sigma(0), 1 / RHO);
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double sigma = Math.pow(most + i / Math.max(1.0, count - 1) * (least - most), RHO);
            double timestep = timestepOf(sigma);
            boolean whole = countsEnd() && noise.config().betaSchedule() != BetaSchedule.SQUAREDCOS_CAP_V2;
            levels.add(NoiseLevel.ofSigma(whole ? Math.rint(timestep) : timestep, sigma));
        }
        return levels;
    }

    /** Between the timesteps with less and with more noise, by the logarithms of their sigmas. */
    private double timestepOf(double sigma) {
        int below = 0;
        while (below < total - 2 && sigma(below + 1) <= sigma) {
            below++;
        }
        double low = Math.log(sigma(below));
        double high = Math.log(sigma(below + 1));
        return below + Math.max(0, Math.min(1, (Math.log(sigma) - low) / (high - low)));
    }
}
