package loralei.job.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The body of an answer, piece by piece, so that a silent server or a person who wants to stop is noticed at once. */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    static final long TICK_MILLIS = 100;

    /** Without bytes: the end, or a failure. */
    private record Piece(List<ByteBuffer> bytes, Throwable failure) {}

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final long silenceNanos;
    private final BooleanSupplier stop;
    private Flow.Subscription subscription;
    private boolean closed;

    /** What {@link #bytes} has of a piece that it did not need as a whole. */
    private final Deque<ByteBuffer> begun = new ArrayDeque<>();

    private ByteBuffer rest = ByteBuffer.allocate(0);

    BodyReader(Patience patience, BooleanSupplier stop) {
        this.silenceNanos = patience.silence().toNanos();
        this.stop = stop;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        pieces.add(new Piece(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), null));
    }

    /** The next piece, or empty at the end. */
    Optional<List<ByteBuffer>> next() throws IOException {
        long start = System.nanoTime();
        while (!stop.getAsBoolean()) {
            Piece piece = poll();
            if (piece != null) {
                return take(piece);
            }
            if (System.nanoTime() - start > silenceNanos) {
                throw new HttpTimeoutException("the server fell silent");
            }
        }
        throw new StoppedException();
    }

    /** The next bytes; fewer than asked for at the end. */
    byte[] bytes(int most) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        while (taken.size() < most) {
            if (!rest.hasRemaining()) {
                if (begun.isEmpty()) {
                    Optional<List<ByteBuffer>> piece = next();
                    if (piece.isEmpty()) {
                        break;
                    }
                    begun.addAll(piece.get());
                }
                rest = begun.remove();
            }
            byte[] some = new byte[Math.min(rest.remaining(), most - taken.size())];
            rest.get(some);
            taken.writeBytes(some);
        }
        return taken.toByteArray();
    }

    private Piece poll() {
        try {
            return pieces.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    private synchronized Optional<List<ByteBuffer>> take(Piece piece) throws IOException {
        if (piece.failure() != null) {
            throw new IOException(piece.failure().getMessage(), piece.failure());
        }
        if (piece.bytes().isEmpty()) {
            return Optional.empty();
        }
        subscription.request(1);
        return Optional.of(piece.bytes());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
