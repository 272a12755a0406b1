package loralei.job.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.UserError;
import loralei.safetensors.StreamedFile;
import loralei.safetensors.StreamedTensor;
import loralei.text.Message;

/** A file in the making whose watcher hears of each tensor, and may stop it. */
final class WatchedFile implements StreamedFile {
    private final StreamedFile file;
    private final List<StreamedTensor> tensors = new ArrayList<>();
    private int done;

    private WatchedFile(StreamedFile file, ToolWatcher watcher) {
        this.file = file;
        List<StreamedTensor> all = file.tensors();
        for (StreamedTensor tensor : all) {
            tensors.add(new StreamedTensor(tensor.name(), tensor.dtype(), tensor.shape(), sink -> {
                Stopped.check(watcher);
                tensor.content().writeTo(sink);
                done++;
                watcher.at(done, all.size());
            }));
        }
    }

    /** Thrown where a watcher stops a tool; nobody outside of the tool sees it. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped() {
            super("stopped", null, false, false);
        }

        static void check(ToolWatcher watcher) {
            if (watcher.stopped()) {
                throw new Stopped();
            }
        }
    }

    /**
     * Writes a file, unless it is stopped before its end.
     *
     * @param lines what there is to say of it
     * @throws UserError if it cannot be written; the target is then as before
     */
    static ToolResult write(StreamedFile file, Path target, ToolWatcher watcher, List<Message> lines) {
        try {
            new WatchedFile(file, watcher).writeTo(target);
            return new ToolResult(Optional.of(target), lines);
        } catch (Stopped stopped) {
            return new ToolResult(Optional.empty(), List.of());
        } catch (IOException e) { // whose message says what to do, too
            throw UserError.run(Message.of(e), Message.text("")).causedBy(e);
        }
    }

    @Override
    public List<StreamedTensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() throws IOException {
        return file.metadata();
    }

    @Override
    public void written(ByteBuffer bytes) {
        file.written(bytes);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
