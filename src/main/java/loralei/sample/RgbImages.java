package loralei.sample;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import loralei.torch.Tensor;

/** Turns decoded pixels into images. */
final class RgbImages {
    private RgbImages() {}

    /** Pixels (B, 3, H, W) in fp32 around -1..1; what is outside is clipped. */
    static List<BufferedImage> of(Tensor pixels) {
        long[] shape = pixels.expect("pixels", -1, 3, -1, -1).shape();
        int height = (int) shape[2];
        int width = (int) shape[3];
        float[] values = pixels.floats();
        List<BufferedImage> images = new ArrayList<>();
        for (int b = 0; b < shape[0]; b++) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            int plane = height * width;
            int start = b * 3 * plane;
            for (int i = 0; i < plane; i++) {
                int rgb = level(values[start + i]) << 16
                        | level(values[start + plane + i]) << 8
                        | level(values[start + 2 * plane + i]);
                image.setRGB(i % width, i / width, rgb);
            }
            images.add(image);
        }
        return images;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
    }
}
