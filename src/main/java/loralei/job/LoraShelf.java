package loralei.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.lora.LoraFile;
import loralei.lora.LoraReport;
import loralei.lora.LoraStack;
import loralei.lora.LoraWeights;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.torch.ComputeDevice;

/**
 * LoRAs to draw with, looked over once and read when they are needed: those used last are kept as far as there is room,
 * so that many large ones do not fill the memory.
 */
final class LoraShelf {
    private static final long ROOM_BYTES = 512L << 20;
    private static final int BUFFER_BYTES = 1 << 20;

    private final BaseModel model;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, LoraWeights> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** A file as it was looked over. */
    private record Seen(String sha256, long bytes, FileTime time) {}

    LoraShelf(BaseModel model) {
        this.model = model;
    }

    /**
     * Looks a LoRA over.
     *
     * @throws UserError names the file, if it cannot be drawn with on this base model
     */
    void look(Path file) {
        if (!Files.isRegularFile(file)) {
            throw UserError.request(Message.of("grid.noFile", file), Message.of("inspect.checkPath"));
        }
        try {
            Seen now = new Seen(contentOf(file), Files.size(file), Files.getLastModifiedTime(file));
            LoraFile lora = LoraFile.read(file);
            Optional<Family> family = lora.report().lora().flatMap(LoraReport.Lora::family);
            if (family.isPresent() && family.get() != model.family()) {
                throw UserError.request(
                        Message.of(
                                "grid.otherFamily",
                                file,
                                family.get().label(),
                                model.folder(),
                                model.family().label()),
                        Message.of("lora.sameFamily"));
            }
            LoraWeights weights = lora.weights();
            fit(file, weights);
            seen.put(file, now);
            keep(file, weights);
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("grid.unreadable", file, Message.of(e)), Message.of("grid.unreadable.remedy"))
                    .causedBy(e);
        }
    }

    /** A LoRA of the right family may still be for another network of it. */
    private void fit(Path file, LoraWeights weights) {
        try {
            new LoraStack(List.of(new WeightedLora(weights, 1)), model.unetConfig(), ComputeDevice.cpu()).close();
        } catch (UserError e) {
            throw UserError.request(Message.of("grid.unreadable", file, e.localized()), e.localizedRemedy())
                    .causedBy(e);
        }
    }

    /** The content of a LoRA that was looked over; 64 hexadecimal digits. */
    String sha256(Path file) {
        return seen.get(file).sha256();
    }

    /** A LoRA that was looked over, in a list to draw with. */
    List<WeightedLora> take(Path file, double strength) throws IOException {
        LoraWeights weights = kept.get(file);
        if (weights == null) {
            Seen then = seen.get(file);
            if (then.bytes() != Files.size(file) || !then.time().equals(Files.getLastModifiedTime(file))) {
                throw UserError.run(Message.of("grid.changed", file), Message.of("grid.changed.remedy"));
            }
            weights = LoraFile.read(file).weights();
            keep(file, weights);
        }
        return List.of(new WeightedLora(weights, strength));
    }

    private void keep(Path file, LoraWeights weights) {
        kept.put(file, weights);
        Iterator<Path> eldest = List.copyOf(kept.keySet()).iterator();
        while (kept.keySet().stream().mapToLong(path -> seen.get(path).bytes()).sum() > ROOM_BYTES && kept.size() > 1) {
            kept.remove(eldest.next());
        }
    }

    private static String contentOf(Path file) throws IOException {
        Sha256 digest = new Sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return digest.hex();
    }
}
