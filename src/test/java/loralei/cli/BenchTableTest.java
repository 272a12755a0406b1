package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import loralei.cli.BenchSeries.Outcome;
import loralei.config.PartialConfig;
import loralei.config.UserError;
import loralei.job.BenchMatrix;
import loralei.job.BenchResult;
import loralei.text.Message;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTableTest {
    private static final long GIB = 1L << 30;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Console console(Locale language) {
        Surroundings surroundings =
                new Surroundings(false, () -> 100, stop -> code -> {}, System::nanoTime, folder, language);
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                surroundings,
                Optional.empty(),
                Texts.ofCommandLine(language));
    }

    private static BenchTable.Wanted wanted(boolean table, int repeats, Optional<Path> json) {
        return new BenchTable.Wanted(repeats, table, json, Optional.empty());
    }

    static BenchResult result(double seconds, long memory, long card) {
        return new BenchResult(
                "sd15",
                "random",
                512,
                1,
                16,
                "adamw",
                "bf16",
                false,
                "cpu",
                2,
                1,
                1,
                1,
                1,
                List.of(seconds),
                seconds,
                1 / seconds,
                memory,
                card);
    }

    private static BenchMatrix.Row row(String checkpointing, String tooLarge) {
        return new BenchMatrix.Row(
                PartialConfig.ofTexts(
                                Map.of("family", "sd15", "resolution", "512", "gradientCheckpointing", checkpointing))
                        .config(),
                Optional.of(tooLarge).filter(text -> !text.isEmpty()).map(Message::text));
    }

    private static Outcome measured(double seconds, long gib) {
        return new Outcome.Measured(result(seconds, gib * GIB, 0));
    }

    @Test
    void rowsAreMeasuredInTurnsAndTheirMediansAndHighestPeaksTold() throws IOException {
        Deque<Outcome> outcomes = new ArrayDeque<>(List.of(
                measured(3, 4), measured(9, 2), measured(1, 5), measured(8, 2), measured(2, 4), measured(4, 3)));
        List<Integer> order = new ArrayList<>();
        BenchTable table = new BenchTable(wanted(false, 3, Optional.empty()), console(Locale.ENGLISH));
        int code = table.run(List.of(row("false", ""), row("true", "")), 2, (row, what) -> {
            order.add(row);
            return outcomes.remove();
        });

        assertThat(code).isZero();
        assertThat(order).containsExactly(0, 1, 0, 1, 0, 1);
        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(json.at("/steps").asInt()).isEqualTo(2);
        assertThat(json.at("/repeats").asInt()).isEqualTo(3);
        assertThat(json.at("/rows/0/medianStepSeconds").asDouble()).isEqualTo(2);
        assertThat(json.at("/rows/0/stepsPerSecond").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/rows/0/peakMemoryBytes").asLong()).isEqualTo(5 * GIB);
        assertThat(json.at("/rows/1/medianStepSeconds").asDouble()).isEqualTo(8);
        assertThat(json.at("/rows/1/runs")).hasSize(3);
        assertThat(json.at("/rows/1/settings/resolution").asInt()).isEqualTo(512);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("6/6  sd15 512, batch 1, bf16, checkpointing: 4.00 s a step, 3.0 GiB");
    }

    @Test
    void whatFailsOrDoesNotFitIsARowThatSaysSo() throws IOException {
        List<Integer> order = new ArrayList<>();
        BenchTable table = new BenchTable(wanted(true, 2, Optional.empty()), console(Locale.GERMANY));
        int code = table.run(List.of(row("false", "zu groß"), row("true", ""), row("false", "")), 1, (row, what) -> {
            order.add(row);
            return row == 1 ? new Outcome.Failed(Message.of("bench.ended", 137)) : measured(10.5, 4);
        });

        assertThat(code).isZero();
        assertThat(order).as("what failed is not tried again").containsExactly(1, 2, 2);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Modell  Größe  Batch  Typ   spart Speicher durch  s/Schritt  Schritte/s  Speicher  Karte",
                        "sd15      512      1  auto  -                             -           -         -      -  zu groß",
                        "sd15      512      1  auto  Checkpointing                 -           -         -      -"
                                + "  vom System beendet (Exit-Code 137), wahrscheinlich aus Mangel an Speicher",
                        "sd15      512      1  bf16  -                         10,50       0,095   4,0 GiB      -");
    }

    @Test
    void aTableWithoutAnyMeasurementIsAFailure() throws IOException {
        BenchTable table = new BenchTable(wanted(true, 1, Optional.empty()), console(Locale.ENGLISH));

        assertThat(table.run(List.of(row("false", "")), 1, (row, what) -> new Outcome.Failed(Message.text("broken"))))
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void theFileHoldsWhatWasMeasuredUntilNow() throws IOException {
        Path file = folder.resolve("bench.json");
        List<Integer> seen = new ArrayList<>();
        BenchTable table = new BenchTable(wanted(true, 1, Optional.of(file)), console(Locale.ENGLISH));
        table.run(List.of(row("false", ""), row("true", "")), 1, (row, what) -> {
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            seen.add(json.at("/rows/0/runs").size());
            return measured(1, 1);
        });

        assertThat(seen).containsExactly(0, 1);
        assertThat(new ObjectMapper().readTree(Files.readString(file)).at("/rows/1/runs"))
                .hasSize(1);
    }

    @Test
    void aFileThatCannotBeIsToldBeforeAnythingIsMeasured() {
        Path file = folder.resolve("none/bench.json");
        BenchTable table = new BenchTable(wanted(true, 1, Optional.of(file)), console(Locale.ENGLISH));

        assertThatThrownBy(() -> table.run(List.of(row("false", "")), 1, (row, what) -> {
                    throw new AssertionError("measured");
                }))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be written");
    }
}
