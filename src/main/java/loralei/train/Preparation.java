package loralei.train;

import com.fasterxml.jackson.annotation.JsonValue;
import loralei.text.Message;

/** What goes on before the first step of a run, after the last one of the demo, and between two steps. */
public enum Preparation {
    /** Another task of this program has the device. */
    WAITING("draw.waiting"),
    /** Class images are drawn. */
    CLASS_IMAGES("prior.drawing"),
    /** The pictures are decoded, to tell what they are like. */
    LOOKING("train.looking"),
    /** The text encoders read the prompt. */
    PROMPT("train.prompt"),
    /** The VAE encodes the pictures. */
    PICTURES("train.pictures"),
    /** The UNet is loaded. */
    UNET("train.unet"),
    /** The demo's pictures for comparison are drawn. */
    DRAWING("train.drawing"),
    /** Previews are drawn, before the first step or between two. */
    PREVIEWS("preview.drawing");

    private final String key;

    Preparation(String key) {
        this.key = key;
    }

    /** What a person is told of it. */
    public Message message() {
        return Message.of(key);
    }

    /** The same in English, as the command line says it and JSON names it. */
    @Override
    @JsonValue
    public String toString() {
        return message().toString();
    }
}
