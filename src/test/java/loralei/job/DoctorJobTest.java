package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.job.Finding.Verdict;
import loralei.text.Message;
import loralei.torch.FakeDriver;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.NativeChoice.Build;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of this computer, and of computers that are made up. */
class DoctorJobTest {
    private static final Message NONE = Message.text("");

    @TempDir
    private Path folder;

    private Path models;
    private Path output;

    @BeforeEach
    void makeFolders() throws IOException {
        models = Files.createDirectory(folder.resolve("models"));
        output = folder.resolve("output");
    }

    private DoctorReport look() {
        return DoctorJob.run(new DoctorRequest(models, output, List.of(folder)));
    }

    private static Finding named(DoctorReport report, String name) {
        return report.findings().stream()
                .filter(finding -> finding.name().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void onThisComputerTheLibrariesAreReallyTried() {
        DoctorReport report = look();
        assertThat(named(report, "Java").verdict()).isEqualTo(Verdict.GREEN);
        assertThat(named(report, "system").verdict()).isEqualTo(Verdict.GREEN);
        assertThat(named(report, "PyTorch").verdict()).isEqualTo(Verdict.GREEN);
        assertThat(report.findings())
                .anySatisfy(finding ->
                        assertThat(finding.text().toString()).contains("libtorch 2.7.1 computes on the processor"));
        assertThat(named(report, "memory").text().toString()).contains("GiB");
        assertThat(named(report, "writing to").verdict()).isEqualTo(Verdict.GREEN);
        assertThat(output).doesNotExist();
    }

    @Test
    void aWarningAlwaysComesWithARemedy() {
        assertThat(look().findings())
                .allSatisfy(finding -> assertThat(finding.remedy().toString().isEmpty())
                        .isEqualTo(finding.verdict() == Verdict.GREEN));
    }

    @Test
    void aSoundModelIsFoundAndAnIncompleteOneIsToldApart() throws IOException {
        ConformanceData data = ConformanceData.of("sd15");
        copy(data.model(), models.resolve("sd15"));
        copy(data.model(), models.resolve("other"));
        Files.delete(models.resolve("other/tokenizer/merges.txt"));
        Files.createDirectories(models.resolve("sdxl.download"));
        DoctorReport report = look();
        Finding sound = named(report, "model " + models.resolve("sd15"));
        assertThat(sound.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(sound.text().toString()).isEqualTo("Stable Diffusion 1.5, complete");
        Finding broken = named(report, "model " + models.resolve("other"));
        assertThat(broken.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(broken.text().toString()).contains("merges.txt");
        assertThat(named(report, "model " + models.resolve("sdxl.download"))
                        .text()
                        .toString())
                .contains("not complete");
    }

    @Test
    void withoutModelsTheDownloadIsNamed() {
        assertThat(named(look(), "models").remedy().toString()).contains("loralei download sd15");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights are set as on Unix")
    void aFolderThatCannotBeWrittenToIsRed() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(closed), "the administrator may write everywhere");
        assertThat(DoctorJob.writing(closed.resolve("output")).verdict()).isEqualTo(Verdict.RED);
    }

    @Test
    void anOldOrNarrowJavaIsRed() {
        assertThat(DoctorJob.java(11, "amd64").verdict()).isEqualTo(Verdict.RED);
        assertThat(DoctorJob.java(17, "x86").verdict()).isEqualTo(Verdict.RED);
        assertThat(DoctorJob.java(21, "aarch64").verdict()).isEqualTo(Verdict.GREEN);
    }

    @Test
    void memoryIsLittleWhereTheWindowSaysSoOfSd15() {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                .with("baseModel", folder.resolve("none"))
                .with("device", DeviceChoice.CPU)
                .with("precision", PrecisionChoice.FP32);
        long needed = new PreviewJob().run(config).memory().needed();
        Finding tight = DoctorJob.memory(needed);
        assertThat(tight.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(tight.text().toString())
                .contains("little; SD1.5 on the processor takes about")
                .endsWith("blocks computed twice");
        assertThat(DoctorJob.memory(needed / 8 * 9).verdict()).isEqualTo(Verdict.GREEN);
        assertThat(DoctorJob.memory(1L << 30).verdict()).isEqualTo(Verdict.RED);
    }

    @Test
    void theWorstFindingIsTheVerdict() {
        Finding green = Finding.green(Message.text("a"), NONE);
        Finding yellow = Finding.yellow(Message.text("b"), NONE, Message.text("do"));
        Finding red = Finding.red(Message.text("c"), NONE, Message.text("do"));
        assertThat(DoctorReport.of(List.of(green, yellow)).verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(DoctorReport.of(List.of(red, yellow, green)).verdict()).isEqualTo(Verdict.RED);
    }

    private static NativeChoice choice(Build build, String reason) {
        return new NativeChoice(build, Optional.empty(), Message.text(reason));
    }

    private List<Finding> ofCard(Gpus gpus, NativeChoice choice) {
        return GpuFindings.of(gpus, choice, folder.resolve("natives"), true);
    }

    @Test
    void withoutACardTheTruthIsTold() {
        List<Finding> findings = ofCard(new Gpus(List.of(), List.of()), choice(Build.CPU, "there is no card"));
        assertThat(findings)
                .extracting(Finding::verdict)
                .containsExactly(Verdict.YELLOW, Verdict.GREEN); // the build is right for what there is
        assertThat(findings.get(0).text().toString())
                .isEqualTo("no NVIDIA graphics card: training runs on the processor, slowly");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake driver is a shell script")
    void aGoodCardWithTheCudaBuildIsGreenThroughout() throws IOException {
        Gpus gpus = new FakeDriver(folder).withCard("NVIDIA GeForce RTX 4070", "572.16", "12282 MiB", "8.9");
        List<Finding> findings = ofCard(gpus, choice(Build.CUDA, "there is a card"));
        assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.GREEN);
        assertThat(findings.get(0).text().toString()).isEqualTo("NVIDIA GeForce RTX 4070, 12.0 GiB");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake driver is a shell script")
    void aGoodCardWithoutTheCudaBuildIsToldWhereItBelongs() throws IOException {
        Gpus gpus = new FakeDriver(folder).withCard("NVIDIA GeForce RTX 4070", "572.16", "12282 MiB", "8.9");
        Finding build =
                ofCard(gpus, choice(Build.CPU, "the CUDA build is not here")).get(2);
        assertThat(build.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(build.remedy().toString()).contains(folder.resolve("natives").toString());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake driver is a shell script")
    void anOldDriverIsNamedWithTheOneThatIsNeeded() throws IOException {
        Gpus old = new FakeDriver(folder).withCard("GTX 1660", "470.256.02", "6144 MiB", "7.5");
        Finding tooOld = ofCard(old, choice(Build.CPU, "the driver is too old")).get(1);
        assertThat(tooOld.text().toString()).contains("470.256.02 is too old");
        Gpus usable = new FakeDriver(folder).withCard("GTX 1660", "550.54.14", "6144 MiB", "7.5");
        Finding works = ofCard(usable, choice(Build.CUDA, "there is a card")).get(1);
        assertThat(works.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(works.text().toString()).contains("550.54.14 works");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake driver is a shell script")
    void anOldCardIsToldApart() throws IOException {
        Gpus gpus = new FakeDriver(folder).withCard("GTX 1080", "572.16", "8192 MiB", "6.1");
        Finding card = ofCard(gpus, choice(Build.CPU, "the card is too old")).get(0);
        assertThat(card.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(card.text().toString()).contains("does not support it");
    }

    @Test
    void theCacheIsShownWithItsSize() throws IOException {
        Path cache = folder.resolve("cache");
        assertThat(DoctorJob.cache(cache).text().toString()).startsWith("0 B; ");
        Files.createDirectories(cache.resolve("entries/00"));
        Files.write(cache.resolve("entries/00/a.safetensors"), new byte[2_500_000]);
        Finding found = DoctorJob.cache(cache);
        assertThat(found.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(found.name().toString()).isEqualTo("cache in " + cache);
        assertThat(found.text().toString()).startsWith("2.5 MB; may be deleted at any time");
    }

    @Test
    void aPlaceWhereNoCacheCanBeIsNoReasonToStop() {
        Finding found = DoctorJob.cache(Path.of("/proc/loralei-cache"));
        assumeFalse(DoctorJob.writing(Path.of("/proc/loralei-cache")).verdict() == Verdict.GREEN);
        assertThat(found.verdict()).isEqualTo(Verdict.YELLOW);
        assertThat(found.remedy().toString()).contains("LORALEI_CACHE_DIR");
    }
}
