package loralei.config;

/** How the learning rate runs over the steps. The names are those of diffusers and kohya. */
public enum LrScheduler implements Choice {
    /** The same rate all the way, after the warm-up if there is one. */
    CONSTANT("constant"),
    /** The same as constant; the name by which other trainers switch the warm-up on. */
    CONSTANT_WITH_WARMUP("constant_with_warmup"),
    /** Falls evenly to zero. */
    LINEAR("linear"),
    /** Falls to zero along half a cosine. */
    COSINE("cosine"),
    /** Falls along half a cosine several times, each time from the full rate. */
    COSINE_WITH_RESTARTS("cosine_with_restarts"),
    /** Falls by a power of the remaining share of steps, to 1e-7. */
    POLYNOMIAL("polynomial");

    private final String id;

    LrScheduler(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
