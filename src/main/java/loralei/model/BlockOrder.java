package loralei.model;

import java.util.ArrayList;
import java.util.List;

/** Foresees which of some blocks is asked for next: the one that came next in the last round. */
final class BlockOrder {
    private final List<Integer> round = new ArrayList<>();
    private int at;
    private boolean learning;
    private int direction;

    /** A round begins: what was asked for in the last one is expected again. */
    void begin() {
        at = 0;
        learning = false;
    }

    /**
     * Takes note of a block that is asked for.
     *
     * @param blocks how many there are
     * @return the next one that is not the same; while that is not known, the next one in the direction of the last two
     */
    int asked(int block, int blocks) {
        int before = at == 0 ? block - 1 : round.get(at - 1);
        direction = block == before ? -direction : Integer.signum(block - before); // a network turns round at its end
        if (at < round.size() && round.get(at) != block) {
            round.subList(at, round.size()).clear(); // another kind of round
        }
        if (at == round.size()) {
            round.add(block);
            learning = true;
        }
        at++;
        int known = learning ? round.size() - at : round.size() - 1;
        for (int i = 0; i < known; i++) {
            int next = round.get((at + i) % round.size());
            if (next != block) {
                return next;
            }
        }
        return Math.floorMod(block + direction, blocks);
    }
}
