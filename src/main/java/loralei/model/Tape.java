package loralei.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loralei.torch.Kernels;
import loralei.torch.Saved;
import loralei.torch.Tensor;

/**
 * The derivatives of the blocks that ran, to be applied in reverse.
 *
 * <p>Nothing is recorded before the first block that learns: no gradient is wanted there. A block
 * with a checkpoint keeps only its input, and runs again when its derivative is due, with all that it keeps then; the
 * kernels being deterministic on the CPU, the result is the same to the bit.
 */
public final class Tape implements AutoCloseable {
    /** From the gradient of a block's output to that of its input. Does not close what it is given. */
    interface Derivative {
        Tensor apply(Tensor gradient);
    }

    private record Entry(Derivative derivative, List<AutoCloseable> held) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final boolean records;
    private final Checkpoints checkpoints;
    private boolean started;

    private Tape(boolean records, Checkpoints checkpoints, boolean started) {
        this.records = records;
        this.checkpoints = checkpoints;
        this.started = started;
    }

    /** A tape for a training step. */
    public static Tape training(Checkpoints checkpoints) {
        return new Tape(true, checkpoints, false);
    }

    /** A tape that records nothing. */
    public static Tape inference() {
        return new Tape(false, Checkpoints.NONE, false);
    }

    /** Whether a block before this point learns, so that gradients have to reach it. */
    boolean started() {
        return started;
    }

    /** Told by each block whether it learns. */
    void startIf(boolean learns) {
        started |= records && learns;
    }

    /** A block's derivative, which gets what its kernel kept. Does not close what it is given. */
    interface KeptDerivative {
        Tensor apply(Tensor gradient, Saved kept);
    }

    /** What a block's kernel gave, its derivative recorded if the tape has started. */
    Tensor record(Kernels.ForwardResult result, KeptDerivative derivative) {
        if (started) {
            push(gradient -> derivative.apply(gradient, result.saved()), result.saved());
        } else {
            result.saved().close();
        }
        return result.output();
    }

    /** Adds a derivative; {@code held} is closed after it has been applied, or with the tape. */
    void push(Derivative derivative, AutoCloseable... held) {
        entries.push(new Entry(derivative, List.of(held)));
    }

    /** Has something closed with the tape. */
    void hold(AutoCloseable resource) {
        resources.add(resource);
    }

    /** Runs a block, keeping only its input if it has a checkpoint. Does not close the input. */
    Tensor run(Block block, Tensor x, BlockInputs inputs) {
        boolean before = started;
        boolean learns = records && (before || block.learnsAtOnce(inputs));
        if (!learns || !checkpoints.has(block.path())) {
            return block.forward(x, inputs, this);
        }
        Tensor y;
        try (Tape forgetful = inference()) {
            y = block.forward(x, inputs, forgetful);
        }
        started = true;
        Tensor input = x.share();
        push(gradient -> again(block, input, inputs, before, gradient), input);
        return y;
    }

    private static Tensor again(Block block, Tensor x, BlockInputs inputs, boolean before, Tensor gradient) {
        try (Tape tape = new Tape(true, Checkpoints.NONE, before)) {
            block.again(x, inputs, tape).close();
            return tape.backward(gradient);
        }
    }

    /**
     * Applies all derivatives, the newest first, and adds up the adapters' gradients on the way.
     *
     * @param gradient the gradient of the last output; it is not closed
     * @return the gradient of the first recorded input; empty where nothing before it learns
     */
    public Tensor backward(Tensor gradient) {
        Tensor current = gradient.share();
        while (!entries.isEmpty()) {
            Entry entry = entries.pop();
            Tensor next = entry.derivative().apply(current);
            if (next != current) {
                current.close();
            }
            current = next;
            close(entry.held());
        }
        return current;
    }

    private static void close(List<AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        while (!entries.isEmpty()) {
            close(entries.pop().held());
        }
        close(resources);
        resources.clear();
    }
}
