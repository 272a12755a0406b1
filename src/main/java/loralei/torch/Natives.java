package loralei.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import loralei.text.Message;
import loralei.torch.LibraryFolder.LeftOut;
import loralei.torch.NativeChoice.Build;
import loralei.torch.NativeChoice.Situation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has DJL load the build of libtorch that suits this computer. A process can load one only, so the first choice stays. */
public final class Natives {
    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);
    private static final String CPU_JAR_MARK = "native/lib/pytorch.properties";

    /** Where DJL reads, as a variable or a Java property, which files it is not to load: their names, with commas. */
    private static final String EXCLUSION_VARIABLE = "PYTORCH_LIBRARY_EXCLUSION";

    private static NativeChoice chosen;
    private static List<LeftOut> leftOut = List.of();

    private Natives() {}

    /**
     * Chooses the build, if that was not done before.
     *
     * @param gpuWanted whether a graphics card is to be used where there is one
     * @return what was chosen now, or before
     */
    public static synchronized NativeChoice choose(boolean gpuWanted) {
        if (chosen == null) {
            Situation here = here();
            chosen = NativeChoice.of(here, gpuWanted);
            LOG.info("libtorch: {} build, because {}", chosen.build(), chosen.reason());
            SystemCalls.setVariable(Gpus.ORDER_VARIABLE, Gpus.BY_SLOT); // before CUDA counts the cards
            apply(chosen, here);
            if (chosen.build() != Build.CPU) {
                leaveOut(here);
            }
        }
        return chosen;
    }

    /** What would be chosen for a graphics card, whatever was chosen before. */
    public static NativeChoice best() {
        return NativeChoice.of(here(), true);
    }

    /** The folder that the CUDA build belongs into. */
    public static Path cudaFolder() {
        return here().cudaFolder();
    }

    /** DJL's folder for engines, whatever it holds. */
    public static Path cache() {
        return Utils.getEngineCacheDir();
    }

    /** Whether there is a CUDA build for this system at all. */
    public static boolean hasCudaBuild() {
        return CudaBuild.existsFor(Platform.current());
    }

    /** Whether there are native libraries for this system. */
    public static boolean isSupported() {
        return List.of("linux-x86_64", "linux-aarch64", "win-x86_64", "osx-aarch64")
                .contains(Platform.current().classifier());
    }

    /** The version of the libtorch that is loaded. */
    public static String loadedVersion() {
        return engine().getVersion();
    }

    /** The libraries beside libtorch that cannot be loaded here and that nothing needs, each with what it lacks. */
    public static synchronized List<Message> leftOut() {
        return leftOut.stream()
                .map(library -> Message.of("torch.lacks", library.file(), library.missing()))
                .toList();
    }

    /** DJL's engine with libtorch loaded. */
    static synchronized Engine engine() {
        choose(true);
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | LinkageError e) {
            throw LoadFailure.of(e, cache());
        }
    }

    private static Situation here() {
        return new Situation(
                Utils::getEnvOrSystemProperty,
                Gpus.ofThisComputer(),
                Platform.current(),
                Utils.getEngineCacheDir("pytorch"),
                version(),
                Natives.class.getClassLoader().getResource(CPU_JAR_MARK) != null);
    }

    /** The version of libtorch that this DJL is made for. */
    public static String version() {
        try (InputStream in = Natives.class.getClassLoader().getResourceAsStream("pytorch-engine.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("pytorch_version");
        } catch (IOException e) {
            throw new IllegalStateException("DJL's PyTorch engine is not on the class path", e);
        }
    }

    private static void apply(NativeChoice choice, Situation here) {
        if (choice.build() == Build.CUDA) {
            Path folder = choice.folder().orElseThrow();
            System.setProperty(NativeChoice.PATH_VARIABLE, folder.toString());
            System.setProperty(NativeChoice.FLAVOUR_VARIABLE, CudaBuild.FLAVOUR);
            System.setProperty(NativeChoice.VERSION_VARIABLE, here.version());
            SystemCalls.searchIn(folder);
        } else if (choice.build() == Build.GIVEN && choice.folder().isPresent()) {
            flavour(choice.folder(), here).ifPresent(name -> System.setProperty(NativeChoice.FLAVOUR_VARIABLE, name));
            choice.folder().ifPresent(SystemCalls::searchIn);
        } else if (choice.build() == Build.CPU
                && !here.cpuBundled()
                && here.gpus().hasDriver()) {
            System.setProperty(NativeChoice.FLAVOUR_VARIABLE, "cpu"); // else DJL would fetch a CUDA build
        }
    }

    /**
     * Which of DJL's own native libraries fits a libtorch of the person's own: for NVIDIA's build that for CUDA, for any
     * other, ROCm's among them, the one that names no CUDA library.
     */
    private static Optional<String> flavour(Optional<Path> folder, Situation here) {
        return here.isSet(NativeChoice.FLAVOUR_VARIABLE)
                ? Optional.empty()
                : folder.map(path -> CudaBuild.isIn(path) ? CudaBuild.FLAVOUR : "cpu");
    }

    /** Has DJL leave out what cannot be loaded and is not needed; the person's own list stays. */
    private static void leaveOut(Situation here) {
        Optional<Path> folder = loadedFrom(here);
        if (folder.isEmpty() || !here.platform().system().equals("linux")) {
            return;
        }
        try {
            leftOut = LibraryFolder.read(folder.get(), SystemCalls::hasLibrary).leftOut();
        } catch (IOException e) {
            LOG.warn("The libraries in {} cannot be looked into", folder.get(), e);
            return;
        }
        if (leftOut.isEmpty()) {
            return;
        }
        LOG.info("Not loaded, since nothing needs them: {}", leftOut());
        String names = leftOut.stream().map(LeftOut::file).collect(Collectors.joining(","));
        String given = here.variables().apply(EXCLUSION_VARIABLE);
        if (given != null && System.getenv(EXCLUSION_VARIABLE) != null) {
            LOG.warn("{} is set, so DJL does not read that it should leave out {}", EXCLUSION_VARIABLE, names);
        }
        System.setProperty(EXCLUSION_VARIABLE, given == null || given.isBlank() ? names : given + "," + names);
    }

    /** The folder that DJL will load from, as DJL itself will see it; empty where it is yet to be made. */
    private static Optional<Path> loadedFrom(Situation here) {
        String path = here.variables().apply(NativeChoice.PATH_VARIABLE);
        if (path != null) {
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(Path::of)
                    .map(place ->
                            Files.isRegularFile(place) ? place.toAbsolutePath().getParent() : place)
                    .filter(place -> Files.isRegularFile(place.resolve(System.mapLibraryName("torch"))))
                    .findFirst();
        }
        String flavour = here.variables().apply(NativeChoice.FLAVOUR_VARIABLE);
        return Optional.of(here.platform().folderName(here.version(), flavour == null ? "cpu" : flavour))
                .map(here.cache()::resolve)
                .filter(Files::isDirectory);
    }
}
