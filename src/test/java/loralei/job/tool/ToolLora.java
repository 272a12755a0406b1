package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import loralei.config.Family;
import loralei.lora.Component;
import loralei.lora.KeyFormat;
import loralei.lora.LoraPart;
import loralei.lora.ModuleName;
import loralei.lora.UnetLayout;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/** LoRA files made to test tools with, of few numbers and of every kind of module. */
final class ToolLora {
    private static final String BLOCK = "mid_block.attentions.0.transformer_blocks.0.";
    private static final List<String> LINEAR = List.of(
            BLOCK + "attn1.to_q",
            BLOCK + "attn2.to_out.0",
            "up_blocks.1.attentions.2.transformer_blocks.0.attn1.to_v",
            BLOCK + "ff.net.0.proj",
            BLOCK + "ff.net.2",
            "mid_block.resnets.1.time_emb_proj",
            "time_embedding.linear_1");
    private static final Map<String, Integer> CONVOLUTIONS = Map.of(
            "down_blocks.1.resnets.0.conv1", 3,
            "down_blocks.1.resnets.0.conv_shortcut", 1,
            "down_blocks.0.downsamplers.0.conv", 3,
            "up_blocks.0.upsamplers.0.conv", 3,
            "conv_in", 3,
            "conv_out", 3);
    private static final List<String> TEXT = List.of(
            "text_model.encoder.layers.0.self_attn.q_proj",
            "text_model.encoder.layers.11.self_attn.out_proj",
            "text_model.encoder.layers.3.mlp.fc1");

    private final Family family;
    private final KeyFormat naming;
    private final Random random = new Random(7);
    final Map<String, TensorData> tensors = new TreeMap<>();

    ToolLora(Family family, KeyFormat naming) {
        this.family = family;
        this.naming = naming;
    }

    /** A file with modules of all kinds that the naming has names for, with alphas in turn where it has any. */
    static ToolLora whole(Family family, KeyFormat naming, DType type, double... alphas) {
        ToolLora lora = new ToolLora(family, naming);
        int width = family == Family.SD15 ? 768 : 2048;
        int projection = family == Family.SD15 ? 1 : 0;
        lora.add(ModuleName.unet(BLOCK + "attn2.to_k"), 0, width, type, alphas);
        lora.add(ModuleName.unet("down_blocks.1.attentions.0.proj_in"), projection, 6, type, alphas);
        LINEAR.forEach(path -> lora.add(ModuleName.unet(path), 0, 6, type, alphas));
        CONVOLUTIONS.forEach((path, kernel) -> lora.add(ModuleName.unet(path), kernel, 3, type, alphas));
        if (naming.has(Component.TEXT_ENCODER)) {
            TEXT.forEach(path -> lora.add(new ModuleName(Component.TEXT_ENCODER, path), 0, 6, type, alphas));
        }
        if (family == Family.SDXL) {
            lora.add(ModuleName.unet("add_embedding.linear_2"), 0, 6, type, alphas);
            if (naming.has(Component.TEXT_ENCODER)) {
                TEXT.forEach(path -> lora.add(new ModuleName(Component.TEXT_ENCODER_2, path), 0, 6, type, alphas));
                lora.add(new ModuleName(Component.TEXT_ENCODER_2, "text_projection"), 0, 6, type, alphas);
            }
        }
        return lora;
    }

    /** Without what only some namings have names for. */
    ToolLora ofUnet() {
        tensors.keySet().removeIf(name -> name.contains("text_"));
        return this;
    }

    /** A module of rank 4 with outputs 5; with one of the alphas, if there are any. */
    ToolLora add(ModuleName module, int kernel, int in, DType type, double... alphas) {
        int rank = 4;
        long k = Math.max(1, kernel);
        List<Long> down = kernel == 0 ? List.of(4L, (long) in) : List.of(4L, (long) in, k, k);
        List<Long> up = kernel == 0 ? List.of(5L, 4L) : List.of(5L, 4L, 1L, 1L);
        put(module, LoraPart.DOWN, TensorData.ofFloats(type, values(Math.toIntExact(k * k * rank * in)), down));
        put(module, LoraPart.UP, TensorData.ofFloats(type, values(5 * rank), up));
        if (naming.hasAlpha() && alphas.length > 0) {
            float alpha = (float) alphas[tensors.size() % alphas.length];
            put(module, LoraPart.ALPHA, TensorData.ofFloats(type, new float[] {alpha}));
        }
        return this;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, -random.nextInt(7))); // down to F16's subnormals
        }
        return values;
    }

    private void put(ModuleName module, LoraPart part, TensorData data) {
        tensors.put(name(module, part), data);
    }

    String name(ModuleName module, LoraPart part) {
        return naming.tensorName(family, UnetLayout.of(family), module, part);
    }

    Path write(Path file) throws IOException {
        return write(file, Map.of());
    }

    Path write(Path file, Map<String, String> metadata) throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
        return file;
    }

    /** All tensors of a file. */
    static Map<String, TensorData> read(Path path) throws IOException {
        Map<String, TensorData> tensors = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        return tensors;
    }

    /** All metadata of a file. */
    static Map<String, String> metadata(Path path) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return new LinkedHashMap<>(file.metadata());
        }
    }

    /** All namings that programs load. */
    static List<KeyFormat> namings() {
        return KeyFormat.LOADED;
    }
}
