package loralei.model;

import java.util.List;

/** A UNet of the SD1.5 kind that is built in an instant. */
final class SmallNet {
    /** Two levels, transformers in the upper one and in the middle. */
    static final UnetConfig CONFIG = new UnetConfig(
            List.of(32, 64),
            List.of(true, false),
            List.of(false, true),
            List.of(2, 4),
            List.of(1, 1),
            1,
            16,
            8,
            1e-5,
            true,
            0,
            0,
            0,
            false);

    private SmallNet() {}
}
