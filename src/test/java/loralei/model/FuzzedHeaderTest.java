package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loralei.TinyFile;
import loralei.config.Companions;
import loralei.config.UserError;
import loralei.torch.Scope;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One-file models whose headers are sound as such, and make no sense: each ends in one message, or is a model. */
class FuzzedHeaderTest {
    private static final List<Long> SIZES = List.of(0L, 1L, 2L, 3L, 16L, 97L, 768L, 65_537L, 1L << 33);
    private static final List<String> NAMES = List.of(
            "../../etc/passwd",
            "model.diffusion_model.",
            "model.diffusion_model.input_blocks.9999.0.op.weight",
            "model.diffusion_model.input_blocks.1.0.op.weight",
            "model.diffusion_model.output_blocks.-1.0.x",
            "first_stage_model.decoder.up.999.block.0.conv1.weight",
            "conditioner.embedders.1.model.transformer.resblocks.9999.attn.in_proj_weight",
            "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
            "v_pred",
            "\u0000",
            "scaled_fp8");
    private static final List<String> TYPES = List.of("F16", "F32", "BF16", "F8_E4M3", "I64", "BOOL");

    @TempDir
    private Path folder;

    /** A tensor of a header. */
    private record Row(String type, List<Long> shape) {
        long bytes() {
            long bytes = type.equals("F32") ? 4 : type.equals("I64") ? 8 : type.contains("16") ? 2 : 1;
            for (long size : shape) {
                bytes *= size;
            }
            return bytes;
        }
    }

    private static Map<String, Row> fuzzed(Map<String, Row> sound, SplittableRandom random) {
        List<Map.Entry<String, Row>> rows = new ArrayList<>(sound.entrySet());
        Map<String, Row> changed = new LinkedHashMap<>(sound);
        for (int change = 0; change <= random.nextInt(4); change++) {
            Map.Entry<String, Row> row = rows.get(random.nextInt(rows.size()));
            Row old = row.getValue();
            List<Long> shape = new ArrayList<>(old.shape());
            switch (random.nextInt(6)) {
                case 0 -> changed.remove(row.getKey());
                case 1 -> changed.put(NAMES.get(random.nextInt(NAMES.size())), old);
                case 2 -> changed.put(row.getKey(), new Row(TYPES.get(random.nextInt(TYPES.size())), shape));
                case 3 -> changed.put(row.getKey(), new Row(old.type(), shape.subList(1, shape.size())));
                case 4 ->
                    changed.keySet()
                            .removeIf(name -> name.startsWith(row.getKey().substring(0, 20)));
                default -> {
                    shape.set(random.nextInt(shape.size()), SIZES.get(random.nextInt(SIZES.size())));
                    Row other = new Row(old.type(), shape);
                    changed.put(row.getKey(), other.bytes() >= 0 && other.bytes() < 1L << 38 ? other : old);
                }
            }
        }
        return changed;
    }

    /** The data is a hole in the file. */
    private Path write(Map<String, Row> rows) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            long end = at + row.getValue().bytes();
            header.put(
                    row.getKey(),
                    Map.of(
                            "dtype", row.getValue().type(),
                            "shape", row.getValue().shape(),
                            "data_offsets", List.of(at, end)));
            at = end;
        }
        byte[] json = new ObjectMapper().writeValueAsBytes(header);
        Path file = folder.resolve("fuzzed.safetensors");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.allocate(8 + json.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .put(json)
                    .flip());
            if (at > 0) {
                channel.write(ByteBuffer.allocate(1), 8 + json.length + at - 1);
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void everyHeaderIsAModelOrOneMessage(String family) throws IOException {
        Map<String, Row> sound = new LinkedHashMap<>();
        TinyFile.of(family)
                .tensors()
                .forEach((name, data) -> sound.put(name, new Row(data.dtype().name(), data.shape())));
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            Path file = write(fuzzed(sound, random));
            try (Scope scope = Scope.open()) {
                BaseModel model = BaseModel.open(file, Companions.NONE, of -> folder.resolve("none"));
                model.check();
                model.unetValues();
            } catch (UserError e) {
                assertThat(e.getMessage()).isNotBlank();
                assertThat(e.remedy()).isNotBlank();
                refused++;
            }
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }
        assertThat(refused).isBetween(75, 150);
    }
}
