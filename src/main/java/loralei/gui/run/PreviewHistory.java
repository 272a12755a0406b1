package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;

/** The preview pictures of a run as they come in: one thread writes, and any thread may take {@link #latest()}. */
final class PreviewHistory {
    private volatile PreviewSet latest = PreviewSet.NONE;
    private int drawings;

    /** The pictures so far. */
    PreviewSet latest() {
        return latest;
    }

    /** Forgets everything. */
    void clear() {
        latest = PreviewSet.NONE;
    }

    /** Begins with what an earlier start of the run has drawn. */
    void read(RunFiles files, List<String> prompts) throws IOException {
        PreviewSet found = PreviewSet.NONE;
        for (int i = 0; i < prompts.size(); i++) {
            found = found.withPrompt(i, prompts.get(i));
        }
        for (Path file : files.previews()) {
            RunFiles.PreviewPlace place = files.previewPlace(file).orElseThrow();
            found = found.with(new Preview(file, place.step(), place.prompt(), drawings++));
        }
        latest = found;
    }

    void add(TrainingEvent.Drawn drawn) {
        latest = latest.withPrompt(drawn.prompt(), drawn.spec().prompt())
                .with(new Preview(drawn.file(), drawn.step(), drawn.prompt(), drawings++));
    }

    /** Forgets all pictures after a step, of which the run will draw others. */
    void cutAfter(int step) {
        latest = latest.only(picture -> picture.step() <= step);
    }
}
