package loralei.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.diffusion.SchedulerConfig;
import loralei.model.CheckpointWeights.NameRules;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.tokenizer.ClipTokenizer;

/** Where the parts of a base model lie, and what they are like: a folder, or one file. */
interface ModelSource {
    /** One part: the UNet, the VAE, or a text encoder. */
    interface Part {
        /** Its hyper-parameters, as diffusers' and transformers' {@code config.json} has them. */
        ConfigFile config();

        /** Where its weights lie. */
        WeightFiles files();

        /**
         * How their names relate to the network's.
         *
         * @param scopes the prefixes that are asked for; none for all
         */
        NameRules rules(String... scopes);

        /** Takes in what its weights are. */
        void mark(Sha256 digest) throws IOException;

        /** Takes in its hyper-parameters. */
        void markConfig(Sha256 digest) throws IOException;
    }

    /** The folder or file. */
    Path place();

    /** {@code model_index.json}; an empty object where there is none. */
    ConfigFile index();

    Part unet();

    Part vae();

    Part textEncoder(TextEncoderSpec spec);

    /** A text encoder, if it lies here. */
    Optional<Part> ownTextEncoder(TextEncoderSpec spec);

    /** What the configuration of a text encoder says, of whatever family; an empty object where there is none. */
    ConfigFile textConfigIfSound(String folder);

    /** The noise that it was trained with. */
    SchedulerConfig scheduler();

    /** What the scheduler's own file says; an empty object where there is none. */
    ConfigFile schedulerFile();

    /** Takes in the noise. */
    void markScheduler(Sha256 digest) throws IOException;

    /** What splits prompts for a text encoder. */
    ClipTokenizer tokenizer(TextEncoderSpec spec);

    /** Where the tokenizer comes from, for messages. */
    Path tokenizerPlace(TextEncoderSpec spec);

    /** What a person should know of how it was put together. */
    List<Message> notes();
}
