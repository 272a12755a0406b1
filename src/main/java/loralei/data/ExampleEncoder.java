package loralei.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import loralei.config.UserError;
import loralei.model.VaeEncoder;
import loralei.safetensors.Sha256;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * Takes examples to latents, one at a time. The VAE is loaded for the first one, and freed by {@link #close}; then it can be
 * loaded again.
 */
public final class ExampleEncoder implements AutoCloseable {
    private final Supplier<VaeEncoder> loading;
    private final ComputeDevice device;
    private final String maker;
    private final Function<Path, UserError> broken;
    private Optional<VaeEncoder> vae = Optional.empty();

    /**
     * Encodes on the device that the VAE is on.
     *
     * @param loading loads the VAE
     * @param maker a name for the VAE, and for the program and the device that the numbers come from
     * @param broken says why the VAE's result for a picture is no number
     */
    public ExampleEncoder(
            Supplier<VaeEncoder> loading, ComputeDevice device, String maker, Function<Path, UserError> broken) {
        this.loading = loading;
        this.device = device;
        this.maker = maker;
        this.broken = broken;
    }

    /**
     * A name for an example's latents, made of all that they depend on: who makes them, and the example's files and geometry.
     * Whatever else comes to change the pixels belongs in here.
     */
    String key(Example example, View view) {
        String made = String.join(
                "\n",
                "latents",
                maker,
                example.picture().sha256(),
                ExamplePixels.geometry(example, view).toString(),
                ExamplePixels.colours(example, view).toString(),
                example.maskMark(),
                (view.flip() ? "mirrored" : "")
                        + example.crop().map(area -> " crop " + area).orElse(""));
        return Sha256.of(made.getBytes(StandardCharsets.UTF_8));
    }

    /** Encodes an example as a view shows it; the tensors belong to the enclosing scope. */
    EncodedExample encode(Example example, View view) throws UnreadablePictureException {
        PreparedPicture prepared = ExamplePixels.picture(example, view);
        Optional<PixelTensor> mask = ExamplePixels.mask(example, view);
        try (Scope scope = Scope.open()) {
            VaeEncoder.Posterior posterior =
                    vae().encode(device.move(prepared.pixels().tensor()));
            Tensor mean = Kernels.tensor("to_cpu", posterior.mean());
            Tensor logvar = Kernels.tensor("to_cpu", posterior.logvar());
            if (Kernels.number("count_not_finite", mean) + Kernels.number("count_not_finite", logvar) > 0) {
                throw broken.apply(example.picture().path());
            }
            int width = Math.toIntExact(mean.shape()[3]);
            return new EncodedExample(
                    example,
                    prepared.geometry(),
                    scope.keep(mean),
                    scope.keep(logvar),
                    mask.map(pixels -> scope.keep(LossMask.of(pixels, example.bucket(), width))),
                    view);
        }
    }

    private VaeEncoder vae() {
        if (vae.isEmpty()) {
            vae = Optional.of(loading.get());
        }
        return vae.get();
    }

    @Override
    public void close() {
        vae.ifPresent(VaeEncoder::close);
        vae = Optional.empty();
    }
}
