package loralei.job;

import java.nio.file.Path;
import java.util.List;
import loralei.config.Companions;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;

/**
 * What to draw.
 *
 * @param baseModel the base model, of any family
 * @param loras the LoRAs to draw with
 * @param pictures the pictures, in their order
 * @param batchSize how many are drawn at a time, at most
 * @param device where
 * @param precision type of the frozen weights and the arithmetic
 * @param outputDir where the pictures go
 * @param with parts to use in place of the base model's own
 */
public record DrawRequest(
        Path baseModel,
        List<LoraChoice> loras,
        List<PictureSpec> pictures,
        int batchSize,
        DeviceChoice device,
        PrecisionChoice precision,
        Path outputDir,
        Companions with) {
    /** With the base model's own parts. */
    public DrawRequest(
            Path baseModel,
            List<LoraChoice> loras,
            List<PictureSpec> pictures,
            int batchSize,
            DeviceChoice device,
            PrecisionChoice precision,
            Path outputDir) {
        this(baseModel, loras, pictures, batchSize, device, precision, outputDir, Companions.NONE);
    }
}
