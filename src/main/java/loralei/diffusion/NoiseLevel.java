package loralei.diffusion;

/**
 * An amount of noise: latents of it are {@code signal * picture + noise * (a standard normal draw)}, with factors whose
 * squares add up to 1.
 *
 * @param timestep the timestep that the network is told; not whole where the amount lies between those of two timesteps
 * @param signal factor of the picture
 * @param noise factor of the draw
 */
record NoiseLevel(double timestep, double signal, double noise) {
    /** The picture itself. */
    static final NoiseLevel NONE = new NoiseLevel(0, 1, 0);

    static NoiseLevel ofAlphaCumprod(double timestep, double alphaCumprod) {
        return new NoiseLevel(timestep, Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod));
    }

    static NoiseLevel ofSigma(double timestep, double sigma) {
        double signal = 1 / Math.sqrt(sigma * sigma + 1);
        return new NoiseLevel(timestep, signal, sigma * signal);
    }

    /** Noise over signal, k-diffusion's measure. */
    double sigma() {
        return noise / signal;
    }

    /** The logarithm of signal over noise, DPM-Solver's measure, which grows from step to step. */
    double logSnr() {
        return Math.log(signal / noise);
    }
}
