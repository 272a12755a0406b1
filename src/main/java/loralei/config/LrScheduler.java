package loralei.config;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** How the learning rate runs over the steps. The names are those of diffusers and kohya. */
public enum LrScheduler implements Choice {
    /** The same rate all the way, after the warm-up if there is one. */
    CONSTANT,
    /** The same as constant; the name by which other trainers switch the warm-up on. */
    CONSTANT_WITH_WARMUP,
    /** Falls evenly to zero. */
    LINEAR,
    /** Falls to zero along half a cosine. */
    COSINE,
    /** Falls along half a cosine several times, each time from the full rate. */
    COSINE_WITH_RESTARTS("lrNumCycles"),
    /** Falls by a power of the remaining share of steps, to 1e-7. */
    POLYNOMIAL("lrPower");

    private static final Set<String> OWN =
            Arrays.stream(values()).map(one -> one.own).collect(Collectors.toUnmodifiableSet());

    private final String own;

    LrScheduler() {
        this("");
    }

    /** Takes the setting that no other schedule reads. */
    LrScheduler(String own) {
        this.own = own;
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
