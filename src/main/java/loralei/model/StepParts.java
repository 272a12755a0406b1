package loralei.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What the kernels of a training step keep and work with, in the order of the network. It follows unet.torchscript line by
 * line; a unit is an activation (B, C, H, W) of the block's channels.
 */
final class StepParts implements UnetWalk {
    /** The prompt's tokens, as far as they are known before a run: one chunk. */
    private static final int TOKENS = 77;

    /** On the processor the derivative of a feed-forward network goes in parts of so many rows. */
    private static final long ROWS = 1024;

    /** A place in the network, in the order of the forward pass. */
    sealed interface Moment {}

    /**
     * What runs here.
     *
     * @param path as checkpoints name it; of what has no checkpoint empty
     */
    record Run(String path, List<Part> parts) implements Moment {}

    /** On the way back from here, so many bytes of gradients begin to be held for later; where negative, no longer. */
    record Held(long bytes) implements Moment {}

    /** On the forward pass, so many bytes begin to be held for the way up; where negative, no longer. */
    record Skip(long bytes) implements Moment {}

    /**
     * What one kernel takes, in bytes.
     *
     * @param path as checkpoints name it
     * @param input its input, which is all that it keeps with a checkpoint
     * @param kept all that it keeps for its derivative, the input included
     * @param work the most that its derivative works with beside that, the gradient that it is given included
     * @param forward the most that it works with where it keeps nothing, its input included
     * @param again operations of making again what it keeps
     * @param widest values of its largest weight
     * @param learns whether it has an adapter
     */
    record Part(String path, long input, long kept, long work, long forward, long again, long widest, boolean learns) {}

    private record Size(long channels, long height, long width) {}

    private final UnetConfig config;
    private final StepCosts.Latents latents;
    private final Workplace place;
    private final int bytes;
    private final ToIntFunction<String> ranks;
    private final List<Moment> moments = new ArrayList<>();
    private final Deque<Size> skips = new ArrayDeque<>();
    private Size now;

    private StepParts(
            UnetConfig config, StepCosts.Latents latents, Workplace place, int bytes, ToIntFunction<String> ranks) {
        this.config = config;
        this.latents = latents;
        this.place = place;
        this.bytes = bytes;
        this.ranks = ranks;
        this.now = new Size(config.channels().get(0), latents.height(), latents.width());
    }

    /** Those of the whole network; {@code ranks} gives the rank of a layer's adapter, 0 where it has none. */
    static List<Moment> of(
            UnetConfig config, StepCosts.Latents latents, Workplace place, int bytes, ToIntFunction<String> ranks) {
        StepParts parts = new StepParts(config, latents, place, bytes, ranks);
        UnetWalk.go(config, parts);
        parts.out();
        return List.copyOf(parts.moments);
    }

    @Override
    public void resnet(String path, int in, int out) {
        long x = unit(in);
        long h = unit(out);
        long n = positions();
        boolean conv1 = rank(path + ".conv1") > 0;
        boolean conv2 = rank(path + ".conv2") > 0;
        long mids = mids(n, path, ".conv1", ".conv2", ".conv_shortcut");
        long second = 3 * h + (conv2 ? 2 * h : 0) + convolution(out, out);
        long first = 2 * x + 2 * h + (conv1 ? 2 * x : 0) + convolution(in, out);
        boolean whole = conv2 || rank(path + ".conv_shortcut") > 0;
        long shortcut = in == out ? 0 : (long) in * out;
        long firstProducts = 9L * in * out;
        long secondProducts = 9L * out * out + shortcut;
        now = new Size(out, now.height(), now.width());
        moments.add(new Run(
                path,
                List.of(new Part(
                        path,
                        x,
                        x + h + mids,
                        Math.max(Math.max(4 * h, second), Math.max(first, 3 * x + h)),
                        Math.max(2 * x + h + convolution(in, out), x + 3 * h + convolution(out, out)),
                        2 * n * (firstProducts + (whole ? secondProducts : 0)),
                        Math.max(firstProducts, 9L * out * out),
                        learns(path, ".conv1", ".time_emb_proj", ".conv2", ".conv_shortcut")))));
    }

    @Override
    public void transformers(String path, int level) {
        int c = config.channels().get(level);
        long unit = unit(c);
        long n = positions();
        moments.add(new Held(-unit)); // the gradient that goes past the blocks
        moments.add(projection(path + ".proj_in", c, unit, 3 * unit));
        for (int t = 0; t < config.depths().get(level); t++) {
            String block = path + ".transformer_blocks." + t;
            moments.add(new Run(
                    block,
                    List.of(
                            attention(block + ".attn1", c, n, c, level),
                            attention(block + ".attn2", c, latents.batch() * TOKENS, config.contextSize(), level),
                            feedForward(block + ".ff", c))));
        }
        moments.add(projection(path + ".proj_out", c, rank(path + ".proj_out") > 0 ? unit : 0, 3 * unit));
        moments.add(new Held(unit));
    }

    /** One end of a stack. */
    private Run projection(String path, int c, long kept, long work) {
        return never(new Part(
                path, kept, kept + mids(positions(), path, ""), work, 3 * unit(c), 0, (long) c * c, learns(path, "")));
    }

    private static Run never(Part part) {
        return new Run("", List.of(part));
    }

    /** To {@code others} keys and values, made from a context of this width. */
    private Part attention(String path, int c, long others, int context, int level) {
        long n = positions();
        long heads = config.heads().get(level);
        long unit = unit(c);
        long keys = 2 * others * c * bytes;
        long sums = place == Workplace.CARD_BY_FORMULA ? 0 : n * heads * Float.BYTES;
        long scores = AttentionWork.bytes(place, latents.batch(), heads, n, others, c);
        long mids = mids(n, path, ".to_q", ".to_out.0") + mids(others, path, ".to_k", ".to_v");
        long products = 2L * n * c * c + 2 * others * context * c + 2 * n * (others / latents.batch()) * c;
        return new Part(
                path,
                unit,
                3 * unit + keys + sums + mids,
                Math.max(2 * unit + unit + keys + scores, 4 * unit + keys),
                4 * unit + keys + (place.isCard() ? scores : 0),
                2 * products,
                (long) c * Math.max(c, context),
                learns(path, ".to_q", ".to_k", ".to_v", ".to_out.0"));
    }

    private Part feedForward(String path, int c) {
        long unit = unit(c);
        boolean second = rank(path + ".net.2") > 0;
        long inParts = Math.max(unit + Math.min(8 * unit, 8L * c * bytes * ROWS), 5 * unit);
        return new Part(
                path,
                unit,
                9 * unit + mids(positions(), path, ".net.0.proj", ".net.2"),
                second ? 13 * unit : place.isCard() ? 9 * unit : inParts,
                14 * unit,
                2 * positions() * c * c * (second ? 12 : 8),
                8L * c * c,
                learns(path, ".net.0.proj", ".net.2"));
    }

    @Override
    public void resample(String path, int channels, boolean up) {
        long in = unit(channels);
        Size joined = up ? skips.element() : now;
        now = up
                ? new Size(channels, joined.height(), joined.width())
                : new Size(channels, (now.height() + 1) / 2, (now.width() + 1) / 2);
        long out = unit(channels);
        boolean learns = learns(path, "");
        long wide = Math.max(in, out);
        moments.add(never(new Part(
                path,
                learns ? in : 0,
                (learns ? in : 0) + mids(positions(), path, ""),
                in + out + (up ? out : 0) + convolution(channels, channels),
                in + out + wide + convolution(channels, channels),
                0,
                9L * channels * channels,
                learns)));
    }

    @Override
    public void remember() {
        skips.push(now);
        long bytes = unit(now.channels());
        moments.add(new Skip(bytes));
        moments.add(new Held(-bytes));
    }

    @Override
    public void join(int channels) {
        long bytes = unit(skips.pop().channels());
        moments.add(new Held(bytes));
        moments.add(new Skip(-bytes));
    }

    private void out() {
        int c = config.channels().get(0);
        moments.add(never(new Part(
                "conv_out",
                unit(c),
                unit(c),
                3 * unit(c),
                3 * unit(c),
                0,
                9L * c * UnetConfig.LATENT_CHANNELS,
                false)));
    }

    private long convolution(int in, int out) {
        return ConvolutionWork.bytes(place, latents.batch(), now.height(), now.width(), in, out);
    }

    private long positions() {
        return latents.batch() * now.height() * now.width();
    }

    private long unit(long channels) {
        return positions() * channels * bytes;
    }

    private int rank(String layer) {
        return ranks.applyAsInt(layer);
    }

    private boolean learns(String path, String... layers) {
        return Stream.of(layers).anyMatch(layer -> rank(path + layer) > 0);
    }

    private long mids(long positions, String path, String... layers) {
        return positions
                * bytes
                * Stream.of(layers).mapToLong(layer -> rank(path + layer)).sum();
    }
}
