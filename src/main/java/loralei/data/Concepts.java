package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loralei.config.MaskSource;
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
        return look(folders).entries();
    }

    private Finding look(Folders folders) throws PictureFolderException {
        DataSet set = DataSet.of(config);
        Finding finding = new Finding(set, new EditedPictures(changes.now()));
        for (Concept concept : set.concepts()) {
            if (concept.role() == Example.Role.CLASS && config.prior() == Prior.PREDICTION) {
                finding.leaveOut(concept);
            } else {
                finding.add(concept, folders);
            }
        }
        return finding;
    }

    /** The pictures of a concept that are left, and the folder that each lies in. */
    private record InConcept(Concept concept, Map<Picture, PictureScan> pictures) {}

    /** What was found so far. */
    private final class Finding {
        private final Map<Path, PictureScan> scans = new LinkedHashMap<>();
        private final List<Example> all = new ArrayList<>();
        private final List<Path> notListed = new ArrayList<>();
        private final CaptionNotes captions = new CaptionNotes(config);
        private final MaskSearch masks = new MaskSearch(config);
        private final SizeNotes sizeNotes = new SizeNotes();
        private final List<InConcept> kept = new ArrayList<>();
        private final EditedPictures edited;
        private final List<Message> notes;

        /** How often an epoch goes through the pictures, so that each is shown as often as those with more resolutions. */
        private final int passes;

        Finding(DataSet set, EditedPictures edited) {
            this.notes = new ArrayList<>(set.notes());
            this.edited = edited;
            this.passes = set.concepts().stream()
                    .filter(concept -> concept.role() == Example.Role.INSTANCE)
                    .mapToInt(concept -> sides(concept).size())
                    .reduce(1, Concepts::leastCommonMultiple);
        }

        void add(Concept concept, Folders folders) throws PictureFolderException {
            Map<Picture, PictureScan> found = new LinkedHashMap<>();
            for (PictureScan scan : concept.scans(folders, notes::add)) {
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
                boolean masksAreUsed = concept.rules().masks() == MaskSource.FILES
                        && concept.rules().maskFolder().isEmpty();
                PictureScan told = masksAreUsed ? scan.leaving(scan.leftOut().withoutMasks()) : scan;
                told.keeping(picture -> !excluded.contains(picture)).ifPresent(left -> scans.put(scan.folder(), left));
            }
            Map<Picture, Optional<Picture>> usable = masks.of(concept, found, folders);
            found.keySet().retainAll(usable.keySet());
            kept.add(new InConcept(concept, found));
            List<Integer> sides = sides(concept);
            int index = 0;
            for (Map.Entry<Picture, PictureScan> entry : found.entrySet()) {
                Picture picture = entry.getKey();
                PictureScan scan = entry.getValue();
                int repeats = concept.share().of(index++, found.size());
                List<Example> examples = shownAs(concept, sides, picture, scan, repeats, usable.get(picture));
                captions.add(examples.get(0), scan);
                sizeNotes.add(sides, examples, passes);
                all.addAll(examples);
            }
            if (!found.isEmpty() && concept.share().each(found.size()) < 1) {
                notes.add(Message.of("dataset.onceAtLeast", concept.folder()));
            }
        }

        /** All pictures, each once, with the texts beside them. */
        List<PictureEntry> entries() {
            Map<Path, PictureEntry> entries = new LinkedHashMap<>();
            for (InConcept part : kept) {
                part.pictures()
                        .forEach((picture, scan) ->
                                entries.putIfAbsent(picture.path(), PictureEntry.of(part.concept(), picture, scan)));
            }
            return List.copyOf(entries.values());
        }

        /** What the base model knows takes the place of pictures. */
        void leaveOut(Concept ofClass) {
            notes.add(Message.of(
                    "dataset.classLeftOut",
                    FileNames.of(ofClass.folder()),
                    SettingName.of("prior", Prior.PICTURES.id())));
        }

        Examples examples() throws PictureFolderException {
            if (edited.excludedAny() && of(Example.Role.INSTANCE).isEmpty()) {
                throw PictureFolderException.ofEdits(Message.of("edits.allExcluded", config.instanceDir()));
            }
            if (all.isEmpty() && !masks.refusals().isEmpty()) {
                throw new PictureFolderException(Message.joined(" ", masks.refusals()), LeftOut.NOTHING);
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
            notes.addAll(sizeNotes.messages());
            notes.addAll(captions.messages());
            notes.addAll(masks.messages());
            notes.addAll(edited.messages());
            List<Example> ofClass = of(Example.Role.CLASS);
            List<Example> paired = new ArrayList<>(things);
            if (!ofClass.isEmpty()) {
                paired.addAll(new ClassSizes(things).fitted(ofClass));
            }
            return new Examples(paired, List.copyOf(scans.values()), notes);
        }

        /** One for each size; a picture of the class gets those of the others later. */
        private List<Example> shownAs(
                Concept concept,
                List<Integer> sides,
                Picture picture,
                PictureScan scan,
                int repeats,
                Optional<Picture> mask)
                throws PictureFolderException {
            Optional<PictureArea> crop = edited.crop(picture);
            Optional<List<String>> written = edited.caption(picture);
            PictureSize size = crop.map(PictureArea::size).orElse(picture.size());
            boolean ofClass = concept.role() == Example.Role.CLASS;
            Map<PictureSize, Integer> shown = ofClass
                    ? Map.of(sizes.of(size, sides.get(0)), 1)
                    : TrainedSizes.of(size, sides, sizes, config.buckets() && config.enlarge());
            Caption caption = rules(concept, written)
                    .of(picture, written.orElse(concept.texts().of(picture.path(), scan)));
            return shown.entrySet().stream()
                    .map(bucket -> new Example(
                            picture,
                            bucket.getKey(),
                            caption,
                            concept.weight(),
                            ofClass ? repeats : repeats * bucket.getValue() * (passes / sides.size()),
                            mask,
                            concept.role(),
                            concept.flip(),
                            concept.rules().variation(),
                            crop))
                    .toList();
        }

        private List<Example> of(Example.Role role) {
            return all.stream().filter(example -> example.role() == role).toList();
        }
    }

    private static int leastCommonMultiple(int a, int b) {
        int multiple = Math.max(a, b);
        while (multiple % a != 0 || multiple % b != 0) {
            multiple++;
        }
        return multiple;
    }

    private List<Integer> sides(Concept concept) {
        return concept.resolution().orElse(config.resolution()).sides().stream()
                .map(side -> Math.max(1, side))
                .toList();
    }

    private static CaptionRules rules(Concept concept, Optional<List<String>> written) {
        return written.isPresent() ? concept.captions().reading() : concept.captions();
    }
}
