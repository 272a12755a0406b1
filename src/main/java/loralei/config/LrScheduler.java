package loralei.config;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

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
    COSINE_WITH_RESTARTS("cosine_with_restarts", "lrNumCycles"),
    /** Falls by a power of the remaining share of steps, to 1e-7. */
    POLYNOMIAL("polynomial", "lrPower");

    private static final Set<String> OWN =
            Arrays.stream(values()).map(one -> one.own).collect(Collectors.toUnmodifiableSet());

    private final String id;
    private final String own;

    LrScheduler(String id) {
        this(id, "");
    }

    /** Takes the setting that no other schedule reads. */
    LrScheduler(String id, String own) {
        this.id = id;
        this.own = own;
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Whether a run with this schedule depends on a setting.
     *
     * @param setting its name
     */
    public boolean reads(String setting) {
        return own.equals(setting) || !OWN.contains(setting);
    }
}
