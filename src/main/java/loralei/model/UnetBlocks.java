package loralei.model;

import java.util.ArrayList;
import java.util.List;

/** Names the blocks of the UNet that can run again in place of keeping what their derivatives need. */
public final class UnetBlocks {
    private UnetBlocks() {}

    /** Each residual and each transformer block, in the order in which they run. */
    public static List<String> paths(UnetConfig config) {
        List<String> paths = new ArrayList<>();
        UnetWalk.go(config, new UnetWalk() {
            @Override
            public void resnet(String path, int in, int out) {
                paths.add(path);
            }

            @Override
            public void transformers(String path, int level) {
                for (int block = 0; block < config.depths().get(level); block++) {
                    paths.add(path + ".transformer_blocks." + block);
                }
            }

            @Override
            public void resample(String path, int channels, boolean up) {
                // keeps nothing
            }
        });
        return List.copyOf(paths);
    }

    /** How many of them run again. */
    public static int count(UnetConfig config, Checkpoints checkpoints) {
        return (int) paths(config).stream().filter(checkpoints::has).count();
    }
}
