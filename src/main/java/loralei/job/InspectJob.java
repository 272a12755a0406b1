package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.NetName;
import loralei.config.UserError;
import loralei.lora.LoraFile;
import loralei.lora.LoraProblem;
import loralei.lora.LoraReport;
import loralei.model.BaseModel;
import loralei.model.ModelFacts;
import loralei.model.ModelFileKind;
import loralei.safetensors.FileHashes;
import loralei.text.Message;

/** Tells what a LoRA, a checkpoint or a folder with a base model is. */
public final class InspectJob {
    private static final int MOST_NAMED = 5;

    private InspectJob() {}

    /** Reads the file's header and as much of its tensors as is needed; of a base model all headers. */
    public static LoraReport run(Path path) {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (!Files.isRegularFile(path)) {
            Optional<Message> name = NetName.explain(path);
            throw name.isPresent()
                    ? UserError.request(Message.of("shared.sentence", NetName.text(path), name.get()), NetName.REMEDY)
                    : UserError.request(Message.of("inspect.noFile", path), Message.of("inspect.checkPath"));
        }
        try {
            LoraReport report = LoraFile.read(path).report();
            return ModelFileKind.ofFile(path).filter(ModelFileKind::isOurs).isPresent() ? model(report, path) : report;
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("inspect.chooseSound"))
                    .causedBy(e);
        }
    }

    private static LoraReport folder(Path folder) {
        List<Path> files = filesIn(folder);
        boolean isModel = Stream.of("unet", "transformer", "model_index.json", "config.json", "snapshots")
                .anyMatch(name -> Files.exists(folder.resolve(name)));
        if (!isModel && files.isEmpty()) {
            throw UserError.request(Message.of("inspect.noLoraInFolder", folder), Message.of("inspect.chooseOther"));
        }
        if (!isModel) {
            throw UserError.request(
                    Message.of("inspect.folder", folder), Message.of("inspect.chooseFile", names(files)));
        }
        LoraReport report = LoraReport.ofFolder(folder, Message.of("inspect.noModel"), List.of(), Optional.empty());
        return model(report, folder);
    }

    /** What there is to say of a base model, be it all or what is wrong with it. */
    private static LoraReport model(LoraReport report, Path place) {
        Message kind = report.kind();
        List<LoraProblem> problems = new ArrayList<>();
        Optional<Family> family = Optional.empty();
        try {
            BaseModel model = BaseModel.open(place);
            family = Optional.of(model.family());
            String title = model.family().title();
            kind = Files.isDirectory(model.folder())
                    ? Message.of("inspect.model", title)
                    : Message.of("kind.oneFile", title);
            model.hint().map(LoraProblem::warning).ifPresent(problems::add);
            ModelCheck.complete(model);
            kind = Message.of("doctor.complete", kind);
        } catch (UserError e) {
            problems.add(0, LoraProblem.error(Message.of("shared.pair", e.localized(), e.localizedRemedy())));
        }
        return report.asModel(kind, problems, family, ModelFacts.of(place));
    }

    /** Sees how far the reading of a file is. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Told now and then.
         *
         * @param share from 0 to 1
         */
        void at(Path file, double share);
    }

    /** The same report with the hashes of the file, or of the weights in the folder; reads all of them. */
    public static LoraReport withHashes(LoraReport report, Watcher watcher) throws IOException {
        List<Path> files = Files.isRegularFile(report.file())
                ? List.of(report.file())
                : report.parts().map(ModelFacts::files).orElse(List.of());
        List<FileHashes> hashes = new ArrayList<>();
        for (Path file : files) {
            double size = Math.max(1, Files.size(file));
            hashes.add(FileHashes.of(file, bytes -> watcher.at(file, bytes / size)));
        }
        return report.withHashes(hashes);
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(ModelCheck::mayBeMeant).sorted().toList();
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("shared.unreadable", folder, Message.of(e)), Message.of("shared.whoMayRead"))
                    .causedBy(e);
        }
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ",
                files.stream()
                        .limit(MOST_NAMED)
                        .map(file -> file.getFileName().toString())
                        .toList());
    }
}
