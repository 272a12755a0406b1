package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.job.LoraChoice;
import loralei.lora.Component;
import loralei.lora.LoraChange;
import loralei.lora.LoraWeights;
import loralei.lora.MadeMetadata;
import loralei.lora.WeightedLora;
import loralei.model.FolderCopy;
import loralei.model.ModelCopy;
import loralei.model.StoredModel;
import loralei.model.StoredWeights;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.torch.ComputeDevice;

/**
 * Makes LoRAs part of a base model: it then draws without them as it drew with them. Of the model no more than one tensor
 * is in memory; the sum is rounded once, to the type that the model has.
 */
public final class MergeIntoModelJob implements Tool<MergeIntoModelRequest> {
    /** What is written. */
    private record Copying(StoredModel model, List<ModelCopy.Change> changes, ComputeDevice cpu) {}

    @Override
    public ToolResult run(MergeIntoModelRequest request, ToolWatcher watcher) throws IOException {
        ToolChecks.weights(request.loras());
        request.output().type().ifPresent(type -> {
            throw UserError.request(Message.of("merge.modelKeepsType"), Message.of("merge.leaveTypeOut"));
        });
        StoredModel model = StoredModel.open(request.model());
        checkTarget(request, model);
        List<WeightedLora> loras = read(request.loras(), model);
        try (ComputeDevice cpu = ComputeDevice.cpu()) {
            List<Message> lines = new ArrayList<>();
            List<ModelCopy.Change> changes = changes(model, loras, cpu, lines);
            return write(request, new Copying(model, changes, cpu), lines, watcher);
        }
    }

    private static void checkTarget(MergeIntoModelRequest request, StoredModel model) throws IOException {
        ToolOutput output = request.output();
        List<Path> read =
                new ArrayList<>(request.loras().stream().map(LoraChoice::file).toList());
        if (!model.isFolder()) {
            read.add(model.place());
            ToolFiles.require(output, read);
            ToolChecks.room(output.file(), Files.size(model.place()));
            return;
        }
        Path target = output.file().toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw refused(Message.of("merge.noFolder", String.valueOf(parent)));
        }
        if (target.toString().toLowerCase(Locale.ROOT).endsWith(ToolFiles.ENDING)) {
            throw refused(Message.of("merge.folderForFolder", output.file(), model.place()));
        }
        if (parent.toRealPath().startsWith(model.place().toRealPath())) {
            throw refused(Message.of("merge.insideModel", output.file()));
        }
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw refused(Message.of("merge.folderTaken", output.file()));
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static UserError refused(Message problem) {
        return UserError.request(problem, Message.of("merge.otherName"));
    }

    private static List<WeightedLora> read(List<LoraChoice> choices, StoredModel model) {
        List<WeightedLora> loras = new ArrayList<>();
        for (LoraChoice choice : choices) {
            try {
                LoraWeights weights = LoraInputs.look(
                                choice.file(), model.unetConfig().layersPerBlock())
                        .weights();
                if (weights.family() != model.family()) {
                    throw UserError.request(
                            Message.of(
                                    "draw.otherFamily",
                                    choice.file(),
                                    weights.family().label(),
                                    model.place(),
                                    model.family().label()),
                            Message.of("lora.sameFamily"));
                }
                loras.add(new WeightedLora(weights, choice.weight()));
            } catch (IOException e) {
                throw UserError.request(Message.of(e), Message.of("draw.otherLora"))
                        .causedBy(e);
            }
        }
        return loras;
    }

    /** What becomes of each network; checked against the layers that are there. */
    private static List<ModelCopy.Change> changes(
            StoredModel model, List<WeightedLora> loras, ComputeDevice cpu, List<Message> lines) throws IOException {
        List<ModelCopy.Change> changes = new ArrayList<>();
        int layers = 0;
        boolean narrow = false;
        for (Component component : Component.values()) {
            if (component.place() >= model.networks()) {
                continue;
            }
            LoraChange change = new LoraChange(loras, component, cpu);
            changes.add(change);
            if (change.layers() > 0 && !model.has(component.place())) {
                lines.add(Message.of("merge.networkMissing", model.nameOf(component.place()), change.layers()));
            } else if (change.layers() > 0) {
                try (StoredWeights weights = model.weights(component.place())) {
                    change.misfit(weights).ifPresent(problem -> {
                        throw UserError.request(problem, Message.of("draw.otherLora"));
                    });
                    narrow |= weights.names().stream()
                            .filter(change::touches)
                            .map(weights::type)
                            .anyMatch(type -> type == DType.F8_E4M3 || type == DType.F8_E5M2);
                }
                layers += change.layers();
            }
        }
        if (layers == 0) {
            throw UserError.request(Message.of("merge.nothingToChange", model.place()), Message.of("draw.otherLora"));
        }
        lines.add(0, Message.of("merge.inModel", loras.size(), layers));
        if (narrow) {
            lines.add(Message.of("merge.narrow"));
        }
        if (model.hasAveraged()) {
            lines.add(Message.of("merge.averaged"));
        }
        return changes;
    }

    private static ToolResult write(
            MergeIntoModelRequest request, Copying what, List<Message> lines, ToolWatcher watcher) throws IOException {
        int all = what.changes().stream().mapToInt(ModelCopy.Change::layers).sum();
        int[] done = {0};
        ModelCopy copy = new ModelCopy(what.model(), what.changes(), what.cpu(), () -> {
            WatchedFile.Stopped.check(watcher);
            watcher.at(Math.min(done[0], all), all);
            done[0]++;
        });
        Path target = request.output().file();
        try {
            if (what.model().isFolder()) {
                FolderCopy files = FolderCopy.of(what.model(), what.changes());
                ToolChecks.room(target, files.bytes());
                leftOut(files).ifPresent(lines::add);
                copy.writeFolder(target);
            } else {
                copy.writeFile(target, before -> metadata(before, request));
            }
        } catch (WatchedFile.Stopped stopped) {
            return new ToolResult(Optional.empty(), List.of());
        }
        watcher.at(all, all);
        return new ToolResult(Optional.of(target), lines);
    }

    private static Optional<Message> leftOut(FolderCopy copy) {
        return copy.left().isEmpty()
                ? Optional.empty()
                : Optional.of(Message.of("merge.filesLeft", String.join(", ", copy.left())));
    }

    private static Map<String, String> metadata(Map<String, String> before, MergeIntoModelRequest request) {
        Map<String, String> entries = new LinkedHashMap<>(MadeMetadata.withoutStale(before));
        String names = request.loras().stream()
                .map(lora -> LoraInputs.nameOf(lora.file()))
                .collect(Collectors.joining(", "));
        entries.put("modelspec.merged_from", LoraInputs.nameOf(request.model()) + ", " + names);
        entries.put("loralei.merged", MergeJob.note(request.loras()));
        return entries;
    }
}
