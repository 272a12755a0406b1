package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import loralei.config.CacheFolder;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.data.CaptionWriter;
import loralei.data.Example;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.PictureEdit;
import loralei.data.PictureEdits;
import loralei.data.PictureEditsFile;
import loralei.data.PictureEntry;
import loralei.data.PictureFolderException;
import loralei.data.PictureReview;
import loralei.data.PictureReviewer;
import loralei.data.PictureScan;
import loralei.text.Message;

/**
 * A close look at the pictures of a training before it starts, by a person who leaves some out, describes them in other
 * words, or crops them by hand. None of it touches the person's files but {@link #writeCaptions}. Does not load the engine.
 * Its methods may be called by several threads.
 */
public final class PictureCheck {
    private final TrainingConfig config;
    private final Path file;
    private final boolean own;
    private final ExampleSource.Folders folders;
    private final PictureReviewer reviewer;
    private final Map<Path, PictureScan> scans = new ConcurrentHashMap<>();
    private volatile List<PictureEntry> entries;
    private volatile PictureEdits saved = PictureEdits.NONE;
    private Optional<Message> broken = Optional.empty();

    /**
     * What a run would make of the pictures.
     *
     * @param examples what it would learn from; none where it would not begin
     * @param review what they are like, as far as they were looked at
     * @param trouble why it would not begin
     */
    public record Outcome(List<Example> examples, PictureReview review, Optional<Message> trouble) {}

    private PictureCheck(TrainingConfig config, Path cache) throws PictureFolderException {
        // class images that are drawn are nobody's pictures
        this.config = config.prior() == Prior.PICTURES ? config.with("prior", Prior.OFF) : config;
        Path chosen = config.pictureEdits();
        this.own = chosen.equals(TrainingConfig.NO_EDITS) || OwnEdits.contain(chosen);
        this.file = own ? OwnEdits.of(config.instanceDir()) : chosen;
        this.folders = Encoding.folders(config, cache);
        this.reviewer = new PictureReviewer(config.cacheSize() == 0 ? Optional.empty() : Optional.of(cache));
        this.entries = ExampleSource.entries(this.config, this::scan);
        readSaved();
    }

    /**
     * Looks what pictures there are, and what was changed of them before.
     *
     * @throws PictureFolderException if there are none
     */
    public static PictureCheck open(TrainingConfig config) throws PictureFolderException {
        return new PictureCheck(config, CacheFolder.ofThisUser());
    }

    /** A file that is broken is not overlooked: it is told of, and kept when another takes its place. */
    private void readSaved() {
        try {
            if (Files.exists(file)) {
                saved = PictureEditsFile.read(file, PictureEdits.root(config.instanceDir()));
            }
        } catch (PictureFolderException e) {
            broken = Optional.of(Message.of(e));
        }
    }

    private PictureScan scan(Path folder) throws PictureFolderException {
        PictureScan known = scans.get(folder);
        if (known == null) {
            known = folders.scan(folder);
            scans.put(folder, known);
        }
        return known;
    }

    /** All pictures, those that are left out too. */
    public List<PictureEntry> entries() {
        return entries;
    }

    /** The changes as they were last saved. */
    public PictureEdits saved() {
        return saved;
    }

    /** What is wrong with the file of changes. */
    public Optional<Message> broken() {
        return broken;
    }

    /**
     * Looks at the pixels of all pictures, which may take minutes.
     *
     * @param done told how many are done
     * @param stop whether to leave the rest
     */
    public void look(IntConsumer done, BooleanSupplier stop) {
        reviewer.look(entries.stream().map(PictureEntry::picture).toList(), done, stop);
    }

    /** What a run would make of the pictures with these changes; reads no picture. */
    public Outcome with(PictureEdits edits) {
        try {
            Examples examples = ExampleSource.of(config, edits).find(this::scan);
            return new Outcome(examples.all(), reviewer.review(examples), Optional.empty());
        } catch (PictureFolderException e) {
            return new Outcome(List.of(), PictureReview.NOTHING, Optional.of(Message.of(e)));
        }
    }

    /**
     * Keeps changes for the runs to come.
     *
     * @return what the setting for them is to be
     */
    public Path save(PictureEdits edits) throws IOException {
        if (broken.isPresent()) {
            CaptionWriter.keep(file);
            broken = Optional.empty();
        }
        if (own && edits.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            PictureEditsFile.write(file, PictureEdits.root(config.instanceDir()), edits);
        }
        saved = edits;
        return own && edits.isEmpty() ? TrainingConfig.NO_EDITS : file;
    }

    /** The pictures with a caption that could stand in a text file beside them, and does not. */
    public List<PictureEntry> writable(PictureEdits edits) {
        return entries.stream()
                .filter(entry -> entry.captionFile().isPresent())
                .filter(entry -> edits.of(entry.picture()).caption().isPresent())
                .toList();
    }

    /**
     * Writes the captions of changes into text files beside the pictures. Old files stay under another name.
     *
     * @return the changes that are left, without those captions
     */
    public PictureEdits writeCaptions(PictureEdits edits) throws IOException {
        Set<Path> written = new HashSet<>();
        for (PictureEntry entry : writable(edits)) {
            CaptionWriter.write(
                    entry.captionFile().orElseThrow(),
                    edits.of(entry.picture()).caption().orElseThrow());
            written.add(PictureEdits.key(entry.picture().path()));
        }
        PictureEdits kept = without(saved, written);
        if (!kept.equals(saved)) {
            save(kept); // or the old ones would still count more than the files
        }
        scans.clear();
        entries = ExampleSource.entries(config, this::scan);
        return without(edits, written);
    }

    private static PictureEdits without(PictureEdits edits, Set<Path> written) {
        Map<Path, PictureEdit> left = new LinkedHashMap<>(edits.byPicture());
        left.replaceAll((path, edit) -> written.contains(path) ? edit.caption(Optional.empty()) : edit);
        return new PictureEdits(left);
    }
}
