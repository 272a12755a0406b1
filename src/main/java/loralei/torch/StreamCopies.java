package loralei.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies to a CUDA GPU on a stream beside the one that computes, from pinned memory. See {@code streams.torchscript}. */
final class StreamCopies implements SideCopies {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCopies.class);

    /**
     * Values of pieces of pinned memory, the first and the largest: libtorch makes them by powers of two, so that small ones waste
     * much. Each is twice as large as the one before, for of some types, as scales', there is little.
     */
    private static final long FIRST_PIECE = 1L << 20;

    private static final long LARGEST_PIECE = 1L << 27;

    private final Tensor anchor;
    private final Saved stream;
    private final Saved copied;
    private final Saved read;
    private final Map<Integer, Piece> pieces = new HashMap<>();
    private boolean pins = true;

    /** Pinned memory of one type, and how much of it is taken. */
    private record Piece(Tensor memory, long taken) {}

    StreamCopies(ComputeDevice device) {
        this.anchor = Scope.detached(device.zeros(1));
        this.stream = detached(Kernels.madeOnCard("copying_stream", anchor));
        this.copied = detached(Kernels.madeOnCard("event"));
        this.read = detached(Kernels.madeOnCard("event"));
    }

    private static Saved detached(Saved saved) {
        saved.detach();
        return saved;
    }

    @Override
    public Tensor home(Tensor flat) {
        try (flat) {
            Tensor home = pins ? room(flat) : Kernels.tensor("to_cpu", flat);
            if (pins) {
                Kernels.run("copy_into", home, flat);
            }
            return home;
        }
    }

    private Tensor room(Tensor flat) {
        long count = flat.count();
        int type = (int) Kernels.number("type_of", flat);
        try {
            Piece piece = pieces.get(type);
            if (piece == null || piece.memory().count() - piece.taken() < count) {
                long size = FIRST_PIECE;
                if (piece != null) {
                    size = Math.min(2 * piece.memory().count(), LARGEST_PIECE);
                    piece.memory().close(); // it lives as long as what lies in it
                }
                while (size < count) {
                    size *= 2;
                }
                piece = new Piece(Scope.detached(Kernels.tensor("pinned", size, flat)), 0);
            }
            pieces.put(type, new Piece(piece.memory(), piece.taken() + count));
            return Kernels.tensor("slice_of", piece.memory(), piece.taken(), count, new long[] {count});
        } catch (RuntimeException e) { // systems limit how much memory is pinned
            LOG.warn("No more memory can be pinned: copies to the graphics card are slower", e);
            pins = false;
            return Kernels.tensor("room_for", flat, Tensor.of(new float[0], 0));
        }
    }

    @Override
    public void copy(List<Tensor> from, List<Tensor> to) {
        Kernels.runOnCard("fetch", to, from, stream, copied, read);
    }

    @Override
    public void await() {
        Kernels.runOnCard("arrived", anchor, copied);
    }

    @Override
    public void close() {
        Kernels.runOnCard("stop_copying", stream);
        pieces.values().forEach(piece -> piece.memory().close());
        pieces.clear();
        stream.close();
        copied.close();
        read.close();
        anchor.close();
    }
}
