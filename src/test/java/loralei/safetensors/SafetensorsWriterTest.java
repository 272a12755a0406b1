package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private static TensorData bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new TensorData(DType.U8, List.of((long) values.length), ByteBuffer.wrap(bytes));
    }

    @Test
    void theFileIsLaidOutAsTheReferenceLibraryDoes() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("b", bytes(1, 2));
        tensors.put("y", TensorData.ofFloats(new float[] {1}, 1));
        tensors.put("x", TensorData.ofFloats(new float[] {2}));
        tensors.put("h", TensorData.ofFloats(DType.F16, new float[] {1}, 1, 1));
        tensors.put("i", TensorData.ofLongs(new long[] {3}, 1));
        SafetensorsWriter.write(file, tensors, Map.of("note", "ä\"\n"));
        byte[] content = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt();
        String expected = "{\"__metadata__\":{\"note\":\"ä\\\"\\n\"},"
                + "\"i\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[16,18]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[18,20]}}";
        String header = new String(content, 8, length, StandardCharsets.UTF_8);
        assertThat(length % 8).isZero();
        assertThat(header).startsWith(expected);
        assertThat(header.substring(expected.length())).isBlank().hasSizeLessThan(8);
        assertThat(HexFormat.of().formatHex(content, 8 + length, content.length))
                .isEqualTo("0300000000000000" + "00000040" + "0000803f" + "003c" + "0102");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "1");
        metadata.put("a", "日本 😀");
        Map<String, TensorData> tensors = Map.of(
                "f", TensorData.ofFloats(new float[] {1, Float.NaN, -0f, Float.NEGATIVE_INFINITY}, 2, 2),
                "e", TensorData.ofFloats(new float[0], 0, 7),
                "b", TensorData.ofFloats(DType.BF16, new float[] {1.0f, 3.0f}, 2));
        SafetensorsWriter.write(file, tensors, metadata);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.metadata()).containsExactlyEntriesOf(metadata);
            assertThat(open.tensors()).containsOnlyKeys("b", "e", "f");
            assertThat(open.floats("f")).containsExactly(1, Float.NaN, -0f, Float.NEGATIVE_INFINITY);
            assertThat(open.tensor("e").shape()).containsExactly(0L, 7L);
            assertThat(open.floats("b")).containsExactly(1, 3);
        }
    }

    @Test
    void withoutMetadataTheHeaderHasNone() throws IOException {
        Path file = folder.resolve("out.safetensors");
        SafetensorsWriter.write(file, Map.of("w", TensorData.ofFloats(new float[] {1}, 1)), Map.of());
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("__metadata__");
    }

    @Test
    void theDataHashCoversEverythingAfterTheHeader() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("out.safetensors");
        SafetensorsWriter.write(
                file, Map.of("w", TensorData.ofLongs(new long[] {1, 2}, 2), "v", bytes(5)), Map.of("any", "thing"));
        byte[] content = Files.readAllBytes(file);
        byte[] data = Arrays.copyOfRange(content, content.length - 17, content.length);
        try (SafetensorsFile written = SafetensorsFile.open(file)) {
            assertThat(written.dataSha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(data)));
        }
    }

    @Test
    void anExistingFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("out.safetensors"), "old");
        SafetensorsWriter.write(file, Map.of("w", bytes(5)), Map.of());
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.longs("w")).containsExactly(5);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aTensorCannotTakeTheNameOfTheMetadata() {
        Path file = folder.resolve("out.safetensors");
        Map<String, TensorData> tensors = Map.of("__metadata__", bytes(5));
        assertThatThrownBy(() -> SafetensorsWriter.write(file, tensors, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThat(file).doesNotExist();
    }

    @Test
    void aVerifiedFileIsTheSameAsAnyOther() throws IOException {
        Map<String, TensorData> tensors = Map.of("w", TensorData.ofFloats(new float[] {1, -2}, 2));
        Path plain = folder.resolve("plain.safetensors");
        Path verified = folder.resolve("verified.safetensors");
        SafetensorsWriter.write(plain, tensors, Map.of("a", "b"));
        SafetensorsWriter.writeVerified(verified, tensors, Map.of("a", "b"));
        assertThat(Files.mismatch(plain, verified)).isEqualTo(-1);
    }

    @Test
    void verificationFindsEveryDifference() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Map<String, TensorData> tensors = Map.of("w", TensorData.ofFloats(new float[] {1, 2}, 2));
        SafetensorsWriter.write(file, tensors, Map.of("a", "b"));
        SafetensorsWriter.requireEqual(file, tensors, Map.of("a", "b"));
        List<TensorData> others = List.of(
                TensorData.ofFloats(new float[] {1, Math.nextUp(2f)}, 2),
                TensorData.ofFloats(new float[] {1, 2}, 1, 2),
                TensorData.ofLongs(new long[] {0x40000000_3f800000L}, 1));
        for (TensorData other : others) {
            assertThatThrownBy(() -> SafetensorsWriter.requireEqual(file, Map.of("w", other), Map.of("a", "b")))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("\"w\"")
                    .hasMessageContaining("reads back differently");
        }
        assertThatThrownBy(() -> SafetensorsWriter.requireEqual(file, tensors, Map.of()))
                .hasMessageContaining("metadata read back");
        assertThatThrownBy(() -> SafetensorsWriter.requireEqual(file, Map.of(), Map.of("a", "b")))
                .hasMessageContaining("not those that were written");
    }

    @Test
    void tensorsAreConvertedBetweenFloatingPointTypes() {
        TensorData data = TensorData.ofFloats(new float[] {1.0001f, -70000}, 1, 2);
        assertThat(data.as(DType.F32)).isSameAs(data);
        assertThat(data.as(DType.F16).floats()).containsExactly(1, Float.NEGATIVE_INFINITY);
        assertThat(data.as(DType.F64).shape()).containsExactly(1L, 2L);
        assertThat(data.as(DType.F64).as(DType.F32)).isEqualTo(data);
        assertThatThrownBy(() -> TensorData.ofLongs(new long[1], 1).floats())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTensorOfTheWrongSizeCannotBeMade() {
        assertThatThrownBy(() -> TensorData.ofFloats(new float[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F32 of shape [2, 2] takes 16 bytes, not 12");
        assertThatThrownBy(() -> TensorData.ofFloats(DType.I32, new float[1], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TensorData.ofFloats(new float[1], -1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aTensorsBytesCanBeTakenAnyNumberOfTimes() {
        TensorData data = TensorData.ofLongs(new long[] {1, 2}, 2);
        ByteBuffer first = data.bytes();
        assertThat(first.getLong()).isEqualTo(1);
        assertThat(data.bytes().getLong()).isEqualTo(1);
        assertThat(first.isReadOnly()).isTrue();
    }
}
