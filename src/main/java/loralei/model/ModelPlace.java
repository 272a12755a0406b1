package loralei.model;

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
import loralei.safetensors.SafetensorsFile;

/** What people name as a base model that is no folder in the diffusers layout. */
final class ModelPlace {
    private static final String SAFETENSORS = ".safetensors";
    private static final int MOST_NAMED = 3;

    private static final String MODEL_JSON = "model_index.json";

    private static final Words LAYOUT = say("Choose a folder in the diffusers layout: one that holds unet, vae, "
            + "text_encoder, tokenizer and scheduler.");
    private static final Words ANOTHER = Words.joined(" ", List.of(OtherUnet.ANOTHER, LAYOUT));
    private static final Words FROM_ONE_FILE = say("One-file checkpoints are not read yet. Get the same model in the "
            + "diffusers layout, a folder with unet, vae, text_encoder, tokenizer and scheduler: many models have one on "
            + "Hugging Face, and diffusers makes one (from_single_file, then save_pretrained).");
    private static final Words NO_PICKLES = say("Files of this kind can run code when they are opened, so they are not "
            + "read. Get the model in the diffusers layout (a folder) with .safetensors files.");

    private ModelPlace() {}

    /** Fails, saying what is there, unless it is a folder with a folder unet in it. */
    static void expectModel(Path path) {
        if (Files.isDirectory(path.resolve("unet"))) {
            return;
        }
        if (Files.isDirectory(path)) {
            throw folder(path);
        }
        if (Files.exists(path)) {
            throw file(path);
        }
        Optional<Words> name = NetName.explain(path);
        throw name.isPresent()
                ? UserError.request(say("The base model {0} {1}.", NetName.text(path), name.get()), NetName.REMEDY)
                : UserError.request(
                        say("The base model folder {0} does not exist.", path),
                        say("Check the path of the base model."));
    }

    private static UserError file(Path path) {
        Optional<Path> model = modelAround(path);
        if (model.isPresent()) {
            return UserError.request(
                    say("{0} is a file of the base model {1}, not the whole model.", path, model.get()),
                    say("Choose the folder {0}.", model.get()));
        }
        if (WeightFiles.isPickle(path)) {
            return UserError.request(say("The base model {0} is a file.", path), NO_PICKLES);
        }
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            Optional<ModelFileKind> kind = ModelFileKind.of(open.tensors());
            return UserError.request(
                    say(
                            "The base model {0} is a file: {1}.",
                            path, kind.map(ModelFileKind::name).orElse(say("no model that is known here"))),
                    kind.filter(ModelFileKind::isOurs).isPresent() ? FROM_ONE_FILE : ANOTHER);
        } catch (IOException e) {
            return UserError.request(say("The base model is a file, and no model. {0}", Words.of(e)), LAYOUT)
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

    private static UserError folder(Path path) {
        Optional<Words> other = otherModel(path);
        if (other.isPresent()) {
            return OtherUnet.refused(path, other.get(), OtherUnet.ANOTHER);
        }
        String part = className(path.resolve("config.json"));
        if (!part.isEmpty() || Files.isDirectory(path.resolveSibling("unet"))) {
            return UserError.request(
                    say(
                            "The base model folder {0} is only one part of a model ({1}).",
                            path, part.isEmpty() ? path.getFileName() : part),
                    say("Choose the folder that holds unet, vae, text_encoder, tokenizer and scheduler."));
        }
        List<Path> inside = inside(path);
        List<Path> models = inside.stream()
                .filter(sub -> Files.isDirectory(sub.resolve("unet")))
                .toList();
        if (!models.isEmpty()) {
            return UserError.request(
                    say("The base model folder {0} has no folder unet itself, but {1} has.", path, models.get(0)),
                    say("Choose that folder, if it is the model that you mean."));
        }
        List<Path> files = inside.stream().filter(ModelPlace::isModelFile).toList();
        return files.isEmpty()
                ? UserError.request(say("The base model folder {0} has no folder unet.", path), LAYOUT)
                : ofFiles(path, files);
    }

    /** What the files say of a model without a UNet: its pipeline, or the transformer that stands in the UNet's place. */
    private static Optional<Words> otherModel(Path path) {
        String pipeline = className(path.resolve(MODEL_JSON));
        String network = className(path.resolve("transformer/config.json"));
        return PipelineName.other(pipeline)
                .or(() -> PipelineName.other(network))
                .or(() -> pipeline.isEmpty() || pipeline.startsWith("StableDiffusion")
                        ? Optional.empty()
                        : Optional.of(PipelineName.plain(pipeline)))
                .map(name -> say("a model of the kind {0}", name));
    }

    private static String className(Path file) {
        ConfigFile json = ConfigFile.readIfSound(file);
        return json.string("_class_name", json.string("model_type", ""));
    }

    private static UserError ofFiles(Path folder, List<Path> files) {
        List<Optional<ModelFileKind>> kinds =
                files.stream().limit(MOST_NAMED).map(ModelPlace::kind).toList();
        List<Words> described = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String name = files.get(i).getFileName().toString();
            described.add(kinds.get(i)
                    .map(kind -> say("{0} ({1})", name, kind.name()))
                    .orElse(Words.text(name)));
        }
        if (files.size() > MOST_NAMED) {
            described.add(say("and {0} more", files.size() - MOST_NAMED));
        }
        boolean ours = kinds.stream().flatMap(Optional::stream).anyMatch(ModelFileKind::isOurs);
        return UserError.request(
                say(
                        "The base model folder {0} has no folder unet, but files: {1}.",
                        folder, Words.joined(", ", described)),
                ours ? FROM_ONE_FILE : files.stream().allMatch(WeightFiles::isPickle) ? NO_PICKLES : ANOTHER);
    }

    private static Optional<ModelFileKind> kind(Path path) {
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            return ModelFileKind.of(open.tensors());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isModelFile(Path path) {
        return Files.isRegularFile(path)
                && (WeightFiles.isPickle(path) || path.getFileName().toString().endsWith(SAFETENSORS));
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
