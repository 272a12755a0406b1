package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.DeadLink;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.text.SettingName;

/** The VAE of a file with others, or one that lies by itself: a file in the original or in diffusers' naming, a folder. */
final class VaePart {
    private static final List<String> PREFIXES = List.of("first_stage_model.", "vae.", "");
    private static final String FIRST = "encoder.conv_in.weight";
    private static final Pattern LEVEL = Pattern.compile("decoder\\.up\\.(\\d{1,3})\\..*");

    private VaePart() {}

    /** That of a file, if it has one. */
    static Optional<FilePart> in(Path file, Map<String, TensorInfo> tensors, ModelFamily family) {
        return PREFIXES.stream()
                .filter(prefix -> tensors.containsKey(prefix + FIRST))
                .findFirst()
                .map(prefix -> {
                    int levels = levels(tensors, prefix);
                    FilePart part = new FilePart(file, tensors, prefix, name -> OriginalNames.vae(name, levels));
                    return part.with(() -> new PartShapes(file, part.shapes()).vae(family.latentScale()));
                });
    }

    private static int levels(Map<String, TensorInfo> tensors, String prefix) {
        return 1
                + tensors.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> LEVEL.matcher(name.substring(prefix.length())))
                        .filter(Matcher::matches)
                        .mapToInt(found -> Integer.parseInt(found.group(1)))
                        .max()
                        .orElse(0);
    }

    /**
     * One that a person named beside a base model.
     *
     * @param family what the base model is of, which tells the scale of the latents
     * @throws UserError if there is none
     */
    static ModelSource.Part named(Path place, ModelFamily family) {
        DeadLink.refuse(place);
        if (Files.isDirectory(place)) {
            Path inside = Files.isDirectory(place.resolve("vae")) ? place.resolve("vae") : place;
            return DiffusersFolder.vaeIn(inside);
        }
        if (WeightFiles.isPickle(place)) {
            throw UserError.request(
                    Message.of("onefile.vaeIs", place, Message.of("onefile.pickle")), Message.of("model.noPickles"));
        }
        try (SafetensorsFile open = SafetensorsFile.open(place)) {
            return in(place, open.tensors(), family)
                    .orElseThrow(() -> UserError.request(
                            Message.of(
                                    "onefile.vaeIs",
                                    place,
                                    ModelFileKind.of(open.tensors())
                                            .map(ModelFileKind::name)
                                            .orElse(Message.of("model.unknownKind"))),
                            Message.of("onefile.chooseVae", SettingName.of("vae"))));
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("onefile.chooseVae", SettingName.of("vae")))
                    .causedBy(e);
        }
    }
}
