package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.diffusion.PredictionType;
import loralei.diffusion.SchedulerConfig;
import loralei.safetensors.SafetensorsFile;
import loralei.text.Message;

/**
 * What a base model is at a glance: told by configurations and headers, without looking at the weights.
 *
 * @param place the folder or file
 * @param family its family; empty for one that is not trained here
 * @param oneFile whether it is one file and not a folder
 * @param velocity whether it predicts velocity
 * @param zeroSnr whether it was trained down to no signal at all
 * @param bytes of its weights
 * @param objection why it cannot be trained; empty where it can
 */
public record ModelGlance(
        Path place,
        Optional<Family> family,
        boolean oneFile,
        boolean velocity,
        boolean zeroSnr,
        long bytes,
        Optional<Message> objection) {
    private static final String CHECKPOINT = ".ckpt";

    /** Kinds that are a base model, or the UNet or transformer of one; all others belong to one or change it. */
    private static final Set<String> BASE_MODELS = Set.of(
            "kind.baseModel",
            "kind.oneFile",
            "kind.refinerFile",
            "kind.originalUnet",
            "kind.originalUnetOf",
            "kind.unet",
            "kind.unetOf");

    /** Whether a folder is a model in several files, be it one that can be trained or not. */
    public static boolean isModelFolder(Path folder) {
        return Files.isDirectory(folder.resolve("unet")) || Files.isRegularFile(folder.resolve("model_index.json"));
    }

    /** Looks at a folder or file; empty for what is no base model. */
    public static Optional<ModelGlance> of(Path place) {
        try {
            if (Files.isDirectory(place)) {
                return isModelFolder(place) ? Optional.of(ofFolder(place)) : Optional.empty();
            }
            String name = place.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(CHECKPOINT)) {
                return Optional.of(refused(place, true, Files.size(place), Message.of("onefile.pickle")));
            }
            return name.endsWith(ModelFileKind.SAFETENSORS) ? ofFile(place) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static ModelGlance refused(Path place, boolean oneFile, long bytes, Message why) {
        return new ModelGlance(place, Optional.empty(), oneFile, false, false, bytes, Optional.of(why));
    }

    private static ModelGlance known(Path place, ModelSource source, Family family, boolean oneFile, long bytes) {
        SchedulerConfig scheduler = source.scheduler();
        return new ModelGlance(
                place,
                Optional.of(family),
                oneFile,
                scheduler.predictionType() == PredictionType.V_PREDICTION,
                scheduler.rescaleBetasZeroSnr(),
                bytes,
                Optional.empty());
    }

    private static Optional<ModelGlance> ofFile(Path file) throws IOException {
        Optional<ModelFileKind> kind;
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            kind = ModelFileKind.of(open.tensors()).filter(found -> isBaseModel(found.name()));
        }
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        long bytes = Files.size(file);
        if (!kind.get().isOurs()) {
            return Optional.of(refused(file, true, bytes, kind.get().name()));
        }
        try {
            OneFile source = OneFile.open(file, noStandardModel -> file);
            OtherUnet.refuse(source);
            Family family =
                    ModelFamily.of(UnetConfig.read(source.unet().config())).family();
            return Optional.of(known(file, source, family, true, bytes));
        } catch (UserError e) {
            return Optional.of(refused(file, true, bytes, e.localized()));
        }
    }

    private static boolean isBaseModel(Message name) {
        return BASE_MODELS.contains(name.key())
                || (name.key().equals("shared.list")
                        && name.arguments().get(0) instanceof Message first
                        && isBaseModel(first));
    }

    private static ModelGlance ofFolder(Path folder) {
        DiffusersFolder source = new DiffusersFolder(folder);
        try {
            Family family = BaseModel.open(folder).family();
            return known(folder, source, family, false, bytes(source, family));
        } catch (UserError e) {
            return refused(folder, false, 0, e.localized());
        }
    }

    /** Of the weights that a training reads. */
    private static long bytes(DiffusersFolder source, Family family) {
        long bytes = size(source.unet()) + size(source.vae());
        for (TextEncoderSpec spec : ModelFamily.of(family).textEncoders()) {
            bytes += size(source.textEncoder(spec));
        }
        return bytes;
    }

    private static long size(ModelSource.Part part) {
        long bytes = 0;
        try {
            List<Path> files = part.files().parts();
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException | UserError missing) {
            return bytes;
        }
    }
}
