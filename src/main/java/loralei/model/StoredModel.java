package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.Companions;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.diffusion.PredictionType;
import loralei.safetensors.SafetensorsFile;
import loralei.text.Message;

/**
 * A base model as it lies on the disk, to be looked through tensor by tensor: no network is built, and no part has to be
 * there but the UNet. Its networks are counted: 0 is the UNet, then come the text encoders in the order of the family.
 */
public final class StoredModel {
    private static final String AVERAGED = "model_ema.";

    private final ModelSource source;
    private final UnetConfig unetConfig;
    private final ModelFamily family;

    private StoredModel(ModelSource source) {
        this.source = source;
        this.unetConfig = UnetConfig.read(source.unet().config());
        this.family = ModelFamily.of(unetConfig);
    }

    /** Opens a folder or a file; reads configurations and headers only. Fails with a person's message. */
    public static StoredModel open(Path given) {
        ModelSource source = BaseModel.source(given, Companions.NONE, Family::baseModel);
        OtherUnet.refuse(source);
        return new StoredModel(source);
    }

    /** The folder, or the file. */
    public Path place() {
        return source.place();
    }

    /** Whether it is a folder in the diffusers layout. */
    public boolean isFolder() {
        return Files.isDirectory(place());
    }

    /** The family, recognised from the UNet. */
    public Family family() {
        return family.family();
    }

    /** The UNet's hyper-parameters. */
    public UnetConfig unetConfig() {
        return unetConfig;
    }

    /** Whether it predicts velocity, not noise, as far as it says. */
    public boolean predictsVelocity() {
        boolean said =
                source instanceof OneFile || !source.schedulerFile().text().equals("{}");
        return said && source.scheduler().predictionType() == PredictionType.V_PREDICTION;
    }

    /** How many networks a LoRA can change in a model of this family. */
    public int networks() {
        return 1 + family.textEncoders().size();
    }

    /** The folder that a network has in the diffusers layout, which is its name for people, too. */
    public String nameOf(int network) {
        return network == 0 ? "unet" : family.textEncoders().get(network - 1).folder();
    }

    /** Whether a network lies here. */
    public boolean has(int network) {
        return part(network).isPresent();
    }

    Optional<ModelSource.Part> part(int network) {
        if (network == 0) {
            return Optional.of(source.unet());
        }
        return network < networks()
                ? source.ownTextEncoder(family.textEncoders().get(network - 1))
                : Optional.empty();
    }

    /** Opens the weights of a network that lies here. */
    public StoredWeights weights(int network) {
        ModelSource.Part part = part(network).orElseThrow();
        try {
            return new StoredWeights(part);
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("model.getFileAgain"))
                    .causedBy(e);
        }
    }

    /** The layers of the UNet that can have an adapter, its ends left out. */
    public List<TargetModule> unetLayers() {
        return new ArrayList<>(UnetModules.all(unetConfig));
    }

    /** The layers of a text encoder that lies here that can have an adapter. */
    public List<TargetModule> textLayers(int network) {
        return ClipTextEncoder.modules(
                ClipConfig.read(part(network).orElseThrow().config()));
    }

    /** Whether it holds averaged weights beside those that programs draw with. */
    public boolean hasAveraged() throws IOException {
        if (isFolder()) {
            return false;
        }
        try (SafetensorsFile open = SafetensorsFile.open(place())) {
            return open.tensors().keySet().stream().anyMatch(name -> name.startsWith(AVERAGED));
        }
    }
}
