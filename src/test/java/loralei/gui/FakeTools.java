package loralei.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import loralei.config.UserError;
import loralei.job.tool.LoraComparison;
import loralei.job.tool.LoraDescription;
import loralei.job.tool.LoraTools;
import loralei.job.tool.MetadataRequest;
import loralei.job.tool.ToolResult;
import loralei.job.tool.ToolWatcher;
import loralei.text.Message;

/** Tools that keep what they were asked, wait for their turn, and then make nothing but an empty file. */
final class FakeTools {
    /** What was asked. */
    final List<Record> asked = new CopyOnWriteArrayList<>();

    /** What a file says of itself; what is saved is said from then on. */
    final Map<MetadataRequest.Entry, String> texts = new LinkedHashMap<>(Map.of(
            MetadataRequest.Entry.TITLE, "My cat",
            MetadataRequest.Entry.TRIGGER_WORDS, "fsk49 cat",
            MetadataRequest.Entry.AUTHOR, "Ann"));

    volatile CountDownLatch turn = new CountDownLatch(0);
    volatile Optional<UserError> failure = Optional.empty();
    volatile Optional<byte[]> cover = Optional.empty();
    volatile boolean equal;

    /** All of them. */
    LoraTools tools() {
        return new LoraTools(
                (request, watcher) -> make(request, request.output().file(), watcher),
                (request, watcher) -> make(request, request.output().file(), watcher),
                (request, watcher) -> make(request, request.output().file(), watcher),
                (request, watcher) -> make(request, request.output().file(), watcher),
                (request, watcher) -> make(request, request.output().file(), watcher),
                this::describe,
                lora -> new LoraDescription(Map.copyOf(texts), cover, header()),
                this::compare);
    }

    private Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("modelspec.title", texts.getOrDefault(MetadataRequest.Entry.TITLE, ""));
        header.put("ss_network_dim", "16");
        header.put("ss_tag_frequency", "{\"10_fsk49 cat\": {" + "\"fsk49 cat on a mat\": 12, ".repeat(40) + "}}");
        return header;
    }

    private ToolResult describe(MetadataRequest request, ToolWatcher watcher) throws IOException {
        texts.putAll(request.texts());
        texts.values().removeIf(String::isEmpty);
        if (request.target().equals(request.lora())) {
            asked.add(request);
            return new ToolResult(Optional.of(request.target()), List.of());
        }
        return make(request, request.target(), watcher);
    }

    private ToolResult make(Record request, Path target, ToolWatcher watcher) throws IOException {
        asked.add(request);
        if (waitsInVain(watcher)) {
            return new ToolResult(Optional.empty(), List.of());
        }
        Files.copy(ToolsOnScreen.LORA, target, StandardCopyOption.REPLACE_EXISTING);
        return new ToolResult(
                Optional.of(target),
                List.of(Message.text("Rank 16 instead of 64"), Message.text("97.3 % is kept of what it does")));
    }

    private LoraComparison compare(Path first, Path second, ToolWatcher watcher) throws IOException {
        boolean stopped = waitsInVain(watcher);
        return new LoraComparison(
                equal,
                stopped ? 0 : 0.731,
                2.4,
                1.6,
                List.of(
                        module("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q", 0.12, 0.8, 0.2, 0.9),
                        module("unet.mid_block.attentions.0.transformer_blocks.0.ff.net.2", 0.64, 0.3, 0.4, 0.31),
                        module("text_encoder.text_model.encoder.layers.0.mlp.fc1", 0.98, 0.02, 0.021, 0.0041)),
                List.of(Message.text("A has rank 16, and B rank 8.")));
    }

    private static LoraComparison.Module module(String name, double similar, double a, double b, double difference) {
        return new LoraComparison.Module(name, similar, a, b, difference);
    }

    private boolean waitsInVain(ToolWatcher watcher) {
        watcher.at(2, 5);
        while (turn.getCount() > 0 && !watcher.stopped()) {
            Thread.onSpinWait();
        }
        failure.ifPresent(error -> {
            throw error;
        });
        return watcher.stopped();
    }
}
