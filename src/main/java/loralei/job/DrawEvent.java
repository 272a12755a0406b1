package loralei.job;

import java.nio.file.Path;
import loralei.config.PictureSpec;
import loralei.text.Message;

/** What a drawing tells whoever watches it. Plain records, so that they can be shown, logged or written as JSON. */
public sealed interface DrawEvent {
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
