package loralei.lora;

import java.util.List;
import java.util.Optional;

/** The shapes that the two matrices of a module must have: (r, in[, k, k]) and (out, r[, 1, 1]). */
final class LoraShapes {
    private static final int LINEAR = 2;
    private static final int CONVOLUTION = 4;

    private LoraShapes() {}

    static Optional<String> problem(List<Long> down, List<Long> up) {
        boolean known = down.size() == LINEAR || down.size() == CONVOLUTION;
        if (!known || up.size() != down.size()) {
            return Optional.of("down has shape " + down + " and up " + up + ", expected (r, in) and (out, r),"
                    + " or (r, in, k, k) and (out, r, 1, 1)");
        }
        if (!down.get(0).equals(up.get(1))) {
            return Optional.of("rank differs: down has shape " + down + " and up " + up);
        }
        if (down.get(0) > Integer.MAX_VALUE) {
            return Optional.of("rank " + down.get(0) + " is no rank of an adapter");
        }
        if (down.contains(0L) || up.contains(0L)) {
            return Optional.of("down has shape " + down + " and up " + up + ": nothing in it");
        }
        return Optional.empty();
    }
}
