package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
import loralei.torch.SideCopies;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/**
 * Blocks of frozen weights in main memory. One comes to the device when it is asked for, and while the device computes with it
 * the next one follows; so there is room for two on the device. Which one is next is known from the step before.
 */
final class Offloading implements AutoCloseable {
    private static final int SLOTS = 2;

    private final ComputeDevice device;
    private final SideCopies copies;
    private final List<Block> blocks = new ArrayList<>();
    private final BlockOrder order = new BlockOrder();
    private final List<Slot> slots = new ArrayList<>();
    private int current;

    /** For blocks that are computed with on this device. */
    Offloading(ComputeDevice device) {
        this.device = device;
        this.copies = SideCopies.to(device);
    }

    /** Room on the device for any one block: a flat tensor of each type. */
    private static final class Slot {
        private final Map<Integer, Tensor> flats = new TreeMap<>();
        private int held = -1;
    }

    /** The network begins to ask for its blocks. */
    void begin() {
        order.begin();
    }

    /** Takes in a block: its weights move to main memory, and are closed where they were. */
    Block add(List<Tensor> weights, long count) {
        Block block = new Block(blocks.size(), FlatTensors.of(weights, copies::home), count);
        blocks.add(block);
        return block;
    }

    /** What all blocks take of main memory. */
    long bytes() {
        return blocks.stream().mapToLong(Block::bytes).sum();
    }

    /** The weights of one block. */
    final class Block implements FrozenWeights {
        private final int number;
        private final FlatTensors home;
        private final long count;
        private final List<TensorList> views = new ArrayList<>();

        private Block(int number, FlatTensors home, long count) {
            this.number = number;
            this.home = home;
            this.count = count;
        }

        /** What it takes of main memory. */
        long bytes() {
            return home.bytes();
        }

        @Override
        public TensorList list() {
            return bring(this);
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public void close() {
            views.forEach(TensorList::close);
            views.clear();
            home.close();
        }
    }

    private TensorList bring(Block block) {
        if (slots.isEmpty()) {
            makeRoom();
        }
        int next = order.asked(block.number, blocks.size());
        if (slots.get(current).held != block.number) {
            current = 1 - current;
            if (slots.get(current).held != block.number) { // not foreseen
                fetch(block, slots.get(current));
            }
            copies.await();
        }
        Slot other = slots.get(1 - current);
        if (next != block.number && other.held != next) {
            fetch(blocks.get(next), other);
        }
        return block.views.get(current);
    }

    /** Has a block copied as soon as all is done that was asked of the device up to now. */
    private void fetch(Block block, Slot slot) {
        slot.held = block.number;
        List<Tensor> from = new ArrayList<>();
        List<Tensor> to = new ArrayList<>();
        block.home.flats().forEach((type, flat) -> {
            from.add(flat);
            to.add(slot.flats.get(type));
        });
        copies.copy(from, to);
    }

    private void makeRoom() {
        Map<Integer, Tensor> largest = new TreeMap<>();
        for (Block block : blocks) {
            block.home
                    .flats()
                    .forEach((type, flat) -> largest.merge(
                            type, flat, (one, another) -> one.count() >= another.count() ? one : another));
        }
        for (int i = 0; i < SLOTS; i++) {
            Slot slot = new Slot();
            largest.forEach((type, flat) -> slot.flats.put(type, Scope.detached(device.roomFor(flat))));
            slots.add(slot);
            blocks.forEach(block -> block.views.add(block.home.viewsIn(slot.flats)));
        }
    }

    @Override
    public void close() {
        copies.close();
        blocks.forEach(Block::close);
        slots.forEach(slot -> slot.flats.values().forEach(Tensor::close));
        slots.clear();
    }
}
