package loralei.config;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the training runs.
 *
 * @param kind what kind of device
 * @param card the number of the graphics card, from 0, in the order of {@code nvidia-smi}; empty where the first that fits
 *     is to be taken
 */
public record DeviceChoice(Kind kind, OptionalInt card) implements Choice {
    /** The kinds of device. */
    public enum Kind {
        /** A GPU if one can be used, else the CPU. */
        AUTO,
        /** The processor. */
        CPU,
        /** An NVIDIA GPU (or AMD's with ROCm). */
        CUDA
    }

    /** The GPU if one can be used, else the CPU. */
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, OptionalInt.empty());

    /** The processor. */
    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, OptionalInt.empty());

    /** The first GPU that fits. */
    public static final DeviceChoice CUDA = new DeviceChoice(Kind.CUDA, OptionalInt.empty());

    private static final Pattern CARD = Pattern.compile("cuda:(\\d{1,3})");

    /** A certain GPU. */
    public static DeviceChoice card(int number) {
        return new DeviceChoice(Kind.CUDA, OptionalInt.of(number));
    }

    /** From auto, cpu, cuda or cuda:1. */
    static DeviceChoice of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher card = CARD.matcher(lower);
        return card.matches()
                ? card(Integer.parseInt(card.group(1)))
                : new DeviceChoice(kind(lower), OptionalInt.empty());
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Override
    public String id() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return card.isPresent() ? name + ":" + card.getAsInt() : name;
    }
}
