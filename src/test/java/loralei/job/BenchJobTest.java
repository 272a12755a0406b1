package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.job.StepMemory.Part;
import loralei.job.StepMemory.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchJobTest {
    @TempDir
    Path folder;

    private static BenchResult measure(int steps, Optional<Path> memory) throws IOException {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                .with("baseModel", ConformanceData.of("sd15").model())
                .with("resolution", Resolutions.of(64))
                .with("rank", 4)
                .with("device", DeviceChoice.CPU);
        return BenchJob.run(new BenchRequest(config, false, steps, memory));
    }

    @Test
    void aStepIsMeasuredSoOftenAsIsAskedForAndNamedByItsSettings() throws IOException {
        BenchResult result = measure(2, Optional.empty());

        assertThat(result.stepSeconds()).hasSize(2).allMatch(seconds -> seconds > 0);
        assertThat(result.medianStepSeconds()).isIn(result.stepSeconds());
        assertThat(result.stepsPerSecond()).isEqualTo(1 / result.medianStepSeconds());
        assertThat(List.of(result.family(), result.resolution(), result.rank(), result.precision(), result.device()))
                .isEqualTo(List.of("sd15", 64, 4, "fp32", "cpu"));
        assertThat(result.peakDeviceMemoryBytes()).isZero();
    }

    @Test
    void theMemoryOverAStepIsToldWithWhatTheStepWasDoing() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "this system does not tell");
        Path file = folder.resolve("memory.csv");
        BenchResult result = measure(1, Optional.of(file));

        assertThat(result.stepSeconds())
                .as("the watched step is not among them")
                .hasSize(1);
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("seconds,bytes,part");
        List<Sample> samples = StepMemory.read(file).samples();
        assertThat(samples).extracting(Sample::seconds).isSorted();
        assertThat(samples).extracting(Sample::part).isSorted().contains(Part.values());
        assertThat(samples).extracting(Sample::bytes).allMatch(bytes -> bytes > 50_000_000L && bytes < 16L << 30);
    }
}
