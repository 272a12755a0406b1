package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.NetName;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.text.Message;

/** What people name as a base model: a folder in the diffusers layout, a file, and what is neither. */
final class ModelPlace {
    private static final int MOST_NAMED = 3;

    private static final String MODEL_JSON = "model_index.json";

    private static final Message LAYOUT = Message.of("model.chooseLayout");
    private static final Message ANOTHER = Message.joined(" ", List.of(OtherUnet.ANOTHER, LAYOUT));
    private static final Message NO_PICKLES = Message.of("model.noPickles");

    private ModelPlace() {}

    /**
     * The model that a person means: a folder with a folder unet in it, or a file; also the only one in a folder.
     *
     * @throws UserError says what is there instead
     */
    static Path model(Path path) {
        if (Files.isDirectory(path.resolve("unet"))) {
            return path;
        }
        if (Files.isDirectory(path)) {
            List<Path> models = isPart(path)
                    ? List.of()
                    : inside(path).stream()
                            .filter(file -> ModelFileKind.ofFile(file)
                                    .filter(ModelFileKind::isOurs)
                                    .isPresent())
                            .toList();
            if (models.size() == 1) {
                return models.get(0);
            }
            throw folder(path, models);
        }
        if (Files.exists(path)) {
            return file(path);
        }
        Optional<Message> name = NetName.explain(path);
        throw name.isPresent()
                ? UserError.request(Message.of("model.netName", NetName.text(path), name.get()), NetName.REMEDY)
                : UserError.request(Message.of("model.folderMissing", path), Message.of("model.checkPathOf"));
    }

    /** Whether a folder belongs to a model in several, or is one of another kind. */
    private static boolean isPart(Path folder) {
        return Files.exists(folder.resolve("config.json"))
                || Files.exists(folder.resolve(MODEL_JSON))
                || Files.isDirectory(folder.resolveSibling("unet"));
    }

    private static Path file(Path path) {
        Optional<Path> model = modelAround(path);
        if (model.isPresent()) {
            throw UserError.request(
                    Message.of("model.partOf", path, model.get()), Message.of("model.chooseFolder", model.get()));
        }
        if (WeightFiles.isPickle(path)) {
            throw UserError.request(Message.of("model.file", path), NO_PICKLES);
        }
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            Optional<ModelFileKind> kind = ModelFileKind.of(open.tensors());
            if (kind.filter(ModelFileKind::isOurs).isPresent()) {
                return path;
            }
            throw UserError.request(
                    Message.of(
                            "model.fileOfKind",
                            path,
                            kind.map(ModelFileKind::name).orElse(Message.of("model.unknownKind"))),
                    ANOTHER);
        } catch (IOException e) {
            throw UserError.request(Message.of("model.noModel", Message.of(e)), LAYOUT)
                    .causedBy(e);
        }
    }

    /** The model folder that a file belongs to: it lies in the folder itself or in one of its parts. */
    private static Optional<Path> modelAround(Path file) {
        Path at = file.toAbsolutePath().getParent();
        if (Files.isDirectory(at.resolve("unet"))) {
            return MODEL_JSON.equals(String.valueOf(file.getFileName())) ? Optional.of(at) : Optional.empty();
        }
        Path around = at.getParent();
        return around != null
                        && Files.isRegularFile(around.resolve(MODEL_JSON))
                        && Files.isDirectory(around.resolve("unet"))
                ? Optional.of(around)
                : Optional.empty();
    }

    private static UserError folder(Path path, List<Path> models) {
        if (!models.isEmpty()) {
            return UserError.request(
                    Message.of("onefile.several", path, models.size()), Message.of("onefile.chooseOf", models.get(0)));
        }
        Optional<Message> other = otherModel(path);
        if (other.isPresent()) {
            return OtherUnet.refused(path, other.get(), OtherUnet.ANOTHER);
        }
        String part = className(path.resolve("config.json"));
        if (!part.isEmpty() || Files.isDirectory(path.resolveSibling("unet"))) {
            return UserError.request(
                    Message.of("model.onePart", path, part.isEmpty() ? path.getFileName() : part),
                    Message.of("model.chooseWhole"));
        }
        List<Path> inside = inside(path);
        List<Path> below = inside.stream()
                .filter(sub -> Files.isDirectory(sub.resolve("unet")))
                .toList();
        if (!below.isEmpty()) {
            return UserError.request(
                    Message.of("model.unetInside", path, below.get(0)), Message.of("model.chooseThat"));
        }
        List<Path> files = inside.stream().filter(ModelPlace::isModelFile).toList();
        return files.isEmpty() ? UserError.request(Message.of("model.noUnet", path), LAYOUT) : ofFiles(path, files);
    }

    /** What the files say of a model without a UNet: its pipeline, or the transformer that stands in the UNet's place. */
    private static Optional<Message> otherModel(Path path) {
        String pipeline = className(path.resolve(MODEL_JSON));
        String network = className(path.resolve("transformer/config.json"));
        return PipelineName.other(pipeline)
                .or(() -> PipelineName.other(network))
                .or(() -> pipeline.isEmpty() || pipeline.startsWith("StableDiffusion")
                        ? Optional.empty()
                        : Optional.of(PipelineName.plain(pipeline)))
                .map(name -> Message.of("model.ofKind", name));
    }

    private static String className(Path file) {
        ConfigFile json = ConfigFile.readIfSound(file);
        return json.string("_class_name", json.string("model_type", ""));
    }

    private static UserError ofFiles(Path folder, List<Path> files) {
        List<Optional<ModelFileKind>> kinds =
                files.stream().limit(MOST_NAMED).map(ModelFileKind::ofFile).toList();
        List<Message> described = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String name = files.get(i).getFileName().toString();
            described.add(kinds.get(i)
                    .map(kind -> Message.of("shared.detail", name, kind.name()))
                    .orElse(Message.text(name)));
        }
        if (files.size() > MOST_NAMED) {
            described.add(Message.of("shared.more", files.size() - MOST_NAMED));
        }
        return UserError.request(
                Message.of("model.noUnetButFiles", folder, Message.joined(", ", described)),
                files.stream().allMatch(WeightFiles::isPickle) ? NO_PICKLES : ANOTHER);
    }

    private static boolean isModelFile(Path path) {
        return Files.isRegularFile(path)
                && (WeightFiles.isPickle(path) || path.getFileName().toString().endsWith(ModelFileKind.SAFETENSORS));
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
