package loralei.model;

import java.util.ArrayList;
import java.util.List;

/** Foresees which of some blocks is asked for next: the one that came next in the last round. */
final class BlockOrder {
    private final List<Integer> round = new ArrayList<>();
    private int at;
    private boolean complete;
    private int step = 1;

    /**
     * Takes note of a block that is asked for.
     *
     * @param blocks how many there are
     * @return the next one that is not the same; while that is not known, the next one in the direction of the last two
     */
    int asked(int block, int blocks) {
        int before = at == 0 ? block : round.get(at - 1);
        step = block == before ? -step : Integer.signum(block - before); // a network turns round at its end
        if (at == round.size() && at > 0 && round.get(0) == block) {
            at = 0;
            complete = true;
        }
        if (at < round.size() && round.get(at) != block) {
            round.subList(at, round.size()).clear(); // not the round of last time
            complete = false;
        }
        if (at == round.size()) {
            round.add(block);
        }
        at++;
        int known = complete ? round.size() - 1 : round.size() - at;
        for (int i = 0; i < known; i++) {
            int next = round.get((at + i) % round.size());
            if (next != block) {
                return next;
            }
        }
        return Math.floorMod(block + step, blocks);
    }
}
