package loralei.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loralei.config.Choice;
import loralei.config.JsonText;
import loralei.config.PictureSpec;
import loralei.config.Places;
import loralei.config.SettingType;
import loralei.model.BaseModel;
import loralei.safetensors.SafetensorsFile;

/**
 * What pictures were drawn with, in words that A1111 and Forge write into their own pictures and read again (their "PNG
 * info"), as viewers and sharing sites do: prompt, negative prompt, and a line of names and values.
 */
public final class PictureParameters {
    /** What A1111 calls samplers and schedules. */
    private static final Map<String, String> NAMES = Map.of(
            "ddim", "DDIM",
            "euler", "Euler",
            "euler_a", "Euler a",
            "dpmpp_2m", "DPM++ 2M",
            "unipc", "UniPC",
            "lcm", "LCM",
            "normal", "Normal",
            "karras", "Karras",
            "trailing", "SGM Uniform");

    private static final int MODEL_DIGITS = 10;
    private static final int LORA_DIGITS = 12;

    private final String modelName;
    private final String modelHash;
    private final List<LoraChoice> loras;
    private final String loraHashes;

    /**
     * For pictures of one model with the same LoRAs.
     *
     * @throws IOException if a LoRA cannot be read
     */
    PictureParameters(BaseModel model, List<LoraChoice> loras) throws IOException {
        this.modelName = Places.nameOf(model.folder());
        this.modelHash = model.mark().substring(0, MODEL_DIGITS);
        this.loras = List.copyOf(loras);
        StringBuilder hashes = new StringBuilder();
        for (LoraChoice lora : loras) {
            hashes.append(hashes.isEmpty() ? "" : ", ")
                    .append(lora.name())
                    .append(": ")
                    .append(hash(lora.file()));
        }
        this.loraHashes = hashes.toString();
    }

    /** For pictures of one model without LoRAs of files. */
    static PictureParameters of(BaseModel model) {
        try {
            return new PictureParameters(model, List.of());
        } catch (IOException e) { // only LoRAs are read
            throw new UncheckedIOException(e);
        }
    }

    /** By which A1111 and sharing sites know a LoRA: of all its tensors, without the metadata. */
    private static String hash(Path lora) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(lora)) {
            String known = file.metadata().getOrDefault("sshs_model_hash", "");
            String hash = known.length() < LORA_DIGITS ? file.dataSha256() : known;
            return hash.substring(0, LORA_DIGITS);
        }
    }

    /** The words of one picture. */
    public String of(PictureSpec picture) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Steps", String.valueOf(picture.steps()));
        values.put("Sampler", name(picture.sampler()));
        values.put("Schedule type", name(picture.schedule()));
        values.put("CFG scale", SettingType.NUMBER.toText(picture.guidance()));
        if (picture.guidanceRescale() != 0) {
            values.put("CFG Rescale", SettingType.NUMBER.toText(picture.guidanceRescale()));
        }
        values.put("Seed", String.valueOf(picture.seed()));
        values.put("Size", picture.width() + "x" + picture.height());
        values.put("Model hash", modelHash);
        values.put("Model", modelName);
        if (!loras.isEmpty()) {
            values.put("Lora hashes", loraHashes);
        }
        values.put("Version", "Loralei");
        String negative = picture.negativePrompt().isEmpty() ? "" : "\nNegative prompt: " + picture.negativePrompt();
        String line = values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()))
                .collect(Collectors.joining(", "));
        return (withLoras(picture.prompt()) + negative + "\n" + line).strip();
    }

    private static String name(Choice choice) {
        return NAMES.getOrDefault(choice.id(), choice.id());
    }

    private String withLoras(String prompt) {
        String tags = loras.stream()
                .map(lora -> "<lora:" + lora.name() + ":" + SettingType.NUMBER.toText(lora.weight()) + ">")
                .collect(Collectors.joining(" "));
        return tags.isEmpty() || prompt.isEmpty() ? prompt + tags : prompt + " " + tags;
    }

    /** A1111 reads a value with one of these signs only as a JSON string. */
    private static String quoted(String value) {
        if (!value.matches("(?s).*[,:\n].*")) {
            return value;
        }
        try {
            return JsonText.OWN.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
