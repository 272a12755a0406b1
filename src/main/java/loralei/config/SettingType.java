package loralei.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import loralei.text.Message;

/**
 * How the values of a setting are written: as text on the command line and in a window, as JSON in a file.
 *
 * @param <T> the type of the values
 * @param javaType the class of the values
 * @param expected what a value has to be, for messages: "a whole number"
 * @param choices the values to choose from, as they are written; empty where there are too many to list
 * @param reader from text to value; throws IllegalArgumentException or ArithmeticException where it is none
 * @param writer from value to text
 * @param isJson whether a JSON value is of the right kind
 */
public record SettingType<T>(
        Class<T> javaType,
        Message expected,
        List<String> choices,
        Function<String, T> reader,
        Function<T, String> writer,
        Predicate<JsonNode> isJson) {

    /** The smallest and the largest value of each type of numbers. */
    private static final Map<Class<?>, List<?>> ENDS = Map.of(
            Integer.class, List.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
            Resolutions.class, List.of(Resolutions.of(Integer.MIN_VALUE), Resolutions.of(Integer.MAX_VALUE)),
            Long.class, List.of(Long.MIN_VALUE, Long.MAX_VALUE),
            Double.class, List.of(-Double.MAX_VALUE, Double.MAX_VALUE));

    /** Whole numbers of 32 bits. */
    public static final SettingType<Integer> INTEGER = new SettingType<>(
            Integer.class,
            Message.of("check.wholeNumber"),
            List.of(),
            text -> new BigDecimal(text.strip()).intValueExact(),
            String::valueOf,
            node -> node.isNumber() && node.canConvertToExactIntegral());

    /** Whole numbers of 64 bits. */
    public static final SettingType<Long> LONG = new SettingType<>(
            Long.class,
            INTEGER.expected(),
            List.of(),
            text -> new BigDecimal(text.strip()).longValueExact(),
            String::valueOf,
            INTEGER.isJson());

    /** Numbers, also in the form 1e-4. */
    public static final SettingType<Double> NUMBER = new SettingType<>(
            Double.class,
            Message.of("check.number"),
            List.of(),
            SettingType::readNumber,
            SettingType::plain,
            JsonNode::isNumber);

    /** One or several resolutions: a number in a file, or a text or list of several. */
    public static final SettingType<Resolutions> RESOLUTIONS = new SettingType<>(
            Resolutions.class,
            Message.of("check.resolutions"),
            List.of(),
            Resolutions::of,
            Resolutions::toString,
            node -> INTEGER.isJson().test(node)
                    || node.isTextual()
                    || (node.isArray() && !node.isEmpty() && all(node, INTEGER.isJson())));

    /** Switches. */
    public static final SettingType<Boolean> SWITCH = new SettingType<>(
            Boolean.class,
            Message.of("check.trueOrFalse"),
            List.of("true", "false"),
            SettingType::readSwitch,
            String::valueOf,
            JsonNode::isBoolean);

    /** Switches with a third position, which older files have as plain ones. */
    public static final SettingType<AutoSwitch> AUTO_SWITCH = new SettingType<>(
            AutoSwitch.class,
            Message.of("check.oneOf", "auto, off, on"),
            List.of(AutoSwitch.AUTO.id(), AutoSwitch.OFF.id(), AutoSwitch.ON.id()),
            AutoSwitch::of,
            Choice::id,
            node -> node.isTextual() || node.isBoolean());

    /** Texts, as they are. */
    public static final SettingType<String> TEXT = new SettingType<>(
            String.class,
            Message.of("check.text"),
            List.of(),
            Function.identity(),
            Function.identity(),
            JsonNode::isTextual);

    /** Paths of files and folders, written with forward slashes so that a file serves on every system. */
    public static final SettingType<Path> PATH = new SettingType<>(
            Path.class,
            Message.of("check.path"),
            List.of(),
            Places::of,
            path -> path.toString().replace(File.separatorChar, '/'),
            JsonNode::isTextual);

    /** Paths likewise, or an empty text for the empty path: none was chosen. */
    public static final SettingType<Path> PATH_OR_NONE = new SettingType<>(
            Path.class,
            Message.of("check.path"),
            List.of(),
            text -> text.isBlank() ? Path.of("") : Places.of(text),
            PATH::toText,
            JsonNode::isTextual);

    /** Devices. To choose from are the kinds; a certain graphics card depends on the computer. */
    public static final SettingType<DeviceChoice> DEVICE = new SettingType<>(
            DeviceChoice.class,
            Message.of("check.device"),
            List.of(DeviceChoice.AUTO.id(), DeviceChoice.CPU.id(), DeviceChoice.CUDA.id()),
            DeviceChoice::of,
            Choice::id,
            JsonNode::isTextual);

    /**
     * Values of an enum.
     *
     * @param type the enum
     */
    public static <E extends Enum<E> & Choice> SettingType<E> choice(Class<E> type) {
        List<E> values = List.of(type.getEnumConstants());
        List<String> ids = values.stream().map(Choice::id).toList();
        return new SettingType<>(
                type,
                Message.of("check.oneOf", String.join(", ", ids)),
                ids,
                text -> values.stream()
                        .filter(value -> value.id().equalsIgnoreCase(text.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)),
                Choice::id,
                node -> node.isTextual() || node.isIntegralNumber()); // 75 is as good as "75"
    }

    /**
     * The value that a text stands for, empty where it stands for none.
     *
     * @param text what a person wrote
     */
    public Optional<T> fromText(String text) {
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * The nearest value to a number that is too large or too small for this type; empty for all else.
     *
     * @param text what a person wrote
     */
    Optional<T> nearest(String text) {
        List<?> ends = ENDS.getOrDefault(javaType, List.of());
        try {
            BigDecimal number = new BigDecimal(text.strip()).stripTrailingZeros();
            boolean fits = fromText(text).isPresent() || (number.scale() > 0 && javaType != Double.class);
            return ends.isEmpty() || fits
                    ? Optional.empty()
                    : Optional.of(javaType.cast(ends.get(number.signum() < 0 ? 0 : 1)));
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * The value that JSON stands for, empty where it is of another kind.
     *
     * @param node any JSON value
     */
    public Optional<T> fromJson(JsonNode node) {
        return isJson.test(node) ? fromText(written(node)) : Optional.empty();
    }

    private static String written(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : node.asText();
    }

    private static boolean all(JsonNode array, Predicate<JsonNode> kind) {
        return StreamSupport.stream(array.spliterator(), false).allMatch(kind);
    }

    /**
     * How a value is written on the command line and in a window.
     *
     * @param value of this type
     */
    public String toText(Object value) {
        return writer.apply(javaType.cast(value));
    }

    /**
     * How a value is written in a file.
     *
     * @param value of this type
     */
    public JsonNode toJson(Object value) {
        if (value instanceof Resolutions several) {
            return several.several() ? TextNode.valueOf(several.toString()) : IntNode.valueOf(several.largest());
        }
        if (value instanceof Integer number) {
            return IntNode.valueOf(number);
        }
        if (value instanceof Long number) {
            return LongNode.valueOf(number);
        }
        if (value instanceof Double number) {
            return DoubleNode.valueOf(number);
        }
        return value instanceof Boolean flag ? BooleanNode.valueOf(flag) : TextNode.valueOf(toText(value));
    }

    private static Boolean readSwitch(String text) {
        return switch (text.strip()) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Double readNumber(String text) {
        double number = new BigDecimal(text.strip()).doubleValue();
        if (Double.isInfinite(number)) {
            throw new ArithmeticException(text);
        }
        return number;
    }

    /** 0.0001, where Java would write 1.0E-4. */
    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }
}
