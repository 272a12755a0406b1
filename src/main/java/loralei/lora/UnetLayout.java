package loralei.lora;

import loralei.config.Family;
import loralei.model.ModelFamily;
import loralei.model.UnetConfig;

/**
 * The block structure of a UNet as far as the original checkpoints' numbering depends on it.
 *
 * @param layersPerBlock resnets in a down block; an up block has one more ({@code layers_per_block})
 * @param leadingPlainUpBlocks how many of the first up blocks have no attention, which moves their upsampler from place
 *     2 to place 1
 */
public record UnetLayout(int layersPerBlock, int leadingPlainUpBlocks) {
    /**
     * Returns the block structure of a family's released UNets.
     *
     * @param family the family
     * @return its layout
     */
    public static UnetLayout of(Family family) {
        return of(ModelFamily.of(family).unet());
    }

    /** The block structure of a UNet. */
    public static UnetLayout of(UnetConfig unet) {
        return new UnetLayout(
                unet.layersPerBlock(), Math.max(unet.crossAttentionUp().indexOf(true), 0));
    }

    /** Checks that there is a layer. */
    public UnetLayout {
        if (layersPerBlock < 1) {
            throw new IllegalArgumentException("layers_per_block is " + layersPerBlock + ", expected 1 or more");
        }
    }
}
