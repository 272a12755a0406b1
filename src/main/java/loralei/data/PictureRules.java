package loralei.data;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.MaskSource;
import loralei.config.TrainingConfig;

/**
 * What becomes of the pictures of a folder beside their text.
 *
 * @param masks where their masks are
 * @param maskFolder the folder of the files with them; beside the pictures where there is none
 * @param variation how their crops and colours vary
 */
record PictureRules(MaskSource masks, Optional<Path> maskFolder, Variation variation) {
    /** They count in all their parts, and look as they are. */
    static final PictureRules PLAIN = new PictureRules(MaskSource.NONE, Optional.empty(), Variation.NONE);

    /** The rules of the settings. */
    static PictureRules of(TrainingConfig config) {
        ColourRules colours = new ColourRules(
                config.randomBrightness(),
                config.randomContrast(),
                config.randomSaturation(),
                config.randomHue(),
                false);
        return new PictureRules(
                config.masks(),
                Optional.empty(),
                new Variation(config.randomCrop(), colours, config.pictureVariants(), config.seed()));
    }

    PictureRules withMasks(MaskSource source) {
        return new PictureRules(source, Optional.empty(), variation);
    }

    PictureRules withMasksIn(Path folder) {
        return new PictureRules(MaskSource.FILES, Optional.of(folder), variation);
    }

    PictureRules with(Variation other) {
        return new PictureRules(masks, maskFolder, other);
    }
}
