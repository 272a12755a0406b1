package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("file.safetensors"), content.array());
    }

    private static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    @Test
    void tensorsComeInOrderOfPlaceWhateverTheHeadersOrder() throws IOException {
        String header = "{" + entry("late", "U8", "[2]", 5, 7) + "," + entry("none", "F32", "[0,3]", 5, 5) + ","
                + entry("early", "U8", "[5]", 0, 5) + "}";
        try (SafetensorsFile file = SafetensorsFile.open(write(header, new byte[7]))) {
            assertThat(file.tensors().keySet()).containsExactly("early", "none", "late");
            assertThat(file.tensor("none")).isEqualTo(new TensorInfo("none", DType.F32, List.of(0L, 3L), 5, 5));
            assertThat(file.tensor("none").count()).isZero();
            assertThat(file.floats("none")).isEmpty();
            assertThat(file.map("none").remaining()).isZero();
            assertThat(file.metadata()).isEmpty();
        }
    }

    @Test
    void mapAndReadGiveTheSameLittleEndianBytes() throws IOException {
        String header = "{" + entry("a", "U8", "[1]", 0, 1) + "," + entry("b", "I32", "[2]", 1, 9) + "}";
        byte[] data = {9, 1, 0, 0, 0, 2, 1, 0, 0};
        try (SafetensorsFile file = SafetensorsFile.open(write(header, data))) {
            ByteBuffer map = file.map("b");
            ByteBuffer read = file.read("b");
            assertThat(map.isDirect() && read.isDirect()).isTrue();
            assertThat(map.isReadOnly()).isTrue();
            assertThat(map.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(read.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(map).isEqualTo(read);
            assertThat(read.remaining()).isEqualTo(8);
            assertThat(read.getInt(4)).isEqualTo(258);
            assertThat(file.longs("b")).containsExactly(1, 258);
        }
    }

    @Test
    void floatsWidenEveryFloatingPointType() throws IOException {
        String header = "{" + entry("e4m3", "F8_E4M3", "[1]", 0, 1) + "," + entry("e5m2", "F8_E5M2", "[1]", 1, 2) + ","
                + entry("half", "F16", "[1]", 2, 4) + "," + entry("bf16", "BF16", "[1]", 4, 6) + ","
                + entry("single", "F32", "[]", 6, 10) + "," + entry("double", "F64", "[1]", 10, 18) + "}";
        ByteBuffer data = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        data.put((byte) 0x38).put((byte) 0xc0).putShort((short) 0x3e00).putShort((short) 0xbf80);
        data.putFloat(0.1f).putDouble(0.1);
        try (SafetensorsFile file = SafetensorsFile.open(write(header, data.array()))) {
            assertThat(file.floats("e4m3")).containsExactly(1f);
            assertThat(file.floats("e5m2")).containsExactly(-2f);
            assertThat(file.floats("half")).containsExactly(1.5f);
            assertThat(file.floats("bf16")).containsExactly(-1f);
            assertThat(file.floats("single")).containsExactly(0.1f);
            assertThat(file.floats("double")).containsExactly(0.1f);
            assertThatThrownBy(() -> file.longs("half"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("\"half\"")
                    .hasMessageContaining("F16");
        }
    }

    @Test
    void longsWidenEveryIntegerType() throws IOException {
        String header = "{" + entry("bool", "BOOL", "[1]", 0, 1) + "," + entry("u8", "U8", "[1]", 1, 2) + ","
                + entry("i8", "I8", "[1]", 2, 3) + "," + entry("i16", "I16", "[1]", 3, 5) + ","
                + entry("u16", "U16", "[1]", 5, 7) + "," + entry("i32", "I32", "[1]", 7, 11) + ","
                + entry("u32", "U32", "[1]", 11, 15) + "," + entry("i64", "I64", "[1]", 15, 23) + ","
                + entry("u64", "U64", "[1]", 23, 31) + "," + entry("huge", "U64", "[1]", 31, 39) + "}";
        ByteBuffer data = ByteBuffer.allocate(39).order(ByteOrder.LITTLE_ENDIAN);
        data.put((byte) 1).put((byte) -1).put((byte) -1).putShort((short) -2).putShort((short) -2);
        data.putInt(-3).putInt(-3).putLong(-4).putLong(5).putLong(-1);
        try (SafetensorsFile file = SafetensorsFile.open(write(header, data.array()))) {
            assertThat(file.longs("bool")).containsExactly(1);
            assertThat(file.longs("u8")).containsExactly(255);
            assertThat(file.longs("i8")).containsExactly(-1);
            assertThat(file.longs("i16")).containsExactly(-2);
            assertThat(file.longs("u16")).containsExactly(65534);
            assertThat(file.longs("i32")).containsExactly(-3);
            assertThat(file.longs("u32")).containsExactly(4294967293L);
            assertThat(file.longs("i64")).containsExactly(-4);
            assertThat(file.longs("u64")).containsExactly(5);
            assertThatThrownBy(() -> file.longs("huge")).hasMessageContaining("18446744073709551615");
            assertThatThrownBy(() -> file.floats("i32")).hasMessageContaining("I32");
        }
    }

    @Test
    void aMissingNameIsAnsweredWithTheNearest() throws IOException {
        String header =
                "{" + entry("conv_in.weight", "U8", "[1]", 0, 1) + "," + entry("conv_out.bias", "U8", "[1]", 1, 2) + ","
                        + entry("x", "U8", "[1]", 2, 3) + "," + entry("conv_in.bias", "U8", "[1]", 3, 4) + "}";
        try (SafetensorsFile file = SafetensorsFile.open(write(header, new byte[4]))) {
            assertThatThrownBy(() -> file.floats("conv_in.wieght"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageStartingWith(file.path().toString())
                    .hasMessageContaining("\"conv_in.wieght\"")
                    .hasMessageContaining("[conv_in.weight, conv_in.bias, ");
        }
    }

    @Test
    void unknownFieldsAndEmptyMetadataAreLetThrough() throws IOException {
        String header = "{\"__metadata__\":null,\"w\":{\"dtype\":\"U8\",\"shape\":[],\"extra\":{\"a\":[1]},"
                + "\"data_offsets\":[0,1]}}   ";
        try (SafetensorsFile file = SafetensorsFile.open(write(header, new byte[] {7}))) {
            assertThat(file.longs("w")).containsExactly(7);
            assertThat(file.tensor("w").shape()).isEmpty();
        }
    }

    @Test
    void offsetsBeyondFourGigabytesAreReached() throws IOException {
        long first = 4L << 30;
        long total = first + 12;
        String header = "{" + entry("padding", "U8", "[" + first + "]", 0, first) + ","
                + entry("w", "F32", "[3]", first, total) + "}";
        Path file = folder.resolve("large.safetensors");
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer length =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length);
            sparse.write(length.array());
            sparse.write(json);
            sparse.setLength(8 + json.length + total);
            sparse.seek(8 + json.length + first);
            ByteBuffer values = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            sparse.write(values.putFloat(1).putFloat(-2).putFloat(3).array());
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.floats("w")).containsExactly(1, -2, 3);
            assertThat(open.map("w").getFloat(8)).isEqualTo(3);
            assertThat(open.read("w").getFloat(4)).isEqualTo(-2);
            assertThatThrownBy(() -> open.map("padding"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("\"padding\"")
                    .hasMessageContaining("4294967296 bytes");
            assertThatThrownBy(() -> open.read("padding")).isInstanceOf(SafetensorsException.class);
            assertThatThrownBy(() -> open.longs("padding")).isInstanceOf(SafetensorsException.class);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void tensorsLargerThanOneChunkAreReadWhole() throws IOException {
        int count = 700_001;
        float[] values = new float[count];
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
            numbers[i] = -i;
        }
        Path file = folder.resolve("chunks.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of("f", TensorData.ofFloats(values, count), "l", TensorData.ofLongs(numbers, 1, count)),
                Map.of());
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.floats("f")).isEqualTo(values);
            assertThat(open.longs("l")).isEqualTo(numbers);
        }
    }

    @Test
    void aFileCutAfterOpeningIsAnErrorNotZeros() throws IOException {
        Path path = write("{" + entry("w", "F32", "[2]", 0, 8) + "}", new byte[8]);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            try (RandomAccessFile cut = new RandomAccessFile(path.toFile(), "rw")) {
                cut.setLength(cut.length() - 1);
            }
            assertThatThrownBy(() -> file.floats("w")).hasMessageContaining("became shorter");
            assertThatThrownBy(() -> file.read("w")).hasMessageContaining("became shorter");
            assertThatThrownBy(() -> file.map("w")).isInstanceOf(IOException.class);
        }
    }
}
