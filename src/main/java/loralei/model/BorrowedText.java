package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.DeadLink;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.diffusion.SchedulerConfig;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.ClipTokenizer;

/**
 * A base model with the text encoders, and what splits prompts for them, of another.
 *
 * @param model all other parts
 * @param texts the text encoders
 */
record BorrowedText(ModelSource model, ModelSource texts) implements ModelSource {
    /**
     * Opens the base model that a person named for its text encoders: one file, or a folder, which need not hold more.
     *
     * @throws UserError if it has none
     */
    static ModelSource open(Path given) {
        Path folder = HuggingFaceCache.snapshot(given);
        DeadLink.refuse(folder);
        Path place = Files.isDirectory(folder.resolve("text_encoder")) ? folder : ModelPlace.model(folder);
        return Files.isDirectory(place) ? new DiffusersFolder(place) : OneFile.open(place, noOther -> place);
    }

    /** Fails unless the text encoders are there, and of a model of the family. */
    static void expect(ModelSource texts, ModelFamily family) {
        Optional<Family> other = Optional.of(texts)
                .filter(source -> !(source instanceof DiffusersFolder folder) || folder.hasUnet())
                .map(source -> {
                    OtherUnet.refuse(source);
                    return ModelFamily.of(UnetConfig.read(source.unet().config()))
                            .family();
                });
        if (other.filter(found -> found != family.family()).isPresent()) {
            throw UserError.request(
                    Message.of(
                            "onefile.otherText",
                            texts.place(),
                            other.get().label(),
                            family.family().label()),
                    Message.of("onefile.chooseText", SettingName.of("textEncoders")));
        }
        for (TextEncoderSpec spec : family.textEncoders()) {
            if (texts.textConfigIfSound(spec.folder()).isEmpty()) {
                throw UserError.request(
                        Message.of("onefile.noTextIn", texts.place(), spec.folder()),
                        Message.of("onefile.chooseText", SettingName.of("textEncoders")));
            }
        }
    }

    @Override
    public Path place() {
        return model.place();
    }

    @Override
    public ConfigFile index() {
        return model.index();
    }

    @Override
    public Part unet() {
        return model.unet();
    }

    @Override
    public Part vae() {
        return model.vae();
    }

    @Override
    public Part textEncoder(TextEncoderSpec spec) {
        return texts.textEncoder(spec);
    }

    @Override
    public Optional<Part> ownTextEncoder(TextEncoderSpec spec) {
        return model.ownTextEncoder(spec);
    }

    @Override
    public ConfigFile textConfigIfSound(String folder) {
        return texts.textConfigIfSound(folder);
    }

    @Override
    public SchedulerConfig scheduler() {
        return model.scheduler();
    }

    @Override
    public ConfigFile schedulerFile() {
        return model.schedulerFile();
    }

    @Override
    public void markScheduler(Sha256 digest) throws IOException {
        model.markScheduler(digest);
    }

    @Override
    public ClipTokenizer tokenizer(TextEncoderSpec spec) {
        return texts.tokenizer(spec);
    }

    @Override
    public Path tokenizerPlace(TextEncoderSpec spec) {
        return texts.tokenizerPlace(spec);
    }

    @Override
    public List<Message> notes() {
        return model.notes();
    }
}
