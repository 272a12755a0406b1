package loralei.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.lora.LoraWeights;
import loralei.lora.TextLora;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.safetensors.Sha256;
import loralei.text.Message;

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
        LoraWeights weights = new LoraChoice(file, 1).read(model).lora();
        try {
            seen.put(file, new Seen(contentOf(file), Files.size(file), Files.getLastModifiedTime(file)));
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("shared.unreadable", file, Message.of(e)), Message.of("grid.unreadable.remedy"))
                    .causedBy(e);
        }
        keep(file, weights);
    }

    /** Whether a LoRA that was looked over changes text encoders. */
    boolean isOfText(Path file) throws IOException {
        return !TextLora.among(take(file, 1)).isEmpty();
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
            weights = new LoraChoice(file, strength).read(model).lora();
            keep(file, weights);
        }
        return List.of(new WeightedLora(weights, strength));
    }

    /** Those that change text encoders stay: what these made of the prompts is known by them. */
    private void keep(Path file, LoraWeights weights) {
        kept.put(file, weights);
        for (Path eldest : List.copyOf(kept.keySet())) {
            boolean full = kept.keySet().stream()
                            .mapToLong(path -> seen.get(path).bytes())
                            .sum()
                    > ROOM_BYTES;
            boolean ofText = !TextLora.among(List.of(new WeightedLora(kept.get(eldest), 1)))
                    .isEmpty();
            if (full && !ofText && !eldest.equals(file)) {
                kept.remove(eldest);
            }
        }
    }

    /** The SHA-256 of a file, 64 hexadecimal digits. */
    static String contentOf(Path file) throws IOException {
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
