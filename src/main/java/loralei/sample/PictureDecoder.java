package loralei.sample;

import java.awt.image.BufferedImage;
import java.util.List;
import loralei.model.VaeConfig;
import loralei.model.VaeDecoder;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Makes pictures of latents. */
public final class PictureDecoder {
    private final VaeDecoder vae;
    private final VaeConfig config;

    /** A decoder over a VAE in fp32, which it does not close. */
    public PictureDecoder(VaeDecoder vae, VaeConfig config) {
        this.vae = vae;
        this.config = config;
    }

    /** Decodes scaled latents (B, 4, h, w) on the VAE's device. */
    public List<BufferedImage> decode(Tensor latents) {
        try (Scope scope = Scope.open()) {
            // the inverse of what the encoder's latents are scaled by
            Tensor plain = Kernels.tensor("combine", latents, latents, 1 / config.scalingFactor(), 0.0);
            return RgbImages.of(vae.decode(plain));
        }
    }
}
