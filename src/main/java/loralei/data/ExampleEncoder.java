package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import loralei.config.UserError;
import loralei.model.VaeEncoder;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Takes examples to latents, one at a time, so that memory does not grow with their number or size. */
public final class ExampleEncoder {
    private final VaeEncoder vae;
    private final ComputeDevice device;
    private final Function<Path, UserError> broken;

    /**
     * Encodes on the device that the VAE is on.
     *
     * @param broken says why the VAE's result for a picture is no number
     */
    public ExampleEncoder(VaeEncoder vae, ComputeDevice device, Function<Path, UserError> broken) {
        this.vae = vae;
        this.device = device;
        this.broken = broken;
    }

    /**
     * Encodes all examples that can be decoded, each at its own size; the tensors belong to the enclosing scope.
     *
     * @param skipped told of each file whose pixels turn out to be broken
     * @param done told how many examples are done
     * @throws PictureFolderException if none is left
     */
    public List<EncodedExample> encode(Examples examples, Consumer<UnreadablePicture> skipped, IntConsumer done)
            throws PictureFolderException {
        Examples left = examples;
        List<EncodedExample> encoded = new ArrayList<>();
        for (Example example : examples.all()) {
            try {
                encoded.add(encode(example));
            } catch (UnreadablePictureException e) {
                left = left.without(example, e.picture());
                skipped.accept(e.picture());
            }
            done.accept(encoded.size());
        }
        return encoded;
    }

    private EncodedExample encode(Example example) throws UnreadablePictureException {
        PreparedPicture prepared = PictureTransform.fit(PictureLoader.load(example.picture()), example.bucket());
        Optional<PreparedPicture> mask = Optional.empty();
        if (example.mask().isPresent()) {
            mask = Optional.of(
                    PictureTransform.fit(PictureLoader.load(example.mask().get()), example.bucket()));
        }
        EncodedExample encoded = encode(example, prepared, mask);
        return example.flip()
                ? encoded.with(encode(example, prepared.mirrored(), mask.map(PreparedPicture::mirrored)))
                : encoded;
    }

    private EncodedExample encode(Example example, PreparedPicture prepared, Optional<PreparedPicture> mask) {
        try (Scope scope = Scope.open()) {
            VaeEncoder.Posterior posterior =
                    vae.encode(device.move(prepared.pixels().tensor()));
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
                    mask.map(picture -> scope.keep(LossMask.of(picture.pixels(), example.bucket(), width))),
                    false,
                    Optional.empty());
        }
    }
}
