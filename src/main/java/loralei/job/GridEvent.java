package loralei.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import loralei.text.Message;

/** What a grid tells whoever watches it. Plain records, so that they can be shown, logged or written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GridEvent.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = GridEvent.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = GridEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = GridEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = GridEvent.Step.class, name = "step"),
    @JsonSubTypes.Type(value = GridEvent.Drawn.class, name = "drawn"),
    @JsonSubTypes.Type(value = GridEvent.Page.class, name = "page"),
    @JsonSubTypes.Type(value = GridEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = GridEvent.Stopped.class, name = "stopped")
})
public sealed interface GridEvent {
    /**
     * Other tasks of this program have the device first.
     *
     * @param before what they are, the one that goes on now first
     */
    record Waiting(List<Message> before) implements GridEvent {
        /** Keeps a copy. */
        public Waiting {
            before = List.copyOf(before);
        }
    }

    /** Something before the first step goes on. */
    record Preparing(Message what) implements GridEvent {}

    /** Something that the person should know and that does not stop the drawing. */
    record Warning(Message text) implements GridEvent {}

    /**
     * It is known what will be drawn.
     *
     * @param grid all cells
     * @param there how many of them an earlier start has drawn
     */
    record Ready(Grid grid, int there) implements GridEvent {}

    /**
     * A step is done.
     *
     * @param done cells that are there
     * @param cells how many there will be
     * @param step steps of this cell so far
     * @param steps steps of this cell
     * @param secondsLeft an estimate for the whole grid
     */
    record Step(int done, int cells, int step, int steps, double secondsLeft) implements GridEvent {}

    /**
     * A cell is there.
     *
     * @param done cells that are there
     * @param cells how many there will be
     * @param cell the cell
     * @param fresh whether it was drawn now, or by an earlier start
     */
    record Drawn(int done, int cells, GridCell cell, boolean fresh) implements GridEvent {}

    /**
     * A page was written as one picture.
     *
     * @param page which, from 0
     * @param file where
     */
    record Page(int page, Path file) implements GridEvent {}

    /**
     * All is drawn.
     *
     * @param cells how many cells there are
     * @param fresh how many of them were drawn now
     */
    record Finished(int cells, int fresh, double seconds) implements GridEvent {}

    /** The person ended it; the cells that were drawn are there. */
    record Stopped(int done, int cells) implements GridEvent {}
}
