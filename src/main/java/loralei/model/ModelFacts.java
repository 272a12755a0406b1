package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import loralei.config.Companions;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.diffusion.PredictionType;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;

/**
 * What a base model consists of, told by its headers.
 *
 * @param velocity whether it predicts velocity, and not noise
 * @param zeroSnr whether it was trained down to no signal at all
 * @param parts its UNet, VAE and text encoders
 * @param averaged how many tensors of averaged weights there are, which nothing reads
 * @param files the files with its own weights
 * @param bytes of these files
 */
public record ModelFacts(
        boolean velocity, boolean zeroSnr, List<PartFacts> parts, int averaged, List<Path> files, long bytes) {
    private static final String AVERAGED = "model_ema.";

    /**
     * A part.
     *
     * @param name its folder in the diffusers layout
     * @param from the file or folder that it comes from; empty where it is missing
     * @param own whether it is the model's own
     * @param tensors how many tensors of each type
     * @param values how many numbers all of them have together
     */
    public record PartFacts(
            String name, Optional<Path> from, boolean own, SortedMap<DType, Integer> tensors, long values) {}

    /** Those of a folder or file; empty for what is no base model of a family here. */
    public static Optional<ModelFacts> of(Path given) {
        return of(given, Family::baseModel);
    }

    /** The same with the standard models elsewhere. */
    static Optional<ModelFacts> of(Path given, Function<Family, Path> standardModels) {
        try {
            ModelSource source = BaseModel.source(given, Companions.NONE, standardModels);
            OtherUnet.refuse(source);
            return Optional.of(of(source));
        } catch (IOException | UserError none) {
            return Optional.empty();
        }
    }

    private static ModelFacts of(ModelSource source) throws IOException {
        ModelFamily family = ModelFamily.of(UnetConfig.read(source.unet().config()));
        Set<Path> files = new LinkedHashSet<>();
        List<PartFacts> parts = new ArrayList<>();
        parts.add(part("unet", source, source::unet, files));
        parts.add(part("vae", source, source::vae, files));
        for (TextEncoderSpec spec : family.textEncoders()) {
            parts.add(part(spec.folder(), source, () -> source.textEncoder(spec), files));
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new ModelFacts(
                source.scheduler().predictionType() == PredictionType.V_PREDICTION,
                source.scheduler().rescaleBetasZeroSnr(),
                parts,
                averaged(source.place()),
                List.copyOf(files),
                bytes);
    }

    private static PartFacts part(String name, ModelSource source, Supplier<ModelSource.Part> part, Set<Path> files)
            throws IOException {
        SortedMap<DType, Integer> tensors = new TreeMap<>();
        long values = 0;
        try {
            ModelSource.Part found = part.get();
            WeightFiles weights = found.files();
            CheckpointWeights.NameRules rules = found.rules();
            try (WeightFiles.Opened opened = weights.open()) {
                for (SafetensorsFile file : opened.files()) {
                    for (TensorInfo info : file.tensors().values()) {
                        if (!rules.renamed().apply(info.name()).isEmpty()) {
                            tensors.merge(info.dtype(), 1, Integer::sum);
                            values += info.count();
                        }
                    }
                }
            }
            boolean own = weights.named().startsWith(source.place());
            if (own) {
                files.addAll(weights.parts());
            }
            return new PartFacts(name, Optional.of(weights.named()), own, tensors, values);
        } catch (UserError missing) {
            return new PartFacts(name, Optional.empty(), false, tensors, values);
        }
    }

    private static int averaged(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return 0;
        }
        try (SafetensorsFile open = SafetensorsFile.open(place)) {
            return (int) open.tensors().keySet().stream()
                    .filter(name -> name.startsWith(AVERAGED))
                    .count();
        }
    }
}
