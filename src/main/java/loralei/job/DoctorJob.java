package loralei.job;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
import loralei.model.BaseModel;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.Natives;

/** Looks at everything that a training needs, and tells what is wrong and what to do. */
public final class DoctorJob {
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
        findings.add(disk("disk for models", request.models(), 0));
        findings.addAll(models(request.models(), loaded));
        findings.add(disk("disk for results", request.output(), LEAST_DISK));
        findings.add(writing(request.output()));
        request.alsoWritten().forEach(folder -> findings.add(writing(folder)));
        return DoctorReport.of(findings);
    }

    static Finding java(int version, String architecture) {
        String text = "Java " + Runtime.version() + " by " + System.getProperty("java.vendor") + ", " + architecture;
        String remedy = "Install a 64-bit Java of version 17 or newer, for example from https://adoptium.net.";
        boolean wide = architecture.contains("64");
        return version >= LEAST_JAVA && wide
                ? Finding.green("Java", text)
                : Finding.red("Java", text + (wide ? ", is too old" : ", is a 32-bit Java"), remedy);
    }

    static Finding system(boolean supported) {
        String text = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
        return supported
                ? Finding.green("system", text)
                : Finding.red(
                        "system",
                        text + ": there are no PyTorch libraries for it",
                        "Use Windows or Linux on a 64-bit Intel or AMD processor, Linux on ARM, or a Mac with Apple "
                                + "silicon.");
    }

    private static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    static Finding memory(long bytes) {
        String text = Bytes.memory(bytes);
        RunPreview.Memory usual = least(bytes, false, ComputeType.FP32);
        if (usual.fits()) {
            return Finding.green("memory", text);
        }
        String remedy = "On the processor use --precision bf16 and --gradient-checkpointing, and close other programs.";
        return least(bytes, true, ComputeType.BF16).fits()
                ? Finding.yellow(
                        "memory",
                        text + ": little; " + Family.DEFAULT.label() + " in fp32 on the processor takes about "
                                + Bytes.memory(usual.needed()),
                        remedy)
                : Finding.red(
                        "memory", text + ": too little even for " + Family.DEFAULT.label(), "Add memory. " + remedy);
    }

    /** What the smallest family with the default settings takes of a memory, as the window estimates it. */
    private static RunPreview.Memory least(long memory, boolean checkpointing, ComputeType type) {
        TrainingConfig config = TrainingConfig.defaults(Family.DEFAULT).with("gradientCheckpointing", checkpointing);
        PreviewJob.Net net = PreviewJob.Net.released(Family.DEFAULT);
        long needed = MemoryEstimate.of(
                config, PictureSize.square(config.resolution()), net.config(), net.parameters(), type.bytes());
        return new RunPreview.Memory(needed, OptionalLong.of(memory), false);
    }

    /** The room on a folder's disk; without a least size the folder is nothing that a training writes into. */
    private static Finding disk(String name, Path folder, long least) {
        try {
            long free = FreeSpace.at(folder);
            String text = Bytes.stored(free) + " free";
            if (free >= COMFORTABLE_DISK) {
                return Finding.green(name, text);
            }
            String remedy = "Make room on the disk of " + folder.toAbsolutePath() + ".";
            return free >= least ? Finding.yellow(name, text, remedy) : Finding.red(name, text, remedy);
        } catch (IOException e) {
            return Finding.yellow(name, "cannot be asked: " + e.getMessage(), "Check the path.");
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
                        "models", folder + " cannot be read: " + e.getMessage(), "Check who may read that folder."));
            }
        }
        if (found.isEmpty()) {
            return List.of(Finding.yellow(
                    "models",
                    "there is none in " + folder,
                    "Get one: loralei download sd15 (2.1 GB) or loralei download sdxl (6.9 GB). Or name a folder of "
                            + "yours with --base-model."));
        }
        return found.stream().map(path -> model(path, loaded)).toList();
    }

    private static Finding model(Path folder, boolean loaded) {
        String name = "model " + folder;
        if (folder.toString().endsWith(".download")) {
            return Finding.yellow(
                    name, "a download that is not complete", "The same download command goes on where it stopped.");
        }
        try {
            BaseModel model = BaseModel.open(folder);
            String family = model.family().title();
            if (!loaded) {
                return Finding.yellow(name, family + ", not checked", "It is checked once PyTorch can be loaded.");
            }
            ModelCheck.complete(model);
            return model.hint()
                    .map(hint -> Finding.yellow(name, family + ", complete", hint.toString()))
                    .orElse(Finding.green(name, family + ", complete"));
        } catch (UserError e) {
            return Finding.yellow(name, e.getMessage(), e.remedy());
        }
    }

    static Finding writing(Path folder) {
        String name = "writing to " + folder;
        Path at = existing(folder);
        try {
            Files.delete(Files.createTempFile(at, ".loralei", ".probe"));
            return Finding.green(name, at.equals(folder.toAbsolutePath().normalize()) ? "allowed" : "it can be made");
        } catch (IOException e) {
            return Finding.red(
                    name,
                    "not allowed in " + at + ": " + e.getClass().getSimpleName(),
                    "Give yourself the right to write there, or choose another folder.");
        }
    }
}
