package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loralei.config.MaskSource;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * Finds the masks of pictures, and gathers what there is to say of them. A picture whose mask is there and cannot be used is
 * left out: without the mask it would teach what it is to keep to itself.
 */
final class MaskSearch {
    private final TrainingConfig config;
    private final List<Path> masked = new ArrayList<>();
    private final List<Path> without = new ArrayList<>();
    private final List<Message> otherShapes = new ArrayList<>();
    private final List<UnreadablePicture> unreadable = new ArrayList<>();
    private final Set<Path> used = new LinkedHashSet<>();
    private final Set<Path> unused = new LinkedHashSet<>();
    private final Set<MaskSource> asked = new LinkedHashSet<>();

    MaskSearch(TrainingConfig config) {
        this.config = config;
    }

    /**
     * The pictures that can be used, each with its mask if it has one.
     *
     * @param found the pictures of a concept, and where each was found
     * @throws PictureFolderException if there is a folder for masks, and it cannot be read
     */
    Map<Picture, Optional<Picture>> of(Concept concept, Map<Picture, PictureScan> found, ExampleSource.Folders folders)
            throws PictureFolderException {
        PictureRules rules = concept.rules();
        Map<Picture, Optional<Picture>> masks = new LinkedHashMap<>();
        if (rules.masks() == MaskSource.NONE) {
            found.keySet().forEach(picture -> masks.put(picture, Optional.empty()));
            return masks;
        }
        asked.add(rules.masks());
        Map<String, MaskFile> inFolder = rules.maskFolder().isPresent()
                ? inFolder(folders.scan(rules.maskFolder().get()))
                : Map.of();
        found.forEach((picture, scan) -> {
            MaskFile file = rules.maskFolder().isPresent()
                    ? inFolder.get(stem(picture.path()))
                    : scan.masks().get(picture.path());
            if (rules.masks() == MaskSource.ALPHA) {
                file = picture.alpha() ? new MaskFile(Optional.of(picture), Optional.empty()) : null;
            }
            add(concept, picture, Optional.ofNullable(file), masks);
        });
        if (rules.masks() == MaskSource.FILES) {
            rules.maskFolder()
                    .ifPresentOrElse(
                            folder -> inFolder.values().forEach(this::offer),
                            () -> found.values()
                                    .forEach(
                                            scan -> unused.addAll(scan.leftOut().masks())));
        }
        return masks;
    }

    private void add(Concept concept, Picture picture, Optional<MaskFile> file, Map<Picture, Optional<Picture>> masks) {
        file.flatMap(MaskFile::flaw).ifPresent(unreadable::add);
        file.flatMap(MaskFile::flaw).ifPresent(flaw -> used.add(flaw.path()));
        Optional<Picture> mask = file.flatMap(MaskFile::picture);
        mask.ifPresent(there -> used.add(there.path()));
        if (file.isEmpty() || (mask.isPresent() && mask.get().size().isOfShape(picture.size()))) {
            masks.put(picture, mask);
            if (concept.role() == Example.Role.INSTANCE) {
                (mask.isPresent() ? masked : without).add(picture.path());
            }
        } else if (mask.isPresent()) {
            otherShapes.add(Message.of(
                    "mask.shapes",
                    FileNames.of(picture.path()),
                    picture.size(),
                    FileNames.of(mask.get().path()),
                    mask.get().size()));
        }
    }

    private void offer(MaskFile file) {
        file.picture().ifPresent(mask -> unused.add(mask.path()));
    }

    /** The masks of a folder by the names of their pictures, in lower case and without ending. */
    private static Map<String, MaskFile> inFolder(PictureScan scan) {
        Map<String, MaskFile> masks = new HashMap<>();
        scan.pictures()
                .forEach(mask ->
                        masks.putIfAbsent(stem(mask.path()), new MaskFile(Optional.of(mask), Optional.empty())));
        scan.unreadable()
                .forEach(flaw ->
                        masks.putIfAbsent(stem(flaw.path()), new MaskFile(Optional.empty(), Optional.of(flaw))));
        return masks;
    }

    private static String stem(Path file) {
        return Sidecars.stem(file.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    /** What keeps pictures from being used; empty where nothing does. */
    List<Message> refusals() {
        List<Message> messages = new ArrayList<>();
        if (!otherShapes.isEmpty()) {
            messages.add(Message.of("mask.otherShape", otherShapes.size(), FileNames.listed(otherShapes, "; ")));
        }
        if (!unreadable.isEmpty()) {
            List<Message> flaws =
                    unreadable.stream().map(UnreadablePicture::message).toList();
            messages.add(Message.of("mask.unreadable", unreadable.size(), FileNames.listed(flaws, "; ")));
        }
        return messages;
    }

    /** A sentence for each thing. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (!masked.isEmpty()) {
            SettingName weight = SettingName.of("unmaskedWeight", config.unmaskedWeight());
            messages.add(
                    without.isEmpty()
                            ? Message.of("mask.all", masked.size(), weight)
                            : Message.of("mask.some", masked.size(), without.size(), FileNames.of(without), weight));
        } else if (!without.isEmpty()) {
            messages.add(Message.of(asked.contains(MaskSource.FILES) ? "mask.noFile" : "mask.noAlpha"));
        }
        messages.addAll(refusals());
        List<Path> idle = unused.stream().filter(mask -> !used.contains(mask)).toList();
        if (!idle.isEmpty()) {
            messages.add(Message.of("mask.unused", FileNames.of(idle), idle.size()));
        }
        return messages;
    }
}
