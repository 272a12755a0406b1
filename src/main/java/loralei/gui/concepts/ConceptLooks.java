package loralei.gui.concepts;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptLook;
import loralei.data.Picture;
import loralei.gui.form.LatestQuery;
import loralei.gui.widget.Thumbnails;
import loralei.job.UseCases;

/** What is in the folders of a list: looked up in the background, one folder after the other. For the event thread only. */
final class ConceptLooks {
    /** All of an entry that a look depends on. */
    private record Subject(String folder, String subfolders, String texts, String prompt) {
        static Subject of(ConceptEntry entry) {
            boolean file = entry.texts() == ConceptEntry.Texts.FILE;
            return new Subject(
                    entry.text(Field.FOLDER),
                    entry.text(Field.SUBFOLDERS),
                    file ? entry.text(Field.TEXTS) : "",
                    file ? entry.text(Field.PROMPT) : "");
        }
    }

    /** One folder, or some pictures. */
    private record Found(Optional<Subject> subject, Optional<ConceptLook> look, Optional<Thumbnails.Batch> pictures) {}

    private final UseCases.Concepts concepts;
    private final Path list;
    private final TrainingConfig config;
    private final Runnable told;
    private final Thumbnails thumbnails = new Thumbnails();
    private final Map<Subject, ConceptLook> known = new HashMap<>();
    private final LatestQuery<Found> query;
    private Map<Picture, BufferedImage> images = Map.of();
    private List<ConceptEntry> wanted = List.of();

    /**
     * Looks at nothing yet.
     *
     * @param list the file that the folders stand in or come into
     * @param config how the run looks at pictures
     * @param told called whenever something was found
     */
    ConceptLooks(UseCases.Concepts concepts, Executor background, Path list, TrainingConfig config, Runnable told) {
        this.concepts = concepts;
        this.list = list;
        this.config = config;
        this.told = told;
        query = new LatestQuery<>(background, this::found);
    }

    /** Has these looked at, as far as they are not known. */
    void at(List<ConceptEntry> entries) {
        wanted = List.copyOf(entries);
        next();
    }

    /** What was found in the folder of an entry. */
    Optional<ConceptLook> of(ConceptEntry entry) {
        return Optional.ofNullable(known.get(Subject.of(entry)));
    }

    /** The first picture of an entry, small. */
    Optional<BufferedImage> picture(ConceptEntry entry) {
        return of(entry).flatMap(ConceptLook::first).map(images::get);
    }

    private void next() {
        Optional<ConceptEntry> unknown = wanted.stream()
                .filter(entry -> !known.containsKey(Subject.of(entry)))
                .findFirst();
        List<Picture> pictures = wanted.stream()
                .flatMap(entry -> of(entry).flatMap(ConceptLook::first).stream())
                .distinct()
                .toList();
        if (unknown.isPresent()) {
            ConceptEntry entry = unknown.get();
            query.ask(() -> new Found(
                    Optional.of(Subject.of(entry)), Optional.of(concepts.look(entry, list, config)), Optional.empty()));
        } else if (!images.keySet().containsAll(pictures)) {
            query.ask(() -> new Found(Optional.empty(), Optional.empty(), Optional.of(thumbnails.of(pictures))));
        }
    }

    private void found(Found found) {
        found.subject().ifPresent(subject -> known.put(subject, found.look().orElseThrow()));
        found.pictures().ifPresent(batch -> images = batch.images());
        told.run();
        if (found.pictures().map(batch -> !batch.complete()).orElse(true)) {
            next(); // what cannot be decoded stays without
        }
    }
}
