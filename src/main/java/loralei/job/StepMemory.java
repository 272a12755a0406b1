package loralei.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loralei.safetensors.AtomicFile;

/**
 * The memory in use over one step.
 *
 * @param samples in the order of time
 */
public record StepMemory(List<Sample> samples) {
    private static final String HEADER = "seconds,bytes,part";

    /** What a step does, one after the other. */
    public enum Part {
        FORWARD,
        BACKWARD,
        OPTIMIZER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was in use at a moment.
     *
     * @param seconds since the step began
     * @param bytes on the card by all programs; on the processor by this process
     * @param part what the step was doing
     */
    public record Sample(double seconds, long bytes, Part part) {}

    /** Copies the list. */
    public StepMemory {
        samples = List.copyOf(samples);
    }

    /** Writes a table of values between commas: seconds, bytes, part. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Sample sample : samples) {
            text.append(String.format(
                    Locale.ROOT,
                    "%.4f,%d,%s%n",
                    sample.seconds(),
                    sample.bytes(),
                    sample.part().id()));
        }
        AtomicFile.replace(
                file, channel -> channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** Reads what {@code write} wrote. */
    public static StepMemory read(Path file) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.equals(HEADER)) {
                String[] values = line.split(",", -1);
                samples.add(new Sample(
                        Double.parseDouble(values[0]),
                        Long.parseLong(values[1]),
                        Part.valueOf(values[2].toUpperCase(Locale.ROOT))));
            }
        }
        return new StepMemory(samples);
    }
}
