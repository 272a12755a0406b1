package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import loralei.config.Resolutions;
import loralei.text.Message;

/**
 * A folder of pictures and what is to be learned from them.
 *
 * @param folder where they lie
 * @param deep whether those in the folders inside count as well
 * @param only the files that count, where it is not all
 * @param texts where the text of each picture stands
 * @param captions what becomes of it
 * @param share how often an epoch shows each
 * @param weight what their error counts beside that of other pictures
 * @param role what they are there for
 * @param flip whether they are mirrored half of the time
 * @param resolution what they are trained at; the run's where there is none
 * @param rules what else becomes of them
 */
record Concept(
        Path folder,
        boolean deep,
        Optional<Set<Path>> only,
        Texts texts,
        CaptionRules captions,
        Share share,
        double weight,
        Example.Role role,
        boolean flip,
        Optional<Resolutions> resolution,
        PictureRules rules) {
    /** Where the text of a picture stands. */
    interface Texts {
        /** In a file beside it. */
        Texts BESIDE = (picture, scan) -> Optional.ofNullable(scan.captions().get(picture))
                .map(CaptionFile::lines)
                .orElse(List.of());

        /** The lines; none where there is no text. */
        List<String> of(Path picture, PictureScan scan);
    }

    /**
     * How often an epoch shows the pictures.
     *
     * @param amount of each picture, or of all together
     * @param together whether it is that of all together
     */
    record Share(double amount, boolean together) {
        static final Share ONCE = new Share(1, false);

        /**
         * How often one picture is shown, at least once: for 2.5 every second one 3 times.
         *
         * @param index its number among the concept's, from 0
         * @param count how many these are
         */
        int of(int index, int count) {
            double each = each(count);
            return Math.max(1, (int) (Math.floor((index + 1) * each) - Math.floor(index * each)));
        }

        double each(int count) {
            return together ? amount / count : amount;
        }
    }

    /** The pictures of a folder with the texts beside them, each once. */
    static Concept plain(Path folder, CaptionRules captions) {
        return new Concept(
                folder,
                false,
                Optional.empty(),
                Texts.BESIDE,
                captions,
                Share.ONCE,
                1,
                Example.Role.INSTANCE,
                false,
                Optional.empty(),
                PictureRules.PLAIN);
    }

    /** The folder with some of its pictures left out, or all of it. */
    boolean has(Path picture) {
        return only.map(files -> files.contains(picture)).orElse(true);
    }

    /** What lies in the folder, and in those inside it where they count; of these, such without a usable picture are told. */
    List<PictureScan> scans(ExampleSource.Folders folders, Consumer<Message> told) throws PictureFolderException {
        if (!deep) {
            PictureScan scan = folders.scan(folder);
            return List.of(only.isPresent() ? scan.leaving(scan.leftOut().onlyMasks()) : scan);
        }
        List<Path> inside = Subfolders.in(folder).stream()
                .filter(one -> !rules.maskFolder().map(one::equals).orElse(false))
                .toList();
        List<PictureScan> found = new ArrayList<>();
        if (inside.isEmpty() || Subfolders.hasPictures(folder)) {
            found.add(folders.scan(folder));
        }
        for (Path one : inside) {
            try {
                found.add(folders.scan(one));
            } catch (PictureFolderException e) {
                told.accept(Message.of(e));
            }
        }
        return found.stream()
                .map(scan -> scan.leaving(scan.leftOut().withoutSubfolders()))
                .toList();
    }

    Concept deep(boolean withFoldersInside) {
        return new Concept(
                folder, withFoldersInside, only, texts, captions, share, weight, role, flip, resolution, rules);
    }

    Concept with(Share often, Example.Role purpose) {
        return new Concept(folder, deep, only, texts, captions, often, weight, purpose, flip, resolution, rules);
    }

    Concept flipped(boolean atRandom) {
        return new Concept(folder, deep, only, texts, captions, share, weight, role, atRandom, resolution, rules);
    }

    Concept ruled(PictureRules others) {
        return new Concept(folder, deep, only, texts, captions, share, weight, role, flip, resolution, others);
    }
}
