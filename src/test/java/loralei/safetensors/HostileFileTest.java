package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every broken file is refused with one message that names the file, the tensor where there is one, and the fault. */
class HostileFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("model.safetensors"), content);
    }

    private static byte[] bytes(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private void refused(byte[] content, String... said) throws IOException {
        Path file = file(content);
        var refusal = assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(file.toString());
        for (String word : said) {
            refusal.hasMessageContaining(word);
        }
    }

    private void refused(String header, int dataBytes, String... said) throws IOException {
        refused(bytes(header, dataBytes), said);
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}".formatted(dtype, shape, offsets);
    }

    @Test
    void aSoundFileIsAccepted() throws IOException {
        Path file = file(bytes(tensor("F32", "[2]", "[0,8]"), 8));
        assertThatCode(() -> SafetensorsFile.open(file).close()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void aFileShorterThanTheLengthField(int size) throws IOException {
        refused(new byte[size], size + " bytes, too few");
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 1000, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aHeaderLongerThanTheFile(long length) throws IOException {
        byte[] content = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put("{}      ".getBytes(StandardCharsets.UTF_8))
                .array();
        refused(content, "header claims " + Long.toUnsignedString(length));
    }

    @Test
    void aHeaderLongerThanTheReferenceLibraryAllows() throws IOException {
        Path file = file(ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(100_000_001)
                .put((byte) '{')
                .array());
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100_000_100);
        }
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("100000001 bytes; 100000000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"w\"", "1", "null", " {}"})
    void aHeaderThatIsNoObject(String header) throws IOException {
        refused(header, 0, "not a JSON object");
    }

    @Test
    void anEmptyHeader() throws IOException {
        refused("", 0, "not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"w\":", "{\"w\" {}}", "{'w':{}}", "{\"w\":NaN}", "{} {}", "{}x", "{\"__metadata__\":{},}"
            })
    void badJson(String header) throws IOException {
        refused(header, 0, "damaged");
    }

    @Test
    void endlessNesting() throws IOException {
        refused("{\"w\":{\"x\":" + "[".repeat(100_000), 0, "not valid JSON");
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        byte[] content = bytes(tensor("U8", "[1]", "[0,1]"), 1);
        content[8 + 2] = (byte) 0xff;
        refused(content, "not UTF-8");
    }

    @Test
    void twoTensorsOfOneName() throws IOException {
        String w = "\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
        refused("{" + w + "," + w + "}", 1, "Duplicate", "w");
    }

    @Test
    void metadataTwice() throws IOException {
        refused("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "Duplicate", "__metadata__");
        refused("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "Duplicate", "'a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{}", "[]", "true"})
    void metadataThatIsNoString(String value) throws IOException {
        refused("{\"__metadata__\":{\"a\":" + value + "}}", 0, "__metadata__", "\"a\"", "not a string");
    }

    @Test
    void metadataThatIsNoObject() throws IOException {
        refused("{\"__metadata__\":\"text\"}", 0, "__metadata__ is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F31", "", "f32", "F4", "PackedI4"})
    void anUnknownType(String dtype) throws IOException {
        refused(tensor(dtype, "[1]", "[0,4]"), 4, "\"w\"", "type \"" + dtype + "\" is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[2,-2]", "[1.5]", "[1e3]", "[\"2\"]", "[null]", "[[2]]", "[9223372036854775808]"})
    void aShapeOfSomethingElseThanWholeNumbers(String shape) throws IOException {
        refused(tensor("F32", shape, "[0,8]"), 8, "\"w\"", "shape holds something");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[9223372036854775807]",
                "[4294967296,4294967296]",
                "[4294967296,2147483648,2]",
                "[4611686018427387904,4,0]"
            })
    void aShapeWhoseSizeOverflows(String shape) throws IOException {
        refused(tensor("F32", shape, "[0,0]"), 0, "\"w\"", "larger than any file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4,0]", "[0]", "[]", "[0,4,8]"})
    void offsetsThatAreNoBeginAndEnd(String offsets) throws IOException {
        refused(tensor("U8", "[4]", offsets), 4, "\"w\"", "not a begin and an end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-4,0]", "[0,18446744073709551615]", "[0.0,4]"})
    void offsetsThatAreNoNumbers(String offsets) throws IOException {
        refused(tensor("U8", "[4]", offsets), 4, "\"w\"", "data_offsets holds something");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"F32;[2];[0,4];8", "F32;[];[0,8];4", "BF16;[3,3];[0,17];18", "U8;[0];[0,1];0"})
    void aSizeThatDisagreesWithShapeAndType(String dtype, String shape, String offsets, int bytes) throws IOException {
        refused(tensor(dtype, shape, offsets), 20, "\"w\"", dtype, "takes " + bytes + " bytes");
    }

    @ParameterizedTest
    @CsvSource({"dtype", "shape", "data_offsets"})
    void aMissingField(String field) throws IOException {
        String sound = tensor("U8", "[4]", "[0,4]");
        refused(sound.replace("\"" + field + "\"", "\"other\""), 4, "\"w\"", "has no " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"w\":1}", "{\"w\":null}", "{\"w\":[]}"})
    void aTensorThatIsNoObject(String header) throws IOException {
        refused(header, 0, "\"w\"", "not described by a JSON object");
    }

    @Test
    void aShapeThatIsNoList() throws IOException {
        refused(tensor("U8", "4", "[0,4]"), 4, "\"w\"", "shape is not a list");
    }

    @Test
    void aTruncatedFile() throws IOException {
        refused(tensor("F32", "[2]", "[0,8]"), 7, "\"w\"", "holds only 7", "cut short");
    }

    @Test
    void bytesThatBelongToNoTensor() throws IOException {
        refused(tensor("F32", "[2]", "[0,8]"), 9, "fill 8 bytes", "holds 9");
    }

    @Test
    void aHoleBeforeTheFirstTensor() throws IOException {
        refused(tensor("U8", "[4]", "[1,5]"), 5, "\"w\"", "leaves a hole after the header");
    }

    private static String pair(String firstOffsets, String secondOffsets) {
        String one = "\"%s\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":%s}";
        return "{" + one.formatted("a", firstOffsets) + "," + one.formatted("b", secondOffsets) + "}";
    }

    @Test
    void aHoleBetweenTensors() throws IOException {
        refused(pair("[0,4]", "[5,9]"), 9, "\"b\"", "leaves a hole after \"a\"");
    }

    @Test
    void overlappingTensors() throws IOException {
        refused(pair("[0,4]", "[3,7]"), 7, "\"b\"", "overlaps \"a\"");
        refused(pair("[0,4]", "[0,4]"), 4, "\"b\"", "overlaps \"a\"");
    }

    @Test
    void namesInMessagesAreShortAndClean() throws IOException {
        String name = "\\u001b[31m\\n" + "x".repeat(5000);
        String header = tensor("F31", "[1]", "[0,4]").replace("\"w\"", "\"" + name + "\"");
        Path file = file(bytes(header, 4));
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .hasMessageContaining("?[31m?xxx")
                .message()
                .hasSizeLessThan(file.toString().length() + 300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80024d", "8004959a", "504b0304"})
    void aPickleByItsFirstBytes(String hex) throws IOException {
        byte[] content = Arrays.copyOf(HexFormat.of().parseHex(hex), 100);
        Arrays.fill(content, 4, 100, (byte) 0x2e);
        refused(content, "pickle", "can run any code", ".safetensors variant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.ckpt", "model.bin", "MODEL.PT", "model.pth"})
    void aPickleByItsName(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[300]);
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).hasMessageContaining("pickle");
    }

    @Test
    void aHeaderLengthThatLooksLikeAPickleIsNone() throws IOException {
        // 640 = 0x280 is written as 80 02, the first bytes of a pickle of protocol 2.
        String header = tensor("U8", "[1]", "[0,1]");
        Path file = file(bytes(header + " ".repeat(640 - header.length()), 1));
        assertThatCode(() -> SafetensorsFile.open(file).close()).doesNotThrowAnyException();
    }

    @Test
    void filesThatAreSomethingElse() throws IOException {
        refused("version https://git-lfs.github.com/spec/v1\noid".getBytes(StandardCharsets.UTF_8), "Git LFS pointer");
        refused("<!DOCTYPE html><html></html>".getBytes(StandardCharsets.UTF_8), "web page");
        refused("\ufeff\n<html></html>".getBytes(StandardCharsets.UTF_8), "web page");
        refused("GGUF\3\0\0\0\0\0".getBytes(StandardCharsets.UTF_8), "GGUF");
        refused(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"), "picture");
        refused(new byte[0], "empty", "Download");
        refused(new byte[5000], "nothing but zeros", "Download");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"Unauthorized\",\"message\":\"log in first\"}",
                "Entry not found",
                "404",
                "Access to model org/größe is restricted.\nYou must be authenticated."
            })
    void anAnswerOfTheServerIsShown(String answer) throws IOException {
        refused(answer.getBytes(StandardCharsets.UTF_8), "this is a text", answer.replace('\n', ' '), "access token");
        refused((answer + "ü".repeat(300)).getBytes(StandardCharsets.UTF_8), "this is a text", "...");
    }

    @Test
    void anArchiveIsToldFromThePickleThatPyTorchWrapsInOne() throws IOException {
        refused(zip("lora/my lora.safetensors"), "archive", "Unpack");
        refused(zip("archive/data.pkl"), "pickle");
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(new byte[100]);
        }
        return bytes.toByteArray();
    }

    @Test
    void aFolderAndAFileThatIsNotThere() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() ->
                        SafetensorsFile.open(folder.resolve("none.safetensors")).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("no such file");
    }
}
