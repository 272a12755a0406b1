package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import loralei.config.Bytes;
import loralei.model.ModelFacts;
import loralei.model.ModelFacts.PartFacts;
import loralei.safetensors.FileHashes;
import loralei.text.Message;

/** What a report says of a base model, and of hashes, for people to read. */
final class ModelLines {
    private ModelLines() {}

    static List<Message> of(ModelFacts facts, boolean isFolder) {
        List<Message> lines = new ArrayList<>();
        Message target = Message.of(facts.velocity() ? "inspect.velocity" : "inspect.noise");
        lines.add(Message.of(
                "inspect.predicts",
                facts.zeroSnr() ? Message.of("shared.list", target, Message.of("inspect.zeroSnr")) : target));
        if (isFolder) {
            lines.add(Message.of("inspect.size", Bytes.stored(facts.bytes())));
        }
        facts.parts().forEach(part -> lines.add(line(part)));
        if (facts.averaged() > 0) {
            lines.add(Message.of("inspect.averaged", facts.averaged()));
        }
        return lines;
    }

    private static Message line(PartFacts part) {
        if (part.from().isEmpty()) {
            return Message.of("inspect.partMissing", part.name());
        }
        if (!part.own()) {
            return Message.of("inspect.partFrom", part.name(), part.from().get());
        }
        int all = part.tensors().values().stream().mapToInt(Integer::intValue).sum();
        Message counted = LoraReport.counts(part.tensors(), type -> Message.text(type.name()));
        return Message.of("inspect.part", part.name(), all, counted, part.values());
    }

    /** Programs know a file by short hashes, and pages of folders its parts by whole ones. */
    static List<Message> of(FileHashes hashes, boolean isFolder) {
        if (isFolder) {
            return List.of(Message.of("inspect.sha256Of", hashes.file(), hashes.sha256()));
        }
        List<Message> lines = new ArrayList<>();
        lines.add(
                hashes.autoV3().isEmpty()
                        ? Message.of("inspect.shortHashes", hashes.autoV1(), hashes.autoV2())
                        : Message.of("inspect.hashes", hashes.autoV1(), hashes.autoV2(), hashes.autoV3()));
        lines.add(Message.of("inspect.sha256", hashes.sha256()));
        return lines;
    }
}
