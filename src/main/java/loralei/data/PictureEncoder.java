package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import loralei.config.UserError;
import loralei.model.VaeEncoder;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Takes pictures to latents, one at a time, so that memory does not grow with their number or size. */
public final class PictureEncoder {
    private final VaeEncoder vae;
    private final PictureSize target;
    private final ComputeDevice device;
    private final Function<Path, UserError> broken;

    /**
     * Scales and crops pictures to {@code target} pixels and encodes them on the device that the VAE is on.
     *
     * @param broken says why the VAE's result for a picture is no number
     */
    public PictureEncoder(VaeEncoder vae, PictureSize target, ComputeDevice device, Function<Path, UserError> broken) {
        this.vae = vae;
        this.target = target;
        this.device = device;
        this.broken = broken;
    }

    /**
     * Encodes all pictures that can be decoded; the tensors belong to the enclosing scope.
     *
     * @param skipped told of each picture whose pixels turn out to be broken
     * @param done told how many pictures are done
     * @throws PictureFolderException if none is left
     */
    public List<EncodedPicture> encode(PictureScan scan, Consumer<UnreadablePicture> skipped, IntConsumer done)
            throws PictureFolderException {
        PictureScan left = scan;
        List<EncodedPicture> encoded = new ArrayList<>();
        for (Picture picture : scan.pictures()) {
            try {
                encoded.add(encode(picture));
            } catch (UnreadablePictureException e) {
                left = left.without(e.picture());
                skipped.accept(e.picture());
            }
            done.accept(encoded.size());
        }
        return encoded;
    }

    private EncodedPicture encode(Picture picture) throws UnreadablePictureException {
        PreparedPicture prepared = PictureTransform.fit(PictureLoader.load(picture), target);
        try (Scope scope = Scope.open()) {
            VaeEncoder.Posterior posterior = vae.encode(device.move(tensor(prepared.pixels())));
            Tensor mean = Kernels.tensor("to_cpu", posterior.mean());
            Tensor logvar = Kernels.tensor("to_cpu", posterior.logvar());
            if (Kernels.number("count_not_finite", mean) + Kernels.number("count_not_finite", logvar) > 0) {
                throw broken.apply(picture.path());
            }
            return new EncodedPicture(picture, prepared.geometry(), scope.keep(mean), scope.keep(logvar));
        }
    }

    /** Pixels in -1..1 as an fp32 tensor (1, 3, H, W). */
    public static Tensor tensor(PixelTensor pixels) {
        return Tensor.of(pixels.values(), 1, pixels.channels(), pixels.height(), pixels.width());
    }
}
