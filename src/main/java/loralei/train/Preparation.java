package loralei.train;

import static loralei.config.Words.say;

import com.fasterxml.jackson.annotation.JsonValue;
import loralei.config.Words;

/** What goes on before the first step of a run, and after the last one of the demo. */
public enum Preparation {
    /** The text encoders read the prompt. */
    PROMPT,
    /** The VAE encodes the pictures. */
    PICTURES,
    /** The UNet is loaded. */
    UNET,
    /** The demo's pictures for comparison are drawn. */
    DRAWING;

    /** What a person is told of it. */
    public Words words() {
        return switch (this) {
            case PROMPT -> say("reading the prompt");
            case PICTURES -> say("encoding pictures");
            case UNET -> say("loading the UNet");
            case DRAWING -> say("drawing without and with the LoRA");
        };
    }

    /** The same in English, as the command line says it and JSON names it. */
    @Override
    @JsonValue
    public String toString() {
        return words().toString();
    }
}
