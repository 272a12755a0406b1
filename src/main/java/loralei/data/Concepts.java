package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.text.Message;

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
        Map<Path, PictureScan> scans = new LinkedHashMap<>();
        List<Example> all = new ArrayList<>();
        List<Message> notes = new ArrayList<>(set.notes());
        CaptionNotes captions = new CaptionNotes(config);
        for (Concept concept : set.concepts()) {
            Map<Picture, PictureScan> found = new LinkedHashMap<>();
            for (PictureScan scan : scans(concept, folders, notes)) {
                scans.put(scan.folder(), scan);
                scan.pictures().stream()
                        .filter(picture -> concept.has(picture.path()))
                        .forEach(picture -> found.put(picture, scan));
            }
            List<Picture> pictures = List.copyOf(found.keySet());
            for (int i = 0; i < pictures.size(); i++) {
                Example example = example(concept, pictures.get(i), found.get(pictures.get(i)), i, pictures.size());
                captions.add(example, found.get(pictures.get(i)));
                all.add(example);
            }
            if (!pictures.isEmpty() && concept.share().each(pictures.size()) < 1) {
                notes.add(Message.of("caption.onceAtLeast", concept.folder()));
            }
        }
        if (all.isEmpty()) {
            throw new PictureFolderException(Message.of("caption.noneListed", config.instanceDir()), LeftOut.NOTHING);
        }
        captions.refuseWithoutText();
        notes.addAll(captions.messages());
        return new Examples(all, List.copyOf(scans.values()), notes);
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

    /** A concept's folder, and those inside it where they count; those without a usable picture are told. */
    private static List<PictureScan> scans(Concept concept, Folders folders, List<Message> notes)
            throws PictureFolderException {
        if (!concept.deep()) {
            return List.of(folders.scan(concept.folder()));
        }
        List<Path> inside = Subfolders.in(concept.folder());
        List<PictureScan> scans = new ArrayList<>();
        if (inside.isEmpty() || Subfolders.hasPictures(concept.folder())) {
            scans.add(folders.scan(concept.folder()).withoutSubfolders());
        }
        for (Path folder : inside) {
            try {
                scans.add(folders.scan(folder).withoutSubfolders());
            } catch (PictureFolderException e) {
                notes.add(Message.of(e));
            }
        }
        return scans;
    }
}
