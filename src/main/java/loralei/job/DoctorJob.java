package loralei.job;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loralei.cache.CacheRoom;
import loralei.config.Bytes;
import loralei.config.CacheFolder;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
import loralei.model.BaseModel;
import loralei.model.Workplace;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.Natives;

/** Looks at everything that a training needs, and tells what is wrong and what to do. */
public final class DoctorJob {
    private static final String VARIABLE = CacheFolder.VARIABLE;

    private static final int LEAST_JAVA = 17;

    /** A LoRA with its checkpoints and state takes some hundred megabytes. */
    private static final long COMFORTABLE_DISK = 2_000_000_000;

    private static final long LEAST_DISK = 200_000_000;

    private DoctorJob() {}

    /** Looks at everything, on the calling thread. */
    public static DoctorReport run(DoctorRequest request) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Runtime.version().feature(), System.getProperty("os.arch")));
        findings.add(system(Natives.isSupported()));
        findings.addAll(
                GpuFindings.of(Gpus.ofThisComputer(), Natives.best(), Natives.cudaFolder(), Natives.hasCudaBuild()));
        List<Finding> libraries = LibraryFindings.of();
        findings.addAll(libraries);
        boolean loaded = libraries.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.RED);
        findings.add(memory(totalMemory()));
        findings.add(disk(Message.of("doctor.modelDisk"), request.models(), 0));
        findings.addAll(models(request.models(), loaded));
        findings.add(disk(Message.of("doctor.resultDisk"), request.output(), LEAST_DISK));
        findings.add(writing(request.output()));
        request.alsoWritten().forEach(folder -> findings.add(writing(folder)));
        findings.add(cache(CacheFolder.ofThisUser()));
        return DoctorReport.of(findings);
    }

    static Finding java(int version, String architecture) {
        Message name = Message.text("Java");
        Message text = Message.of("doctor.javaBy", Runtime.version(), System.getProperty("java.vendor"), architecture);
        boolean wide = architecture.contains("64");
        return version >= LEAST_JAVA && wide
                ? Finding.green(name, text)
                : Finding.red(
                        name,
                        Message.of("shared.list", text, Message.of(wide ? "doctor.javaOld" : "doctor.java32")),
                        Message.of("doctor.installJava"));
    }

    static Finding system(boolean supported) {
        String text = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
        Message name = Message.of("doctor.system");
        return supported
                ? Finding.green(name, Message.text(text))
                : Finding.red(name, Message.of("doctor.noLibraries", text), Message.of("doctor.otherSystem"));
    }

    private static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    static Finding memory(long bytes) {
        Message name = Message.of("doctor.memory");
        String text = Bytes.memory(bytes);
        MemoryChoice usual = usual(bytes);
        if (usual.fits() && usual.leanness() == 0) {
            return Finding.green(name, Message.text(text));
        }
        Message remedy = Message.of(
                "doctor.saveMemory", SettingName.of("precision", "bf16"), SettingName.of("baseWeights", "int8"));
        String family = Family.DEFAULT.label();
        return usual.fits()
                ? Finding.yellow(
                        name,
                        Message.of("doctor.littleMemory", text, family, Bytes.memory(usual.needed()), usual.words()),
                        remedy)
                : Finding.red(
                        name, Message.of("doctor.noMemory", text, family), Message.of("doctor.addMemory", remedy));
    }

    /** How the smallest family trains with the default settings in a memory, as the window tells it. */
    private static MemoryChoice usual(long memory) {
        TrainingConfig config = TrainingConfig.defaults(Family.DEFAULT);
        PictureSize size = PictureSize.square(config.resolution().largest());
        RunMemory needs = new RunMemory(config, size, PreviewJob.Net.released(Family.DEFAULT), Workplace.PROCESSOR);
        return new MemoryChooser(config, ComputeType.FP32, MemoryRoom.inMain(memory, memory), needs).choose();
    }

    /** The room on a folder's disk; without a least size the folder is nothing that a training writes into. */
    private static Finding disk(Message name, Path folder, long least) {
        try {
            long free = FreeSpace.at(folder);
            Message text = Message.of("doctor.free", Bytes.stored(free));
            if (free >= COMFORTABLE_DISK) {
                return Finding.green(name, text);
            }
            Message remedy = Message.of("doctor.makeRoom", folder.toAbsolutePath());
            return free >= least ? Finding.yellow(name, text, remedy) : Finding.red(name, text, remedy);
        } catch (IOException e) {
            return Finding.yellow(
                    name, Message.of("doctor.diskUnknown", Message.of(e)), Message.of("inspect.checkPath"));
        }
    }

    /** How much the cache takes; a training does without where there can be none. */
    static Finding cache(Path folder) {
        Message name = Message.of("doctor.cache", folder);
        try {
            Message used = Message.of("doctor.cacheUsed", Bytes.stored(CacheRoom.used(folder)));
            return writing(folder).verdict() == Finding.Verdict.RED
                    ? Finding.yellow(
                            name, Message.of("doctor.cacheShut", used), Message.of("doctor.cacheElsewhere", VARIABLE))
                    : Finding.green(name, used);
        } catch (IOException e) {
            return Finding.yellow(
                    name,
                    Message.of("doctor.unreadable", folder, Message.of(e)),
                    Message.of("doctor.cacheElsewhere", VARIABLE));
        }
    }

    private static Path existing(Path folder) {
        Path at = folder.toAbsolutePath().normalize();
        while (!Files.isDirectory(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static List<Finding> models(Path folder, boolean loaded) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                inside.filter(path -> Files.isDirectory(path) || ModelCheck.mayBeMeant(path))
                        .filter(path -> !path.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                return List.of(Finding.yellow(
                        Message.of("doctor.models"),
                        Message.of("doctor.unreadable", folder, Message.of(e)),
                        Message.of("shared.whoMayRead")));
            }
        }
        if (found.isEmpty()) {
            return List.of(Finding.yellow(
                    Message.of("doctor.models"),
                    Message.of("doctor.noModel", folder),
                    Message.of("doctor.getModel", SettingName.of("baseModel"))));
        }
        return found.stream().map(path -> model(path, loaded)).toList();
    }

    private static Finding model(Path folder, boolean loaded) {
        Message name = Message.of("doctor.model", folder);
        if (folder.toString().endsWith(".download")) {
            return Finding.yellow(name, Message.of("doctor.download"), Message.of("doctor.downloadOn"));
        }
        try {
            BaseModel model = BaseModel.open(folder);
            String family = model.family().title();
            if (!loaded) {
                return Finding.yellow(name, Message.of("doctor.unchecked", family), Message.of("doctor.checkedOnce"));
            }
            ModelCheck.complete(model);
            Message text = Message.of("doctor.complete", family);
            return model.hint().map(hint -> Finding.yellow(name, text, hint)).orElse(Finding.green(name, text));
        } catch (UserError e) {
            return Finding.yellow(name, e.localized(), e.localizedRemedy());
        }
    }

    static Finding writing(Path folder) {
        Message name = Message.of("doctor.writing", folder);
        Path at = existing(folder);
        try {
            Files.delete(Files.createTempFile(at, ".loralei", ".probe"));
            boolean there = at.equals(folder.toAbsolutePath().normalize());
            return Finding.green(name, Message.of(there ? "doctor.allowed" : "doctor.canBeMade"));
        } catch (IOException e) {
            return Finding.red(
                    name,
                    Message.of("doctor.forbidden", at, e.getClass().getSimpleName()),
                    Message.of("doctor.getRight"));
        }
    }
}
