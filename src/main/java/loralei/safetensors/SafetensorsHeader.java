package loralei.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.JsonText;
import loralei.text.Message;

/**
 * The header of a safetensors file: a JSON object of metadata and tensor descriptions, checked as strictly as the
 * reference library checks it, and for duplicate names on top.
 *
 * @param metadata the strings under {@code __metadata__}, in their order
 * @param tensors the tensors by name, in order of their place in the file
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
    /** The longest header that the reference library reads, in bytes. */
    static final int LONGEST = 100_000_000;

    static final String METADATA = "__metadata__";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST)
                    .maxNameLength(LONGEST)
                    .build())
            .build();

    /**
     * Reads a header.
     *
     * @param file the file, for messages
     * @param json the header's bytes
     * @param dataBytes the size of what follows the header
     * @throws SafetensorsException if anything is wrong with it
     */
    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) throws SafetensorsException {
        try (JsonParser parser = JSON.createParser(text(json))) {
            SafetensorsHeader header = new Reader(file, parser).read();
            return new SafetensorsHeader(
                    Collections.unmodifiableMap(header.metadata), inOrder(file, header.tensors, dataBytes));
        } catch (CharacterCodingException e) {
            throw damaged(file, Message.of("tensors.headerNoUtf8"), e);
        } catch (JsonProcessingException e) {
            throw damaged(file, Message.of("tensors.headerInvalid", oneLine(e)), e);
        } catch (SafetensorsException e) {
            throw e;
        } catch (IOException e) {
            throw damaged(file, Message.of("tensors.headerUnreadable", e.getMessage()), e);
        }
    }

    private static String text(byte[] json) throws CharacterCodingException {
        // A new decoder reports malformed input instead of replacing it.
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    }

    private static Message oneLine(JsonProcessingException e) {
        return Message.of(
                "tensors.column",
                JsonText.explain(e),
                e.getLocation() == null ? "?" : e.getLocation().getColumnNr());
    }

    private static SafetensorsException damaged(Path file, Message problem, Throwable cause) {
        return new SafetensorsException(file, SafetensorsFile.damaged(problem), cause);
    }

    /** Sorts tensors by place; they must fill the data section without hole or overlap, as the format demands. */
    private static Map<String, TensorInfo> inOrder(Path file, Map<String, TensorInfo> tensors, long dataBytes)
            throws SafetensorsException {
        List<TensorInfo> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        Map<String, TensorInfo> result = new LinkedHashMap<>();
        long filled = 0;
        Message previous = Message.of("tensors.header");
        for (TensorInfo info : sorted) {
            if (info.end() > dataBytes) {
                throw new SafetensorsException(
                        file, info.name(), Message.of("tensors.cutShort", info.end(), dataBytes));
            }
            if (info.begin() != filled) {
                Message what = info.begin() < filled
                        ? Message.of("tensors.overlaps", previous)
                        : Message.of("tensors.hole", previous);
                throw new SafetensorsException(
                        file,
                        info.name(),
                        SafetensorsFile.damaged(Message.of("tensors.beginsAt", what, info.begin(), filled)));
            }
            filled = info.end();
            previous = Message.text(SafetensorsException.quote(info.name()));
            result.put(info.name(), info);
        }
        if (filled != dataBytes) {
            throw new SafetensorsException(
                    file, SafetensorsFile.damaged(Message.of("tensors.endsElsewhere", filled, dataBytes)));
        }
        return Collections.unmodifiableMap(result);
    }

    /** One pass over the JSON. */
    private record Reader(Path file, JsonParser parser) {
        SafetensorsHeader read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw problem(Message.of("tensors.headerNoObject"));
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (name.equals(METADATA)) {
                    readMetadata(metadata);
                } else {
                    tensors.put(name, readTensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw problem(Message.of("tensors.trailing"));
            }
            return new SafetensorsHeader(metadata, tensors);
        }

        private void readMetadata(Map<String, String> metadata) throws IOException {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                return;
            }
            if (token != JsonToken.START_OBJECT) {
                throw problem(Message.of("tensors.noObject", METADATA));
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw problem(Message.of("tensors.noText", METADATA, SafetensorsException.quote(key)));
                }
                metadata.put(key, parser.getText());
            }
        }

        private TensorInfo readTensor(String name) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw problem(name, Message.of("tensors.notDescribed"));
            }
            String dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "dtype" -> dtype = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
                    case "shape" -> shape = readNumbers(name, "shape");
                    case "data_offsets" -> offsets = readNumbers(name, "data_offsets");
                    default -> parser.skipChildren();
                }
            }
            if (dtype == null || shape == null || offsets == null) {
                String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
                throw problem(name, Message.of("tensors.lacks", missing));
            }
            if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
                throw problem(name, Message.of("tensors.badOffsets", offsets));
            }
            return checked(new TensorInfo(name, known(name, dtype), shape, offsets.get(0), offsets.get(1)));
        }

        private List<Long> readNumbers(String name, String field) throws IOException {
            if (!parser.hasToken(JsonToken.START_ARRAY)) {
                throw problem(name, Message.of("tensors.noNumbers", field));
            }
            List<Long> numbers = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean whole = parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                if (!whole || parser.getLongValue() < 0) {
                    throw problem(name, Message.of("tensors.noWholeNumbers", field));
                }
                numbers.add(parser.getLongValue());
            }
            return numbers;
        }

        private DType known(String name, String dtype) throws SafetensorsException {
            return DType.of(dtype)
                    .orElseThrow(() -> new SafetensorsException(
                            file, name, Message.of("tensors.unknownType", SafetensorsException.quote(dtype))));
        }

        private TensorInfo checked(TensorInfo info) throws SafetensorsException {
            long expected;
            try {
                expected = Math.multiplyExact(info.count(), info.dtype().bytes());
            } catch (ArithmeticException e) {
                throw problem(info.name(), Message.of("tensors.shapeTooLarge", info.shape()));
            }
            if (info.bytes() != expected) {
                throw problem(
                        info.name(),
                        Message.of("tensors.otherLength", info.dtype(), info.shape(), expected, info.bytes()));
            }
            return info;
        }

        private SafetensorsException problem(Message problem) {
            return new SafetensorsException(file, SafetensorsFile.damaged(problem));
        }

        private SafetensorsException problem(String tensor, Message problem) {
            return new SafetensorsException(file, tensor, SafetensorsFile.damaged(problem));
        }
    }
}
