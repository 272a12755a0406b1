package loralei.model;

/** One who goes through the UNet's blocks in the order in which they run. */
interface UnetWalk {
    void resnet(String path, int in, int out);

    void transformers(String path, int level);

    void resample(String path, int channels, boolean up);

    /** The activation is kept for the way up. */
    default void remember() {}

    /** The last one that was kept is appended to an activation of {@code channels}. */
    default void join(int channels) {}

    /** Goes the whole way: down, through the middle, and up. */
    static void go(UnetConfig config, UnetWalk walker) {
        down(config, walker);
        int last = config.levels() - 1;
        int width = config.channels().get(last);
        walker.resnet("mid_block.resnets.0", width, width);
        walker.transformers("mid_block.attentions.0", last);
        walker.resnet("mid_block.resnets.1", width, width);
        up(config, walker);
    }

    private static void down(UnetConfig config, UnetWalk walker) {
        walker.remember();
        int in = config.channels().get(0);
        for (int level = 0; level < config.levels(); level++) {
            int out = config.channels().get(level);
            String path = "down_blocks." + level;
            for (int j = 0; j < config.layersPerBlock(); j++) {
                walker.resnet(path + ".resnets." + j, in, out);
                if (config.crossAttention().get(level)) {
                    walker.transformers(path + ".attentions." + j, level);
                }
                walker.remember();
                in = out;
            }
            if (level < config.levels() - 1) {
                walker.resample(path + ".downsamplers.0.conv", out, false);
                walker.remember();
            }
        }
    }

    private static void up(UnetConfig config, UnetWalk walker) {
        int last = config.levels() - 1;
        int before = config.channels().get(last);
        for (int i = 0; i < config.levels(); i++) {
            int level = last - i;
            int out = config.channels().get(level);
            int below = config.channels().get(Math.max(level - 1, 0));
            String path = "up_blocks." + i;
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                int skip = j == config.layersPerBlock() ? below : out;
                int in = j == 0 ? before : out;
                walker.join(in);
                walker.resnet(path + ".resnets." + j, in + skip, out);
                if (config.crossAttentionUp().get(i)) {
                    walker.transformers(path + ".attentions." + j, level);
                }
            }
            if (level > 0) {
                walker.resample(path + ".upsamplers.0.conv", out, true);
            }
            before = out;
        }
    }
}
