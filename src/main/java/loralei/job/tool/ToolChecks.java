package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import loralei.config.Bytes;
import loralei.config.UserError;
import loralei.job.FreeSpace;
import loralei.job.LoraChoice;
import loralei.text.Message;

/** What has to be right before a tool computes anything; nothing is touched by asking. */
final class ToolChecks {
    private ToolChecks() {}

    /** Fails unless a rank can be chosen like this. */
    static void rank(RankChoice choice) {
        if (choice instanceof RankChoice.Fixed fixed && fixed.rank() < 1) {
            throw UserError.request(Message.of("merge.badRank", fixed.rank()), Message.of("merge.rankFrom1"));
        }
        if (choice instanceof RankChoice.Energy energy) {
            if (!(energy.share() > 0 && energy.share() <= 1)) {
                throw UserError.request(Message.of("merge.badEnergy", energy.share()), Message.of("merge.energyTo1"));
            }
            if (energy.most() < 1) {
                throw UserError.request(Message.of("merge.badRank", energy.most()), Message.of("merge.rankFrom1"));
            }
        }
    }

    /** Fails unless there are LoRAs, with weights that are numbers, and some other than 0. */
    static void weights(Collection<LoraChoice> loras) {
        if (loras.isEmpty()) {
            throw UserError.request(Message.of("merge.noLora"), Message.of("merge.nameLora"));
        }
        for (LoraChoice lora : loras) {
            if (!Double.isFinite(lora.weight())) {
                throw UserError.request(
                        Message.of("merge.badWeight", lora.file(), lora.weight()), Message.of("draw.weights"));
            }
        }
        if (loras.stream().allMatch(lora -> lora.weight() == 0)) {
            throw UserError.request(Message.of("merge.allOff"), Message.of("merge.someWeight"));
        }
    }

    /** Fails unless there is room where something is to be written. */
    static void room(Path target, long bytes) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        long free = FreeSpace.at(folder);
        if (free < bytes) {
            throw UserError.run(
                    Message.of("merge.noRoom", folder, Bytes.stored(bytes), Bytes.stored(free)),
                    Message.of("merge.makeRoom"));
        }
    }
}
