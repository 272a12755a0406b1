package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import loralei.config.Bytes;
import loralei.config.UserError;
import loralei.job.FreeSpace;
import loralei.job.LoraChoice;
import loralei.safetensors.DType;
import loralei.text.Message;

/** What has to be right before a tool computes anything; nothing is touched by asking. */
final class ToolChecks {
    static final String ENDING = ".safetensors";
    private static final Set<DType> WRITTEN = Set.of(DType.F16, DType.BF16, DType.F32);

    private ToolChecks() {}

    /** Fails unless a file can be written and is none of those that are read. */
    static void file(ToolOutput output, Collection<Path> read) {
        Path file = output.file();
        output.type().filter(type -> !WRITTEN.contains(type)).ifPresent(type -> {
            throw UserError.request(Message.of("merge.noType", type), Message.of("merge.types", "F16, BF16, F32"));
        });
        if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ENDING)) {
            throw refused(Message.of("merge.ending", file, ENDING));
        }
        if (Files.isDirectory(file)) {
            throw refused(Message.of("merge.isFolder", file));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw refused(Message.of("merge.noFolder", folder));
        }
        for (Path source : read) {
            if (isSame(file, source)) {
                throw refused(Message.of("merge.sameFile", file));
            }
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !output.overwrite()) {
            throw UserError.request(Message.of("merge.exists", file), Message.of("merge.otherOrReplace"));
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // whoever cannot look at it says so when it is read
        }
    }

    private static UserError refused(Message problem) {
        return UserError.request(problem, Message.of("merge.otherName"));
    }

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
