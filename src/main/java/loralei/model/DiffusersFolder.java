package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import loralei.diffusion.SchedulerConfig;
import loralei.model.CheckpointWeights.NameRules;
import loralei.model.StoredTensor.Cut;
import loralei.model.StoredTensor.Placed;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.tokenizer.ClipTokenizer;

/**
 * A base model in the diffusers layout: folders {@code unet}, {@code vae}, {@code text_encoder}, {@code tokenizer} (SDXL:
 * also {@code text_encoder_2} and {@code tokenizer_2}) and {@code scheduler}.
 */
record DiffusersFolder(Path place) implements ModelSource {
    /** How the names of weights begin, as diffusers and as transformers write them. */
    private static final String DIFFUSERS_STEM = "diffusion_pytorch_model";

    private static final String TRANSFORMERS_STEM = "model";

    /** The attention names that the released SD1.5 VAE was saved with, and today's. */
    private static final Map<String, String> OLD_VAE_NAMES =
            Map.of(".query.", ".to_q.", ".key.", ".to_k.", ".value.", ".to_v.", ".proj_attn.", ".to_out.0.");

    /** What stands behind {@code text_model.} in the names of text encoders; transformers 5 leaves that out. */
    private static final List<String> TEXT_MODULES = List.of("embeddings.", "encoder.", "final_layer_norm.");

    /** A buffer, 0 to 76, that old transformers saved; and a layer that only some text encoders use. */
    static final Set<String> SUPERFLUOUS_TEXT = Set.of("text_model.embeddings.position_ids", "text_projection.weight");

    private static final String CONFIG = "config.json";
    private static final String SCHEDULER_FILE = "scheduler/scheduler_config.json";

    /** A folder with the weights of one part and its {@code config.json}. */
    record FolderPart(Path folder, String stem, UnaryOperator<String> renamed, Set<String> superfluous)
            implements Part {
        @Override
        public ConfigFile config() {
            return ConfigFile.read(folder.resolve(CONFIG));
        }

        @Override
        public WeightFiles files() {
            return WeightFiles.find(folder, stem);
        }

        @Override
        public NameRules rules(String... scopes) {
            return new NameRules(
                    scopes.length == 0 ? List.of("") : List.of(scopes),
                    name -> plain(renamed.apply(name)),
                    superfluous);
        }

        @Override
        public void mark(Sha256 digest) throws IOException {
            for (Path file : files().parts()) {
                ContentMark.add(file, digest);
            }
        }

        @Override
        public void markConfig(Sha256 digest) throws IOException {
            ContentMark.add(folder.resolve(CONFIG), digest);
        }
    }

    /** The VAE in a folder of its own. */
    static Part vaeIn(Path folder) {
        return new FolderPart(folder, DIFFUSERS_STEM, DiffusersFolder::currentVaeName, Set.of());
    }

    @Override
    public ConfigFile index() {
        return ConfigFile.readIfSound(place.resolve("model_index.json"));
    }

    @Override
    public Part unet() {
        return new FolderPart(place.resolve("unet"), DIFFUSERS_STEM, name -> name, Set.of());
    }

    @Override
    public Part vae() {
        return vaeIn(place.resolve("vae"));
    }

    @Override
    public Part textEncoder(TextEncoderSpec spec) {
        return new FolderPart(
                place.resolve(spec.folder()), TRANSFORMERS_STEM, DiffusersFolder::fullTextName, SUPERFLUOUS_TEXT);
    }

    @Override
    public Optional<Part> ownTextEncoder(TextEncoderSpec spec) {
        return Optional.of(spec)
                .filter(one -> Files.isDirectory(place.resolve(one.folder())))
                .map(this::textEncoder);
    }

    @Override
    public ConfigFile textConfigIfSound(String folder) {
        return ConfigFile.readIfSound(place.resolve(folder).resolve(CONFIG));
    }

    @Override
    public SchedulerConfig scheduler() {
        return SchedulerConfig.read(place.resolve(SCHEDULER_FILE));
    }

    @Override
    public ConfigFile schedulerFile() {
        return ConfigFile.readIfSound(place.resolve(SCHEDULER_FILE));
    }

    @Override
    public void markScheduler(Sha256 digest) throws IOException {
        ContentMark.add(place.resolve(SCHEDULER_FILE), digest);
    }

    @Override
    public ClipTokenizer tokenizer(TextEncoderSpec spec) {
        return ClipTokenizer.load(tokenizerPlace(spec));
    }

    @Override
    public Path tokenizerPlace(TextEncoderSpec spec) {
        return place.resolve(spec.tokenizerFolder());
    }

    @Override
    public List<Message> notes() {
        return List.of();
    }

    /** Whether there is a UNet; a folder that was named for its text encoders need not have one. */
    boolean hasUnet() {
        return Files.isRegularFile(place.resolve("unet").resolve(CONFIG));
    }

    /** A name that is the network's. */
    static List<Placed> plain(String name) {
        return List.of(new Placed(name, Cut.WHOLE));
    }

    static String fullTextName(String name) {
        return TEXT_MODULES.stream().anyMatch(name::startsWith) ? "text_model." + name : name;
    }

    static String currentVaeName(String name) {
        for (Map.Entry<String, String> old : OLD_VAE_NAMES.entrySet()) {
            if (name.contains("attentions.0" + old.getKey())) {
                return name.replace(old.getKey(), old.getValue());
            }
        }
        return name;
    }
}
