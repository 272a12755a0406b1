package loralei.data;

import loralei.torch.Tensor;

/** Pixels as a model wants them: (C, H, W), each value -1 to 1. Legend: C channels, H height, W width in pixels. */
public final class PixelTensor {
    private final float[] values;
    private final int channels;
    private final int height;
    private final int width;

    /**
     * Wraps values.
     *
     * @param values (C, H, W); not copied
     * @param channels C
     * @param height H
     * @param width W
     */
    public PixelTensor(float[] values, int channels, int height, int width) {
        if (values.length != (long) channels * height * width) {
            throw new IllegalArgumentException("A tensor of shape (" + channels + ", " + height + ", " + width
                    + ") does not have " + values.length + " values");
        }
        this.values = values;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    /** Returns (C, H, W), each -1 to 1; not copied. */
    public float[] values() {
        return values;
    }

    /** Returns other values of the same shape; not copied. */
    PixelTensor with(float... others) {
        return new PixelTensor(others, channels, height, width);
    }

    /** Returns the same with each row reversed. */
    PixelTensor mirrored() {
        float[] reversed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            reversed[i - x + width - 1 - x] = values[i];
        }
        return with(reversed);
    }

    /** Returns an fp32 tensor (1, C, H, W) on the CPU. */
    public Tensor tensor() {
        return Tensor.of(values, 1, channels, height, width);
    }
}
