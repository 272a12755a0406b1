package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The derivatives of blocks against finite differences: the slope of {@code Slope.dot(dy, block(x))} along a random direction
 * is that direction's product with the gradient, for the input, for the parts of each adapter, and for what else the
 * block sees.
 */
class DerivativesTest {
    private static final int C = 16;
    private static final int HEADS = 2;
    private static final int RANK = 3;
    private static final double SCALE = 0.7;

    /** What rank dropout may draw with P = 1 / 3, for two samples. */
    private static final float[] MASK = {0, 1.5f, 1.5f, 1.5f, 0, 1.5f};

    private final List<Map<String, Tensor>> parts = new ArrayList<>();
    private final List<Map<String, Tensor>> gradients = new ArrayList<>();
    private Scope scope;
    private Tensor none;

    /** Whether a part of each adapter's rank is off. */
    private boolean masked;

    @BeforeEach
    void open() {
        scope = Scope.open();
        Randoms.seed(5);
        none = Tensor.of(new float[0], 0);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void selfAttention() {
        checkSelfAttention(2, 5, HEADS);
    }

    @Test
    void attentionSoLongThatTheFlashKernelTakesIt() {
        checkSelfAttention(1, 1100, HEADS); // 2 heads x 1100 x 1100 scores, more than the plain formula is used for
    }

    @Test
    void attentionSoLongThatItGoesBlockByBlock() {
        checkSelfAttention(1, 2060, 16); // 8 heads at a time, and more positions than whole blocks have
    }

    private void checkSelfAttention(int batch, int positions, int heads) {
        TensorList weights = weights(new long[][] {{C}, {C}, {C, C}, {C, C}, {C, C}, {C, C}, {C}});
        Layers layers = linear(C, C, C, C, C, C, C, C);
        Tensor x = Randoms.randn(batch, positions, C);
        Tensor dy = Randoms.randn(batch, positions, C);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("self_attention", x, weights, layers.parts(), layers.scales(), heads);
        Tensor dx = back("self_attention_backward", dy, run.get().saved(), weights, layers, heads, true);

        checkAll(run, dy, Map.of(x, dx));
        assertNoGradient(back("self_attention_backward", dy, run.get().saved(), weights, layers, heads, false));
    }

    @Test
    void crossAttention() {
        checkCrossAttention(true);
    }

    @Test
    void crossAttentionWhoseContextDoesNotLearn() {
        checkCrossAttention(false);
    }

    private void checkCrossAttention(boolean further) {
        int d = 12;
        TensorList weights = weights(new long[][] {{C}, {C}, {C, C}, {C, d}, {C, d}, {C, C}, {C}});
        Layers layers = linear(C, C, d, C, d, C, C, C);
        Tensor x = Randoms.randn(2, 5, C);
        Tensor context = Randoms.randn(2, 7, d);
        Tensor dy = Randoms.randn(2, 5, C);
        Tensor dcontext = further ? zeros(context) : none;

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("cross_attention", x, context, weights, layers.parts(), layers.scales(), HEADS);
        Tensor dx = Kernels.tensor(
                "cross_attention_backward",
                dy,
                context,
                dcontext,
                run.get().saved(),
                weights,
                layers.parts(),
                layers.gradients(),
                layers.scales(),
                HEADS,
                further);

        checkAll(run, dy, further ? Map.of(x, dx, context, dcontext) : Map.of());
        if (!further) {
            assertNoGradient(dx);
        }
    }

    @Test
    void feedForward() {
        TensorList weights = weights(new long[][] {{C}, {C}, {8 * C, C}, {8 * C}, {C, 4 * C}, {C}});
        Layers layers = linear(C, 8 * C, 4 * C, C);
        Tensor x = Randoms.randn(2, 5, C);
        Tensor dy = Randoms.randn(2, 5, C);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("feed_forward", x, weights, layers.parts(), layers.scales());
        Tensor dx = back("feed_forward_backward", dy, run.get().saved(), weights, layers, true);

        checkAll(run, dy, Map.of(x, dx));
        assertNoGradient(back("feed_forward_backward", dy, run.get().saved(), weights, layers, false));
    }

    @Test
    void wayIntoAStackOfTransformers() {
        TensorList weights = weights(new long[][] {{C}, {C}, {C, C, 1, 1}, {C}});
        Layers layers = convolutions(new int[][] {{C, C, 1}});
        Tensor x = Randoms.randn(2, C, 3, 4);
        Tensor dy = Randoms.randn(2, 12, C);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("transformer_in", x, weights, layers.parts(), layers.scales(), 4);
        Tensor dx = back("transformer_in_backward", dy, run.get().saved(), weights, layers, 4, true);

        checkAll(run, dy, Map.of(x, dx));
        assertNoGradient(back("transformer_in_backward", dy, run.get().saved(), weights, layers, 4, false));
    }

    @Test
    void wayOutOfAStackOfTransformers() {
        TensorList weights = weights(new long[][] {{C, C}, {C}});
        Layers layers = linear(C, C);
        Tensor h = Randoms.randn(2, 12, C);
        Tensor x = Randoms.randn(2, C, 3, 4);
        Tensor dy = Randoms.randn(2, C, 3, 4);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("transformer_out", h, x, weights, layers.parts(), layers.scales());
        Tensor dh = back("transformer_out_backward", dy, run.get().saved(), weights, layers, true);

        checkAll(run, dy, Map.of(h, dh, x, dy));
        assertNoGradient(back("transformer_out_backward", dy, run.get().saved(), weights, layers, false));
    }

    @Test
    void residualBlock() {
        int out = 8;
        int time = 6;
        TensorList weights = weights(new long[][] {
            {C}, {C}, {out, C, 3, 3}, {out}, {out}, {out}, {out, out, 3, 3}, {out}, {out, C, 1, 1}, {out}
        });
        TensorList timeWeights = weights(new long[][] {{out, time}, {out}});
        Layers layers = convolutions(new int[][] {{C, out, 3}, {time, out, 0}, {out, out, 3}, {C, out, 1}});
        Tensor x = Randoms.randn(2, C, 3, 4);
        Tensor emb = Randoms.randn(2, time);
        Tensor dy = Randoms.randn(2, out, 3, 4);
        Tensor demb = zeros(emb);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("resnet", x, emb, weights, timeWeights, layers.parts(), layers.scales(), 4, 1e-5);
        Tensor dx = resnetBackward(dy, emb, demb, run.get().saved(), weights, timeWeights, layers, true);

        checkAll(run, dy, Map.of(x, dx, emb, demb));
    }

    @Test
    void residualBlockBeforeWhichNothingLearns() {
        int time = 6;
        TensorList weights = weights(new long[][] {{C}, {C}, {C, C, 3, 3}, {C}, {C}, {C}, {C, C, 3, 3}, {C}});
        TensorList timeWeights = weights(new long[][] {{C, time}, {C}});
        Layers layers = convolutions(new int[][] {{C, C, 3}, {time, C, 0}, {C, C, 3}, null});
        Tensor x = Randoms.randn(2, C, 3, 4);
        Tensor emb = Randoms.randn(2, time);
        Tensor dy = Randoms.randn(2, C, 3, 4);

        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("resnet", x, emb, weights, timeWeights, layers.parts(), layers.scales(), 4, 1e-5);
        assertNoGradient(resnetBackward(dy, emb, none, run.get().saved(), weights, timeWeights, layers, false));

        checkAll(run, dy, Map.of());
    }

    @Test
    void downsampling() {
        checkResampling("downsample", 4, 4);
    }

    @Test
    void downsamplingOfOddSides() {
        checkResampling("downsample", 5, 3);
    }

    @Test
    void upsampling() {
        checkResampling("upsample", 6, 8);
    }

    @Test
    void upsamplingToOddSides() {
        checkResampling("upsample", 5, 7);
    }

    /** With sides of the larger picture, and with an adapter and without. */
    private void checkResampling(String kernel, int height, int width) {
        boolean down = kernel.equals("downsample");
        for (int[] adapter : new int[][] {{C, C, 3}, null}) {
            TensorList weights = weights(new long[][] {{C, C, 3, 3}, {C}});
            Layers layers = convolutions(new int[][] {adapter});
            Tensor x = Randoms.randn(2, C, down ? height : (height + 1) / 2, down ? width : (width + 1) / 2);
            Supplier<Kernels.ForwardResult> run = () -> down
                    ? Kernels.forward(kernel, x, weights, layers.parts(), layers.scales())
                    : Kernels.forward(kernel, x, height, width, weights, layers.parts(), layers.scales());
            Tensor dy = Randoms.randn(run.get().output().shape());

            Tensor dx = back(kernel + "_backward", dy, run.get().saved(), weights, layers, x.shape()[2], x.shape()[3]);

            checkAll(run, dy, Map.of(x, dx));
            parts.clear();
            gradients.clear();
        }
    }

    @Test
    void resamplingWithoutAdaptersKeepsNothing() {
        TensorList weights = weights(new long[][] {{C, C, 3, 3}, {C}});
        Layers layers = convolutions(new int[][] {null});
        Tensor x = Randoms.randn(2, C, 4, 4);
        Supplier<Kernels.ForwardResult> run =
                () -> Kernels.forward("downsample", x, weights, layers.parts(), layers.scales());
        Tensor dy = Randoms.randn(2, C, 2, 2);

        checkAll(run, dy, Map.of(x, back("downsample_backward", dy, run.get().saved(), weights, layers, 4, 4)));
    }

    @Test
    void conditioningOfSizesAndPooledText() {
        int pooled = 5;
        int sinusoid = 4;
        int time = 8;
        TensorList weights = weights(new long[][] {{time, pooled + 6 * sinusoid}, {time}, {time, time}, {time}});
        Tensor emb = Randoms.randn(2, time);
        Tensor text = Randoms.randn(2, pooled);
        Tensor ids = Randoms.randn(2, 6);
        Tensor dy = Randoms.randn(2, time);

        Supplier<Tensor> run = () -> Kernels.tensor("add_embedding", emb, text, ids, sinusoid, true, 0.0, weights);
        Tensor dtext = Kernels.tensor("add_embedding_backward", dy, text, ids, sinusoid, true, 0.0, weights);

        Slope.check(() -> Slope.dot(dy.floats(), run.get().floats()), text, dtext);
    }

    @Test
    void attentionOfWhoseRankAPartIsOff() {
        masked = true;
        checkCrossAttention(true);
    }

    @Test
    void wayIntoAStackOfTransformersOfWhoseRankAPartIsOff() {
        masked = true;
        wayIntoAStackOfTransformers();
    }

    @Test
    void residualBlockOfWhoseRankAPartIsOff() {
        masked = true;
        residualBlock();
    }

    /** The adapters of a kernel's layers, and where their gradients go. */
    private record Layers(TensorMaps parts, TensorMaps gradients, List<Double> scalesOfLayers) {
        double[] scales() {
            return scalesOfLayers.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    private Layers linear(int... inAndOut) {
        int[][] shapes = new int[inAndOut.length / 2][];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = new int[] {inAndOut[2 * i], inAndOut[2 * i + 1], 0};
        }
        return convolutions(shapes);
    }

    /** In, out and kernel of each layer; a kernel of 0 is a linear layer, and no shape a layer without an adapter. */
    private Layers convolutions(int[]... shapes) {
        for (int[] shape : shapes) {
            parts.add(shape == null ? Map.of() : adapter(shape[0], shape[1], shape[2]));
            Map<String, Tensor> gradient = new HashMap<>();
            parts.get(parts.size() - 1).forEach((name, part) -> gradient.put(name, zeros(part)));
            gradients.add(gradient);
        }
        List<Map<String, Tensor>> seen = parts.stream().map(this::withMask).toList();
        return new Layers(new TensorMaps(seen), new TensorMaps(gradients), Collections.nCopies(shapes.length, SCALE));
    }

    private Map<String, Tensor> withMask(Map<String, Tensor> adapter) {
        Map<String, Tensor> seen = new HashMap<>(adapter);
        if (masked && !adapter.isEmpty()) {
            seen.put("mask", Tensor.of(MASK, 2, RANK));
        }
        return seen;
    }

    private static Map<String, Tensor> adapter(int in, int out, int kernel) {
        return kernel == 0
                ? Map.of("down", small(RANK, in), "up", small(out, RANK))
                : Map.of("down", small(RANK, in, kernel, kernel), "up", small(out, RANK, 1, 1));
    }

    private static Tensor back(
            String kernel, Tensor dy, Saved kept, TensorList weights, Layers layers, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of(dy, kept, weights, layers.parts(), layers.gradients(), layers.scales()));
        arguments.addAll(List.of(more));
        return Kernels.tensor(kernel, arguments.toArray());
    }

    private static Tensor resnetBackward(
            Tensor dy,
            Tensor emb,
            Tensor demb,
            Saved kept,
            TensorList weights,
            TensorList timeWeights,
            Layers layers,
            boolean further) {
        return Kernels.tensor(
                "resnet_backward",
                dy,
                emb,
                demb,
                kept,
                weights,
                timeWeights,
                layers.parts(),
                layers.gradients(),
                layers.scales(),
                4,
                1e-5,
                further);
    }

    /** Checks the gradients of all adapters' parts, and those given. Called after one derivative was taken. */
    private void checkAll(Supplier<Kernels.ForwardResult> run, Tensor dy, Map<Tensor, Tensor> inputs) {
        List<Map<String, float[]>> first =
                gradients.stream().map(DerivativesTest::values).toList();
        Supplier<Double> value = () -> Slope.dot(dy.floats(), run.get().output().floats());
        inputs.forEach((input, gradient) -> Slope.check(value, input, gradient));
        for (int i = 0; i < parts.size(); i++) {
            for (Map.Entry<String, Tensor> part : parts.get(i).entrySet()) {
                Slope.check(value, part.getValue(), first.get(i).get(part.getKey()));
            }
        }
    }

    private static Map<String, float[]> values(Map<String, Tensor> tensors) {
        Map<String, float[]> values = new HashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, tensor.floats()));
        return values;
    }

    private static void assertNoGradient(Tensor gradient) {
        assertThat(gradient.count()).isZero();
    }

    private static Tensor zeros(Tensor like) {
        return Kernels.tensor("zeros", like.shape(), like);
    }

    private static Tensor small(long... shape) {
        return Kernels.tensor("combine", Randoms.randn(shape), Randoms.randn(shape), 0.3, 0.0);
    }

    private static TensorList weights(long[]... shapes) {
        return new TensorList(Arrays.stream(shapes).map(DerivativesTest::small).toList());
    }
}
