package loralei.torch;

import static loralei.config.Words.say;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Utils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.WString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import loralei.config.UserError;
import loralei.torch.NativeChoice.Build;
import loralei.torch.NativeChoice.Situation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has DJL load the build of libtorch that suits this computer. A process can load one only, so the first choice stays. */
public final class Natives {
    private static final Logger LOG = LoggerFactory.getLogger(Natives.class);
    private static final String CPU_JAR_MARK = "native/lib/pytorch.properties";

    private static NativeChoice chosen;

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
            apply(chosen, here);
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

    /** DJL's engine with libtorch loaded. */
    static synchronized Engine engine() {
        choose(true);
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | LinkageError e) {
            throw UserError.run(
                            say("PyTorch's native libraries cannot be loaded: {0}.", innermost(e)),
                            say(
                                    "See that there is free space in {0}, and that it can be written to. If its libraries "
                                            + "may be broken, delete that folder and start the installer in scripts again.",
                                    cache()))
                    .causedBy(e);
        }
    }

    private static String innermost(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).lines().findFirst().orElse("");
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
            searchIn(folder);
        } else if (choice.build() == Build.GIVEN && choice.folder().isPresent()) {
            flavour(choice.folder(), here).ifPresent(name -> System.setProperty(NativeChoice.FLAVOUR_VARIABLE, name));
            choice.folder().ifPresent(Natives::searchIn);
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

    /** Windows looks for the libraries that a library needs in PATH, unless it is told of a folder. */
    private static void searchIn(Path folder) {
        if (!Platform.current().isWindows()) {
            return;
        }
        try {
            NativeLibrary.getInstance("kernel32")
                    .getFunction("SetDllDirectoryW")
                    .invokeInt(new Object[] {new WString(folder.toString())});
        } catch (LinkageError e) {
            LOG.warn("Windows cannot be told to look for libraries in {}", folder, e);
        }
    }
}
