package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
         * @param resolution side of the square of about so many pixels
         */
        PictureSize of(Picture picture, int resolution);
    }

    private final TrainingConfig config;
    private final Sizes sizes;

    Concepts(TrainingConfig config, Sizes sizes) {
        this.config = config;
        this.sizes = sizes;
    }

    @Override
    public Examples find(Folders folders) throws PictureFolderException {
        DataSet set = DataSet.of(config);
        Finding finding = new Finding(set.notes());
        for (Concept concept : set.concepts()) {
            if (concept.role() == Example.Role.CLASS && config.prior() == Prior.PREDICTION) {
                finding.leaveOut(concept);
            } else {
                finding.add(concept, folders);
            }
        }
        return finding.examples();
    }

    /** What was found so far. */
    private final class Finding {
        private final Map<Path, PictureScan> scans = new LinkedHashMap<>();
        private final List<Example> all = new ArrayList<>();
        private final List<Path> notListed = new ArrayList<>();
        private final CaptionNotes captions = new CaptionNotes(config);
        private final List<Message> notes;

        Finding(List<Message> notes) {
            this.notes = new ArrayList<>(notes);
        }

        void add(Concept concept, Folders folders) throws PictureFolderException {
            Map<Picture, PictureScan> found = new LinkedHashMap<>();
            for (PictureScan scan : concept.scans(folders, notes::add)) {
                scans.put(scan.folder(), scan);
                for (Picture picture : scan.pictures()) {
                    if (concept.has(picture.path())) {
                        found.put(picture, scan);
                    } else {
                        notListed.add(picture.path());
                    }
                }
            }
            int index = 0;
            for (Map.Entry<Picture, PictureScan> entry : found.entrySet()) {
                Example example = example(concept, entry.getKey(), entry.getValue(), index++, found.size());
                captions.add(example, entry.getValue());
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

        Examples examples() throws PictureFolderException {
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
            List<Example> ofClass = of(Example.Role.CLASS);
            List<Example> paired = new ArrayList<>(things);
            if (!ofClass.isEmpty()) {
                paired.addAll(new ClassSizes(things).fitted(ofClass));
            }
            return new Examples(paired, List.copyOf(scans.values()), notes);
        }

        private List<Example> of(Example.Role role) {
            return all.stream().filter(example -> example.role() == role).toList();
        }
    }

    private Example example(Concept concept, Picture picture, PictureScan scan, int index, int count) {
        return new Example(
                picture,
                sizes.of(picture, concept.resolution().orElse(Math.max(1, config.resolution()))),
                concept.captions().of(picture, concept.texts().of(picture.path(), scan)),
                concept.weight(),
                concept.share().of(index, count),
                Optional.empty(),
                concept.role(),
                concept.flip());
    }
}
