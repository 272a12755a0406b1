package loralei.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import loralei.config.PictureSpec;
import loralei.text.Message;

/** What a drawing tells whoever watches it. Plain records, so that they can be shown, logged or written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DrawEvent.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = DrawEvent.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = DrawEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = DrawEvent.Step.class, name = "step"),
    @JsonSubTypes.Type(value = DrawEvent.Drawn.class, name = "drawn"),
    @JsonSubTypes.Type(value = DrawEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = DrawEvent.Stopped.class, name = "stopped")
})
public sealed interface DrawEvent {
    /**
     * Other tasks of this program have the device first.
     *
     * @param before what they are, the one that goes on now first
     */
    record Waiting(List<Message> before) implements DrawEvent {
        /** Keeps a copy. */
        public Waiting {
            before = List.copyOf(before);
        }

        /** The same in words. */
        public Message message() {
            return Message.of("draw.waitingFor", Message.joined(", ", before));
        }
    }

    /** Something before the first step goes on. */
    record Preparing(Message what) implements DrawEvent {}

    /** Something that the person should know and that does not stop the drawing. */
    record Warning(Message text) implements DrawEvent {}

    /**
     * A step is done.
     *
     * @param picture the first picture of the batch that is drawn, from 0
     * @param pictures how many pictures there will be
     * @param step steps of this batch so far
     * @param steps steps of this batch
     */
    record Step(int picture, int pictures, int step, int steps) implements DrawEvent {}

    /**
     * A picture was written.
     *
     * @param index which, from 0
     * @param pictures how many pictures there will be
     * @param file where
     * @param spec what it is
     */
    record Drawn(int index, int pictures, Path file, PictureSpec spec) implements DrawEvent {}

    /** All is drawn. */
    record Finished(int pictures, double seconds) implements DrawEvent {}

    /** The person ended it; what was drawn is there. */
    record Stopped(int pictures) implements DrawEvent {}
}
