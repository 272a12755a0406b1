package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import loralei.torch.NativeChoice.Build;
import loralei.torch.NativeChoice.Situation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which build of libtorch is chosen on computers that are made up. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake driver is a shell script")
class NativeChoiceTest {
    private static final Platform LINUX = new Platform("linux", "x86_64");

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private Path cache;
    private FakeDriver driver;
    private Platform platform = LINUX;
    private boolean cpuBundled = true;

    @BeforeEach
    void prepare() throws IOException {
        cache = Files.createDirectory(folder.resolve("cache"));
        driver = new FakeDriver(Files.createDirectory(folder.resolve("driver")));
    }

    private NativeChoice choose(Gpus gpus, boolean gpuWanted) {
        return NativeChoice.of(new Situation(variables::get, gpus, platform, cache, "2.7.1", cpuBundled), gpuWanted);
    }

    private Gpus goodCard() throws IOException {
        return driver.withCard("NVIDIA GeForce RTX 3060", "572.16", "12288 MiB", "8.6");
    }

    private static Gpus noCard() {
        return new Gpus(List.of(), List.of());
    }

    private Path fetched(String name, String... libraries) throws IOException {
        Path natives = Files.createDirectories(cache.resolve(name));
        for (String library : libraries) {
            Files.createFile(natives.resolve(System.mapLibraryName(library)));
        }
        return natives;
    }

    private Path fetchedCuda() throws IOException {
        return fetched("2.7.1-cu128-linux-x86_64", "torch", "torch_cuda");
    }

    @Test
    void aCardWithItsLibrariesGetsTheCudaBuildThoughTheCpuBuildIsBundled() throws IOException {
        Path natives = fetchedCuda();
        NativeChoice choice = choose(goodCard(), true);
        assertThat(choice.build()).isEqualTo(Build.CUDA);
        assertThat(choice.folder()).contains(natives);
    }

    @Test
    void aCardWithoutLibrariesGetsTheCpuBuildAndIsToldWhy() throws IOException {
        NativeChoice choice = choose(goodCard(), true);
        assertThat(choice.build()).isEqualTo(Build.CPU);
        assertThat(choice.reason()).contains("2.7.1-cu128-linux-x86_64");
    }

    @Test
    void librariesThatAreNotCompleteDoNotCount() throws IOException {
        fetched("2.7.1-cu128-linux-x86_64", "torch");
        assertThat(choose(goodCard(), true).build()).isEqualTo(Build.CPU);
    }

    @Test
    void aComputerWithoutDriverGetsTheCpuBuild() throws IOException {
        fetchedCuda();
        assertThat(choose(noCard(), true).build()).isEqualTo(Build.CPU);
    }

    @Test
    void theProcessorCanBeAskedForOnAComputerWithACard() throws IOException {
        fetchedCuda();
        assertThat(choose(goodCard(), false).build()).isEqualTo(Build.CPU);
    }

    @Test
    void theDriverIsNotAskedWhereTheProcessorIsWanted() throws IOException {
        Path witness = folder.resolve("asked");
        choose(driver.saying("touch '" + witness + "'"), false);
        assertThat(witness).doesNotExist();
        choose(driver.saying("touch '" + witness + "'"), true);
        assertThat(witness).exists();
    }

    @Test
    void theCudaBuildServesTheProcessorWhereItIsTheOnlyOneHere() throws IOException {
        cpuBundled = false;
        fetchedCuda();
        assertThat(choose(noCard(), false).build()).isEqualTo(Build.CUDA);
        fetched("2.7.1-cpu-linux-x86_64", "torch");
        assertThat(choose(noCard(), false).build()).isEqualTo(Build.CPU);
    }

    @Test
    void aDriverOlderThanCuda12GetsTheCpuBuild() throws IOException {
        fetchedCuda();
        NativeChoice choice = choose(driver.withCard("GTX 1660", "470.256.02", "6144 MiB", "7.5"), true);
        assertThat(choice.build()).isEqualTo(Build.CPU);
        assertThat(choice.reason()).contains("470.256.02", "too old", CudaBuild.leastDriver());
    }

    @Test
    void aCardThatPyTorchHasNoKernelsForGetsTheCpuBuild() throws IOException {
        fetchedCuda();
        NativeChoice choice = choose(driver.withCard("GTX 1080", "572.16", "8192 MiB", "6.1"), true);
        assertThat(choice.build()).isEqualTo(Build.CPU);
        assertThat(choice.reason()).contains("GTX 1080");
    }

    @Test
    void ofTwoCardsOneThatPyTorchHasKernelsForIsEnoughWhicheverComesFirst() throws IOException {
        fetchedCuda();
        String old = "GTX 1080, 572.16, 8192 MiB";
        String fit = "RTX 3060, 572.16, 12288 MiB";
        for (boolean oldFirst : List.of(true, false)) {
            Gpus gpus = driver.withCards(
                    oldFirst ? List.of(old, fit) : List.of(fit, old),
                    oldFirst ? List.of("6.1", "8.6") : List.of("8.6", "6.1"),
                    List.of());
            assertThat(choose(gpus, true).build()).isEqualTo(Build.CUDA);
            Card taken = gpus.ask().first(card -> 0).orElseThrow();
            assertThat(taken.name()).isEqualTo("RTX 3060");
            assertThat(taken.number()).isEqualTo(oldFirst ? 1 : 0);
        }
    }

    @Test
    void aDriverThatShowsNoCardGetsTheCpuBuild() throws IOException {
        fetchedCuda();
        NativeChoice choice = choose(driver.saying("echo 'No devices were found'; exit 6"), true);
        assertThat(choice.build()).isEqualTo(Build.CPU);
        assertThat(choice.reason()).contains("No devices were found");
    }

    @Test
    void aDriverWithoutItsToolIsBelieved() throws IOException {
        fetchedCuda();
        assertThat(choose(driver.withoutTool(), true).build()).isEqualTo(Build.CUDA);
    }

    @Test
    void whereThereIsNoCudaBuildTheCpuBuildIsTaken() throws IOException {
        platform = new Platform("linux", "aarch64");
        assertThat(choose(goodCard(), true).reason()).contains("linux-aarch64");
    }

    @ParameterizedTest
    @CsvSource({"PYTORCH_LIBRARY_PATH,/opt/rocm-torch", "PYTORCH_FLAVOR,cpu", "PYTORCH_VERSION,2.7.1"})
    void whatThePersonSetIsLeftAlone(String variable, String value) throws IOException {
        fetchedCuda();
        variables.put(variable, value);
        assertThat(choose(goodCard(), true).build()).isEqualTo(Build.GIVEN);
    }

    @ParameterizedTest
    @CsvSource({
        "525.60.13,525.60.13,true",
        "525.60.12,525.60.13,false",
        "525.125.06,525.60.13,true",
        "1000.1,570.26,true",
        "570,570.26,false"
    })
    void versionsOfDriversAreComparedByTheirNumbers(String version, String least, boolean fits) {
        assertThat(CudaBuild.isAtLeast(version, least)).isEqualTo(fits);
    }

    @Test
    void cardsFromTuringOnHaveKernels() {
        assertThat(CudaBuild.hasKernelsFor(OptionalInt.of(70))).isFalse();
        assertThat(CudaBuild.hasKernelsFor(OptionalInt.of(75))).isTrue();
        assertThat(CudaBuild.hasKernelsFor(OptionalInt.empty())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x86_64",
        "Windows 11,amd64,win-x86_64",
        "Mac OS X,aarch64,osx-aarch64",
        "Linux,aarch64,linux-aarch64"
    })
    void systemsAreNamedAsDjlDoes(String system, String architecture, String classifier) {
        assertThat(Platform.of(system, architecture).classifier()).isEqualTo(classifier);
    }
}
