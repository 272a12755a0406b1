package loralei.job.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.job.tool.MetadataRequest.Entry;
import loralei.lora.LoraContent;
import loralei.lora.LoraStamps;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.StreamedFile;
import loralei.safetensors.StreamedTensor;
import loralei.text.Message;

/** Writes another description of a LoRA; nothing but the header changes. */
public final class MetadataJob implements Tool<MetadataRequest> {
    /** Reads what a file says of itself. */
    public static LoraDescription read(Path lora) {
        try (SafetensorsFile file = open(lora)) {
            Map<Entry, String> texts = new EnumMap<>(Entry.class);
            for (Entry entry : Entry.values()) {
                DescriptionKeys.read(entry, file.metadata()).ifPresent(text -> texts.put(entry, text));
            }
            return new LoraDescription(texts, CoverPicture.read(file.metadata()), file.metadata());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public ToolResult run(MetadataRequest request, ToolWatcher watcher) throws IOException {
        ToolFiles.requireFile(request.lora());
        if (request.cover().isPresent() && request.removeCover()) {
            throw UserError.request(Message.of("metadata.bothCovers"), Message.of("train.leaveOneOut"));
        }
        if (!ToolFiles.isSame(request.lora(), request.target())) {
            ToolFiles.requireTarget(request.target(), request.overwrite());
        }
        if (request.cover().isPresent() && ToolFiles.isSame(request.cover().get(), request.target())) {
            throw UserError.request(
                    Message.of("metadata.isCover", request.target()), Message.of("convert.otherTarget"));
        }
        try (SafetensorsFile file = open(request.lora());
                Described described = new Described(file, metadata(request, file.metadata()))) {
            return WatchedFile.write(described, request.target(), watcher, List.of());
        }
    }

    private static SafetensorsFile open(Path lora) {
        ToolFiles.requireFile(lora);
        try {
            SafetensorsFile file = SafetensorsFile.open(lora);
            try {
                LoraContent.requireAdapter(file);
                return file;
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UserError unreadable(IOException e) {
        return UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
    }

    private static Map<String, String> metadata(MetadataRequest request, Map<String, String> before) {
        Map<String, String> metadata = new LinkedHashMap<>(before);
        request.texts().forEach((entry, text) -> DescriptionKeys.write(entry, text.strip(), metadata));
        if (request.removeCover()) {
            CoverPicture.remove(metadata);
        }
        request.cover().ifPresent(picture -> CoverPicture.write(picture, metadata));
        return metadata;
    }

    /** The file with another header. */
    private static final class Described implements StreamedFile {
        private final SafetensorsFile file;
        private final List<StreamedTensor> tensors = new ArrayList<>();
        private final LoraStamps stamps;

        Described(SafetensorsFile file, Map<String, String> metadata) throws IOException {
            this.file = file;
            file.tensors().values().forEach(info -> tensors.add(StreamedTensor.copy(info.name(), file, info)));
            this.stamps = LoraStamps.of(tensors, metadata, false);
        }

        @Override
        public List<StreamedTensor> tensors() {
            return tensors;
        }

        @Override
        public Map<String, String> metadata() {
            return stamps.metadata();
        }

        @Override
        public void written(ByteBuffer bytes) {
            stamps.update(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
