package loralei.lora;

import java.util.List;
import java.util.Optional;
import loralei.text.Message;

/** The shapes that the two matrices of a module must have: (r, in[, k, k]) and (out, r[, 1, 1]). */
final class LoraShapes {
    private static final int LINEAR = 2;
    private static final int CONVOLUTION = 4;

    private LoraShapes() {}

    static Optional<Message> problem(List<Long> down, List<Long> up) {
        boolean known = down.size() == LINEAR || down.size() == CONVOLUTION;
        if (!known || up.size() != down.size()) {
            return Optional.of(Message.of("lora.shapes", down, up));
        }
        if (!down.get(0).equals(up.get(1))) {
            return Optional.of(Message.of("lora.rankDiffers", down, up));
        }
        if (down.get(0) > Integer.MAX_VALUE) {
            return Optional.of(Message.of("lora.noRank", down.get(0)));
        }
        if (down.contains(0L) || up.contains(0L)) {
            return Optional.of(Message.of("lora.emptyShape", down, up));
        }
        return Optional.empty();
    }
}
