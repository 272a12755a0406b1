package loralei.sample;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import loralei.model.VaeConfig;
import loralei.model.VaeDecoder;
import loralei.torch.Allocator;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * Makes pictures of latents, one after the other, within a budget of memory.
 *
 * <p>Where a picture does not fit whole, only the beginning of the VAE is run over all of it, as far as that fits: there
 * attention and the norms see everything, and activations are small. The rest is run tile by tile. A tile differs from the
 * same part of the whole by its group norms only, which see no more than the tile; where two tiles meet, one fades into the
 * other.
 */
public final class PictureDecoder {
    /** Sides of tiles in pixels: the largest that fits is taken, or the last. */
    private static final int[] TILES = {1024, 768, 512, 384, 256};

    /** The share of a tile's side over which it fades into the next, and the most that it leaves out before that. */
    private static final int BAND = 8;

    /** Three colours in fp32. */
    private static final long PIXEL_BYTES = 12;

    private final VaeDecoder vae;
    private final VaeConfig config;
    private final long budgetBytes;
    private final boolean once;

    /** A decoder over a VAE in fp32, which it does not close, that decodes all pictures whole. */
    public PictureDecoder(VaeDecoder vae, VaeConfig config) {
        this(vae, config, Long.MAX_VALUE, false);
    }

    /**
     * A decoder that keeps to a budget.
     *
     * @param vae in fp32; not closed
     * @param budgetBytes what decoding may take at its peak beside the VAE's weights, as far as the smallest tiles allow
     * @param once whether it is for one picture only: then weights are freed as soon as they have done their work
     */
    public PictureDecoder(VaeDecoder vae, VaeConfig config, long budgetBytes, boolean once) {
        this.vae = vae;
        this.config = config;
        this.budgetBytes = budgetBytes;
        this.once = once;
    }

    /** What decoding a picture whole takes at its peak, beside the weights: to be held against a budget. */
    public static long wholeBytes(VaeConfig config, int width, int height) {
        return config.decoderBytes(width, height, 0, config.cuts());
    }

    /** The least that a picture can be decoded with. */
    public static long leastBytes(VaeConfig config, int width, int height) {
        return Math.min(wholeBytes(config, width, height), Tiling.LEAST.bytes(config, width, height));
    }

    /** Decodes scaled latents (B, 4, h, w) on the VAE's device. */
    public List<BufferedImage> decode(Tensor latents) {
        Allocator.trim(); // what the UNet worked with is of other sizes
        long[] shape = latents.shape();
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < shape[0]; i++) {
            try (Scope scope = Scope.open()) {
                Tensor one = Kernels.tensor("sample_of", latents, i);
                // the inverse of what the encoder's latents are shifted and scaled by
                Tensor plain = Kernels.tensor("unscaled", one, config.scalingFactor(), config.shiftFactor());
                pictures.addAll(RgbImages.of(pixels(plain)));
            }
        }
        return pictures;
    }

    /** The pixels (1, 3, H, W) of unscaled latents (1, 4, h, w). */
    Tensor pixels(Tensor latents) {
        int height = (int) latents.shape()[2] * config.downscale();
        int width = (int) latents.shape()[3] * config.downscale();
        if (config.cuts() > 0 && wholeBytes(config, width, height) > budgetBytes) {
            return tiled(latents, tiling(width, height), width, height);
        }
        if (!once || config.cuts() < 2) {
            return vae.decode(latents);
        }
        int cut = config.cuts() - 2; // behind it there are a tenth of the weights and nearly all of the activations
        Tensor activations = head(latents, cut);
        return vae.tail(activations, cut);
    }

    private Tensor head(Tensor latents, int cut) {
        Tensor activations = vae.head(latents, cut);
        if (once) {
            vae.closeHead(cut);
        }
        return activations;
    }

    /** As large tiles as fit, and for these as late a cut: the more a norm sees, the nearer it is to that of the whole. */
    private Tiling tiling(int width, int height) {
        for (int side : TILES) {
            for (int cut = config.cuts() - 1; cut >= 0; cut--) {
                Tiling tiling = new Tiling(cut, side);
                if (tiling.bytes(config, width, height) <= budgetBytes) {
                    return tiling;
                }
            }
        }
        return Tiling.LEAST;
    }

    /** Tiles of {@code side} pixels, made of the activations at a cut. */
    private record Tiling(int cut, int side) {
        static final Tiling LEAST = new Tiling(0, TILES[TILES.length - 1]);

        long bytes(VaeConfig config, int width, int height) {
            long kept = config.bytesAtCut(width, height, cut) + PIXEL_BYTES * width * height;
            long tail = config.decoderBytes(Math.min(side, width), Math.min(side, height), cut + 1, config.cuts());
            return Math.max(config.decoderBytes(width, height, 0, cut), kept + tail);
        }

        List<TileStrip> over(int pixels, VaeConfig config) {
            int scale = config.pixelsAtCut(cut);
            int band = side / scale / BAND;
            return TileStrip.over(pixels / scale, side / scale, Math.min(config.reachAtCut(cut), band), band, scale);
        }
    }

    private Tensor tiled(Tensor latents, Tiling tiling, int width, int height) {
        try (Scope scope = Scope.open()) {
            Tensor activations = head(latents, tiling.cut);
            Tensor picture = scope.keep(Kernels.tensor("zeros", new long[] {1, 3, height, width}, latents));
            for (TileStrip rows : tiling.over(height, config)) {
                for (TileStrip columns : tiling.over(width, config)) {
                    addTile(picture, activations, tiling.cut, rows, columns);
                }
            }
            return picture;
        }
    }

    private void addTile(Tensor picture, Tensor activations, int cut, TileStrip rows, TileStrip columns) {
        int scale = config.pixelsAtCut(cut);
        try (Scope scope = Scope.open()) {
            Tensor window = Kernels.tensor(
                    "window", activations, rows.start(), columns.start(), rows.length(), columns.length());
            Kernels.run(
                    "add_tile",
                    picture,
                    vae.tail(window, cut),
                    Tensor.of(rows.weights(), rows.weights().length),
                    Tensor.of(columns.weights(), columns.weights().length),
                    rows.start() * scale,
                    columns.start() * scale);
        }
    }
}
