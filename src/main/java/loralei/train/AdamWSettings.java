package loralei.train;

/**
 * The constants of AdamW.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the root of the second moment
 * @param weightDecay decoupled weight decay, times the learning rate
 */
public record AdamWSettings(double beta1, double beta2, double eps, double weightDecay) {
    /** The usual constants (PyTorch, bitsandbytes, diffusers), with the given weight decay. */
    public static AdamWSettings withDecay(double weightDecay) {
        return new AdamWSettings(0.9, 0.999, 1e-8, weightDecay);
    }
}
