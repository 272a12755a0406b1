package loralei.job;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.NetName;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.lora.LoraFile;
import loralei.lora.LoraProblem;
import loralei.lora.LoraReport;
import loralei.model.BaseModel;

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
            Optional<Words> name = NetName.explain(path);
            throw name.isPresent()
                    ? UserError.request(say("{0} {1}.", NetName.text(path), name.get()), NetName.REMEDY)
                    : UserError.request(say("There is no file {0}.", path), say("Check the path."));
        }
        try {
            return LoraFile.read(path).report();
        } catch (IOException e) {
            throw UserError.request(Words.of(e), say("Choose a sound .safetensors file."))
                    .causedBy(e);
        }
    }

    private static LoraReport folder(Path folder) {
        List<Path> files = filesIn(folder);
        boolean isModel = Stream.of("unet", "transformer", "model_index.json", "config.json", "snapshots")
                .anyMatch(name -> Files.exists(folder.resolve(name)));
        if (!isModel && files.isEmpty()) {
            throw UserError.request(
                    say("{0} is a folder, and there is no .safetensors file in it.", folder),
                    say("Choose a LoRA, a checkpoint, or the folder of a base model."));
        }
        if (!isModel) {
            throw UserError.request(
                    say("{0} is a folder.", folder), say("Choose one of the files in it: {0}.", names(files)));
        }
        String kind = "a folder, and no base model that can be trained";
        List<LoraProblem> problems = new ArrayList<>();
        try {
            BaseModel model = BaseModel.open(folder);
            kind = "a base model in the diffusers layout: " + model.family().title();
            model.hint().map(hint -> LoraProblem.warning(hint.toString())).ifPresent(problems::add);
            ModelCheck.complete(model);
            kind += ", complete";
        } catch (UserError e) {
            problems.add(0, LoraProblem.error(e.getMessage() + " " + e.remedy()));
        }
        return LoraReport.ofFolder(folder, kind, problems);
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(ModelCheck::mayBeMeant).sorted().toList();
        } catch (IOException e) {
            throw UserError.request(
                            say("{0} cannot be read: {1}.", folder, Words.of(e)),
                            say("Check who may read that folder."))
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
