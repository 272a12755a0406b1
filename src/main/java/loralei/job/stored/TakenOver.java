package loralei.job.stored;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.Resolutions;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.text.Message;

/** What is taken over from another trainer's settings, and what is not. */
final class TakenOver {
    private static final int SIDE_STEP = 64;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final List<Message> notes = new ArrayList<>();

    TakenOver(Family family) {
        values.put("family", family);
    }

    /**
     * Takes a value over, unless no run of this program can have it.
     *
     * @param setting name of the setting here
     * @param value as its type has it
     * @param name what it is called there
     */
    void take(String setting, Object value, String name) {
        Setting<?> row = Settings.find(setting).orElseThrow();
        if (row.problemWith(value).isEmpty()) {
            values.put(setting, value);
        } else {
            leave(name, row.type().toText(value));
        }
    }

    /** Takes over one of the choices of a setting, by its name; what is none of them is left. */
    void choose(String setting, String choice, String name, String there) {
        Optional<?> value = Settings.find(setting).orElseThrow().type().fromText(choice);
        value.ifPresentOrElse(found -> take(setting, found, name), () -> leave(name, there));
    }

    /** Tells of something that there is nothing like here. */
    void leave(String name, Object value) {
        left.add(name + " = " + value);
    }

    /** The same, unless it is a number without effect. */
    void leaveUnless(String name, double value, double withoutEffect) {
        if (value != withoutEffect) {
            leave(name, plain(value));
        }
    }

    void note(Message note) {
        notes.add(note);
    }

    /** A picture's sides, as the side of a square with as many pixels. */
    static int side(double width, double height) {
        long steps = Math.round(Math.sqrt(width * height) / SIDE_STEP);
        return (int) (width == height ? width : SIDE_STEP * Math.max(1, Math.min(steps, Integer.MAX_VALUE)));
    }

    void takeSides(List<Integer> sides, String name) {
        if (!sides.isEmpty()) {
            take("resolution", new Resolutions(sides), name);
        }
    }

    static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }

    PartialConfig settings() {
        return new PartialConfig(values, List.of());
    }

    List<Message> notes() {
        List<Message> all = new ArrayList<>(notes);
        if (!left.isEmpty()) {
            all.add(Message.of("stored.left", String.join(", ", left)));
        }
        return all;
    }
}
