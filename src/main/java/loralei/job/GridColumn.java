package loralei.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.text.Message;

/**
 * A column of a grid.
 *
 * @param lora the LoRA; empty for the base model alone
 * @param name what to call it, where the step is not enough; empty where it is
 * @param step the step that it is of, if its name tells
 */
public record GridColumn(Optional<Path> lora, String name, OptionalInt step) {
    private static final Pattern OF_STEP = Pattern.compile("(.+)-step(\\d{1,10})");
    private static final String ENDING = ".safetensors";

    /** The columns of some LoRAs, each called by no more than tells it from the others. */
    static List<GridColumn> of(boolean withBase, List<Path> loras) {
        List<GridColumn> columns = new ArrayList<>();
        if (withBase) {
            columns.add(new GridColumn(Optional.empty(), "", OptionalInt.empty()));
        }
        boolean oneRun = loras.stream().map(GridColumn::runOf).distinct().count() == 1;
        for (Path lora : loras) {
            OptionalInt step = stepOf(lora);
            String name = step.isEmpty() ? nameOf(lora) : runOf(lora);
            columns.add(new GridColumn(Optional.of(lora), oneRun && step.isPresent() ? "" : name, step));
        }
        return columns;
    }

    /** The name of a LoRA's file without its ending. */
    public static String nameOf(Path lora) {
        return withoutEnding(lora.getFileName().toString());
    }

    static String withoutEnding(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }

    /** The name of the run that left a LoRA: its own without the step. */
    public static String runOf(Path lora) {
        Matcher ofStep = OF_STEP.matcher(nameOf(lora));
        return ofStep.matches() ? ofStep.group(1) : nameOf(lora);
    }

    private static OptionalInt stepOf(Path lora) {
        Matcher ofStep = OF_STEP.matcher(nameOf(lora));
        long step = ofStep.matches() ? Long.parseLong(ofStep.group(2)) : Long.MAX_VALUE;
        return step <= Integer.MAX_VALUE ? OptionalInt.of((int) step) : OptionalInt.empty();
    }

    /** What to call it. */
    public Message title() {
        if (lora.isEmpty()) {
            return Message.of("grid.without");
        }
        if (step.isEmpty()) {
            return Message.text(name);
        }
        return name.isEmpty()
                ? Message.of("grid.step", step.getAsInt())
                : Message.of("grid.nameAndStep", name, step.getAsInt());
    }
}
