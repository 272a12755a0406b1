package loralei.diffusion;

/**
 * The amounts of signal and noise at each training timestep. Betas and their products are rounded to fp32 where
 * diffusers rounds them, so that a model sees the noise that it was trained on.
 */
public final class NoiseSchedule {
    /** The cap of the cosine schedule's betas, without which the last one would be 1 (Nichol and Dhariwal 2021). */
    private static final double MAX_COSINE_BETA = 0.999;

    private final SchedulerConfig config;
    private final float[] alphasCumprod; // (numTrainTimesteps)

    /**
     * Computes the schedule.
     *
     * @param config the noise of a base model
     */
    public NoiseSchedule(SchedulerConfig config) {
        this.config = config;
        float[] betas = betas(config);
        this.alphasCumprod = cumulativeAlphas(config.rescaleBetasZeroSnr() ? rescaleZeroTerminalSnr(betas) : betas);
    }

    /** The configuration that the schedule was computed from. */
    public SchedulerConfig config() {
        return config;
    }

    /** Number of timesteps; they count from 0. */
    public int numTrainTimesteps() {
        return alphasCumprod.length;
    }

    /** What the network predicts. */
    public PredictionType predictionType() {
        return config.predictionType();
    }

    /**
     * The share of signal variance at one timestep.
     *
     * @param timestep from 0 to {@link #numTrainTimesteps()} - 1
     */
    public float alphasCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /**
     * What latents are multiplied by when noise is added: noisy = this * latents + {@link #sqrtOneMinusAlphasCumprod} *
     * noise.
     *
     * @param timestep from 0 to {@link #numTrainTimesteps()} - 1
     */
    public float sqrtAlphasCumprod(int timestep) {
        return (float) Math.sqrt(alphasCumprod[timestep]);
    }

    /**
     * What noise is multiplied by when it is added to latents.
     *
     * @param timestep from 0 to {@link #numTrainTimesteps()} - 1
     */
    public float sqrtOneMinusAlphasCumprod(int timestep) {
        return (float) Math.sqrt(1 - alphasCumprod[timestep]);
    }

    /**
     * The ratio of signal to noise variance, 0 where there is only noise.
     *
     * @param timestep from 0 to {@link #numTrainTimesteps()} - 1
     */
    public double snr(int timestep) {
        return alphasCumprod[timestep] / (double) (1 - alphasCumprod[timestep]);
    }

    /**
     * The loss weight of min-SNR-gamma (Hang et al. 2023, as in kohya and diffusers): min(snr, gamma) / snr for a model
     * that predicts noise, min(snr, gamma) / (snr + 1) for one that predicts velocity.
     *
     * @param timestep from 0 to {@link #numTrainTimesteps()} - 1
     * @param gamma where the ratio is capped, usually 5; 0 switches weighting off
     * @return the weight, 1 where weighting is off; at pure noise the limit of the formula
     */
    public double minSnrWeight(int timestep, double gamma) {
        if (gamma == 0) {
            return 1;
        }
        double snr = snr(timestep);
        return switch (predictionType()) {
            case EPSILON -> snr <= gamma ? 1 : gamma / snr;
            case V_PREDICTION -> Math.min(snr, gamma) / (snr + 1);
        };
    }

    private static float[] betas(SchedulerConfig config) {
        int count = config.numTrainTimesteps();
        return switch (config.betaSchedule()) {
            case LINEAR -> linspace(config.betaStart(), config.betaEnd(), count);
            case SCALED_LINEAR -> {
                float[] betas = linspace(Math.sqrt(config.betaStart()), Math.sqrt(config.betaEnd()), count);
                for (int i = 0; i < count; i++) {
                    betas[i] *= betas[i];
                }
                yield betas;
            }
            case SQUAREDCOS_CAP_V2 -> {
                float[] betas = new float[count];
                for (int i = 0; i < count; i++) {
                    double ratio = cosineAlphaBar((i + 1) / (double) count) / cosineAlphaBar(i / (double) count);
                    betas[i] = (float) Math.min(1 - ratio, MAX_COSINE_BETA);
                }
                yield betas;
            }
        };
    }

    /** As torch.linspace in fp32: the second half is counted back from the end. */
    private static float[] linspace(double start, double end, int count) {
        float first = (float) start;
        float last = (float) end;
        float step = (last - first) / (count - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 ? first + step * i : last - step * (count - 1 - i);
        }
        return values;
    }

    private static double cosineAlphaBar(double time) {
        double cosine = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    /** As torch.cumprod in fp32 on the CPU: the running product is kept in double. */
    private static float[] cumulativeAlphas(float[] betas) {
        float[] products = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = (float) product;
        }
        return products;
    }

    /** Algorithm 1 of Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed". */
    private static float[] rescaleZeroTerminalSnr(float[] betas) {
        float[] roots = cumulativeAlphas(betas);
        for (int i = 0; i < roots.length; i++) {
            roots[i] = (float) Math.sqrt(roots[i]);
        }
        float first = roots[0];
        float last = roots[roots.length - 1];
        float[] rescaled = new float[betas.length];
        float previous = 1;
        for (int i = 0; i < roots.length; i++) {
            float root = (roots[i] - last) * (first / (first - last));
            float alphaBar = root * root;
            rescaled[i] = 1 - alphaBar / previous;
            previous = alphaBar;
        }
        return rescaled;
    }
}
