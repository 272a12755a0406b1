package loralei.model;

import java.util.List;
import java.util.function.UnaryOperator;
import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** Lays out the parts that the VAE's two halves share, as a list of functions to be run one after another. */
final class VaeLayers {
    private static final double EPS = 1e-6; // diffusers' resnet_eps of the VAE

    private static final Tensor NOTHING = Scope.detached(Tensor.of(new float[0], 0));

    private final VaeConfig config;
    private final WeightSource source;
    private final List<UnaryOperator<Tensor>> layers;
    private final List<AutoCloseable> owned;

    VaeLayers(VaeConfig config, WeightSource source, List<UnaryOperator<Tensor>> layers, List<AutoCloseable> owned) {
        this.config = config;
        this.source = source;
        this.layers = layers;
        this.owned = owned;
    }

    TensorList own(TensorList weights) {
        owned.add(weights);
        return weights;
    }

    /** Adds a function that does not close what it is given. */
    void add(UnaryOperator<Tensor> layer) {
        layers.add(x -> {
            try (x) {
                return layer.apply(x);
            }
        });
    }

    void convIn(String path, int in, int out) {
        TensorList weights = own(source.list(Spec.conv(path, in, out, 3)));
        add(x -> Kernels.tensor("conv_in", x, weights));
    }

    void conv1x1(String path, int channels) {
        TensorList weights = own(source.list(Spec.conv(path, channels, channels, 1)));
        add(x -> Kernels.tensor("conv1x1", x, weights));
    }

    void resnet(String path, int in, int out) {
        Resnet resnet = new Resnet(source, path, in, out, 0, config.normGroups(), EPS);
        owned.add(resnet);
        layers.add(resnet::consume);
    }

    /** The same for the decoder, whose pictures may be large: in slices, and in the memory of its input. */
    void slicedResnet(String path, int in, int out) {
        TensorList weights = own(source.list(Resnet.specs(path, in, out)));
        add(x -> Kernels.tensor("sliced_resnet", x, weights, config.normGroups(), EPS));
    }

    void middle(String path, int channels) {
        resnet(path + ".resnets.0", channels, channels);
        String attention = path + ".attentions.0";
        TensorList weights = own(source.list(
                Spec.norm(attention + ".group_norm", channels),
                Spec.linear(attention + ".to_q", channels, channels),
                Spec.linear(attention + ".to_k", channels, channels),
                Spec.linear(attention + ".to_v", channels, channels),
                Spec.linear(attention + ".to_out.0", channels, channels)));
        add(x -> Kernels.tensor("vae_attention", x, weights, config.normGroups(), EPS));
        resnet(path + ".resnets.1", channels, channels);
    }

    void out(String path, int in, int out) {
        TensorList weights =
                own(source.list(Spec.norm(path + ".conv_norm_out", in), Spec.conv(path + ".conv_out", in, out, 3)));
        add(x -> Kernels.tensor("vae_out", x, weights, config.normGroups(), EPS));
    }

    void slicedOut(String path, int in, int out) {
        TensorList weights =
                own(source.list(Spec.norm(path + ".conv_norm_out", in), Spec.conv(path + ".conv_out", in, out, 3)));
        add(x -> Kernels.tensor("sliced_conv", x, weights, config.normGroups(), EPS, NOTHING));
    }

    /** Runs layers one after another; the input is closed. */
    static Tensor run(List<UnaryOperator<Tensor>> layers, Tensor input) {
        Tensor x = input;
        for (UnaryOperator<Tensor> layer : layers) {
            x = layer.apply(x);
        }
        return x;
    }

    static void close(List<AutoCloseable> owned) {
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
