package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * The pictures of one or several folders, as the settings name them: in the simplest case those of one thing, as in
 * "DreamBooth" (Ruiz et al. 2022): one folder, one prompt, one size.
 */
final class Concepts implements ExampleSource {
    /** The size that a picture is trained at. */
    interface Sizes {
        /**
         * Chooses it.
         *
         * @param picture the size of what is trained of it
         * @param resolution side of the square of about so many pixels
         */
        PictureSize of(PictureSize picture, int resolution);
    }

    private final TrainingConfig config;
    private final Sizes sizes;
    private final Changes changes;

    /** Where the changes to the pictures come from. */
    interface Changes {
        /** Those of this moment. */
        PictureEdits now() throws PictureFolderException;
    }

    Concepts(TrainingConfig config, Sizes sizes, Changes changes) {
        this.config = config;
        this.sizes = sizes;
        this.changes = changes;
    }

    @Override
    public Examples find(Folders folders) throws PictureFolderException {
        return look(folders).examples();
    }

    /** All pictures with the texts beside them, the changes left aside. */
    List<PictureEntry> entries(Folders folders) throws PictureFolderException {
        return List.copyOf(look(folders).entries.values());
    }

    private Finding look(Folders folders) throws PictureFolderException {
        DataSet set = DataSet.of(config);
        Finding finding = new Finding(set.notes(), new EditedPictures(changes.now()));
        for (Concept concept : set.concepts()) {
            if (concept.role() == Example.Role.CLASS && config.prior() == Prior.PREDICTION) {
                finding.leaveOut(concept);
            } else {
                finding.add(concept, folders);
            }
        }
        return finding;
    }

    /** What was found so far. */
    private final class Finding {
        private final Map<Path, PictureScan> scans = new LinkedHashMap<>();
        private final List<Example> all = new ArrayList<>();
        private final List<Path> notListed = new ArrayList<>();
        private final CaptionNotes captions = new CaptionNotes(config);
        private final Map<Path, PictureEntry> entries = new LinkedHashMap<>();
        private final EditedPictures edited;
        private final List<Message> notes;

        Finding(List<Message> notes, EditedPictures edited) {
            this.notes = new ArrayList<>(notes);
            this.edited = edited;
        }

        void add(Concept concept, Folders folders) throws PictureFolderException {
            Map<Picture, PictureScan> found = new LinkedHashMap<>();
            for (PictureScan scan : scans(concept, folders)) {
                Set<Picture> excluded = new HashSet<>();
                for (Picture picture : scan.pictures()) {
                    if (!concept.has(picture.path())) {
                        notListed.add(picture.path());
                    } else if (edited.excludes(picture)) {
                        excluded.add(picture);
                    } else {
                        found.put(picture, scan);
                    }
                }
                scan.keeping(picture -> !excluded.contains(picture)).ifPresent(left -> scans.put(scan.folder(), left));
            }
            int index = 0;
            for (Map.Entry<Picture, PictureScan> entry : found.entrySet()) {
                Example example = example(concept, entry.getKey(), entry.getValue(), index++, found.size());
                captions.add(example, entry.getValue());
                entries.putIfAbsent(
                        example.picture().path(), PictureEntry.of(concept, example.picture(), entry.getValue()));
                all.add(example);
            }
            if (!found.isEmpty() && concept.share().each(found.size()) < 1) {
                notes.add(Message.of("dataset.onceAtLeast", concept.folder()));
            }
        }

        /** What the base model knows takes the place of pictures. */
        void leaveOut(Concept ofClass) {
            notes.add(Message.of(
                    "dataset.classLeftOut",
                    FileNames.of(ofClass.folder()),
                    SettingName.of("prior", Prior.PICTURES.id())));
        }

        /** A concept's folder, and those inside it where they count; of these, such without a usable picture are told. */
        private List<PictureScan> scans(Concept concept, Folders folders) throws PictureFolderException {
            if (!concept.deep()) {
                PictureScan scan = folders.scan(concept.folder());
                return List.of(
                        concept.only().isPresent() ? scan.leaving(scan.leftOut().onlyMasks()) : scan);
            }
            List<Path> inside = Subfolders.in(concept.folder());
            List<PictureScan> found = new ArrayList<>();
            if (inside.isEmpty() || Subfolders.hasPictures(concept.folder())) {
                found.add(folders.scan(concept.folder()));
            }
            for (Path folder : inside) {
                try {
                    found.add(folders.scan(folder));
                } catch (PictureFolderException e) {
                    notes.add(Message.of(e));
                }
            }
            return found.stream()
                    .map(scan -> scan.leaving(scan.leftOut().withoutSubfolders()))
                    .toList();
        }

        Examples examples() throws PictureFolderException {
            if (edited.excludedAny() && of(Example.Role.INSTANCE).isEmpty()) {
                throw PictureFolderException.ofEdits(Message.of("edits.allExcluded", config.instanceDir()));
            }
            if (all.isEmpty()) {
                throw new PictureFolderException(
                        Message.of("dataset.noneListed", config.instanceDir()), LeftOut.NOTHING);
            }
            captions.refuseWithoutText();
            List<Example> things = of(Example.Role.INSTANCE);
            if (things.isEmpty()) {
                throw new PictureFolderException(
                        Message.of("dataset.classAlone", config.instanceDir()), LeftOut.NOTHING);
            }
            if (!notListed.isEmpty()) {
                notes.add(Message.of("dataset.notListed", FileNames.of(notListed), notListed.size()));
            }
            notes.addAll(captions.messages());
            notes.addAll(edited.messages());
            List<Example> ofClass = of(Example.Role.CLASS);
            List<Example> paired = new ArrayList<>(things);
            if (!ofClass.isEmpty()) {
                paired.addAll(new ClassSizes(things).fitted(ofClass));
            }
            return new Examples(paired, List.copyOf(scans.values()), notes);
        }

        private Example example(Concept concept, Picture picture, PictureScan scan, int index, int count)
                throws PictureFolderException {
            Optional<PictureArea> crop = edited.crop(picture);
            Optional<List<String>> written = edited.caption(picture);
            return new Example(
                    picture,
                    sizes.of(
                            crop.map(PictureArea::size).orElse(picture.size()),
                            concept.resolution().orElse(Math.max(1, config.resolution()))),
                    rules(concept, written)
                            .of(picture, written.orElse(concept.texts().of(picture.path(), scan))),
                    concept.weight(),
                    concept.share().of(index, count),
                    Optional.empty(),
                    concept.role(),
                    concept.flip(),
                    crop);
        }

        private List<Example> of(Example.Role role) {
            return all.stream().filter(example -> example.role() == role).toList();
        }
    }

    private static CaptionRules rules(Concept concept, Optional<List<String>> written) {
        return written.isPresent() ? concept.captions().reading() : concept.captions();
    }
}
