package loralei.cli;

import java.io.PrintStream;
import loralei.train.TrainingEvent;

/** One JSON object a line for each event. */
record JsonProgress(PrintStream out) implements ProgressView {
    @Override
    public void accept(TrainingEvent event) {
        out.println(Json.line(event));
        out.flush(); // a program may be waiting for it at the other end of a pipe
    }
}
