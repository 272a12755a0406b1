package loralei.train;

import static loralei.config.Words.say;

import com.fasterxml.jackson.annotation.JsonValue;
import loralei.config.Words;

/** What goes on before the first step of a run, and after the last one of the demo. */
public enum Preparation {
    /** The text encoders read the prompt. */
    PROMPT(say("reading the prompt")),
    /** The VAE encodes the pictures. */
    PICTURES(say("encoding pictures")),
    /** The UNet is loaded. */
    UNET(say("loading the UNet")),
    /** The demo's pictures for comparison are drawn. */
    DRAWING(say("drawing without and with the LoRA"));

    private final Words words;

    Preparation(Words words) {
        this.words = words;
    }

    /** What a person is told of it. */
    public Words words() {
        return words;
    }

    /** The same in English, as the command line says it and JSON names it. */
    @Override
    @JsonValue
    public String toString() {
        return words.toString();
    }
}
