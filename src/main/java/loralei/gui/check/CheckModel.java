package loralei.gui.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import loralei.data.Example;
import loralei.data.PictureEdit;
import loralei.data.PictureEdits;
import loralei.data.PictureEntry;
import loralei.data.PictureReview;
import loralei.job.PictureCheck;

/** The pictures, what was changed of them so far, and what was found. For the event thread only. */
final class CheckModel {
    private List<PictureEntry> entries = List.of();
    private PictureEdits saved = PictureEdits.NONE;
    private PictureEdits edits = PictureEdits.NONE;
    private PictureReview review = PictureReview.NOTHING;
    /** By the pictures' paths as they are: with thousands of them each is asked often. */
    private final Map<Path, PictureEdit> now = new HashMap<>();

    private final Map<Path, Example> examples = new HashMap<>();
    private final Map<Finding, Set<Path>> found = new EnumMap<>(Finding.class);
    private boolean looked;

    /** Shows other pictures, of which nothing is found yet. */
    void open(List<PictureEntry> all, PictureEdits before) {
        entries = List.copyOf(all);
        saved = before;
        edits = before;
        index();
        review = PictureReview.NOTHING;
        looked = false;
        examples.clear();
        found.clear();
    }

    /** Takes what is written beside the pictures now. */
    void reload(List<PictureEntry> all, PictureEdits kept, PictureEdits left) {
        entries = List.copyOf(all);
        saved = kept;
        edits = left;
        index();
    }

    private void index() {
        now.clear();
        entries.forEach(entry -> now.put(entry.picture().path(), edits.of(entry.picture())));
    }

    /** Takes what a run would make of the pictures. */
    void take(PictureCheck.Outcome outcome, boolean complete) {
        looked = complete;
        review = outcome.review();
        examples.clear();
        outcome.examples()
                .forEach(example -> examples.putIfAbsent(example.picture().path(), example));
        found.clear();
        found.put(Finding.SAME, flat(review.duplicates()));
        found.put(Finding.ALIKE, flat(review.nearDuplicates()));
        found.put(Finding.SMALL, Set.copyOf(review.small()));
        found.put(Finding.EXTREME, Set.copyOf(review.extreme()));
        found.put(Finding.NO_CAPTION, new HashSet<>(review.withoutCaption()));
        Set<Path> blurred = new HashSet<>();
        review.blurred().forEach(one -> blurred.add(one.picture()));
        found.put(Finding.BLURRED, blurred);
        Set<Path> broken = new HashSet<>();
        review.broken().forEach(one -> broken.add(one.path()));
        found.put(Finding.BROKEN, broken);
    }

    private static Set<Path> flat(List<List<Path>> groups) {
        Set<Path> all = new HashSet<>();
        groups.forEach(all::addAll);
        return all;
    }

    List<PictureEntry> entries() {
        return entries;
    }

    PictureEdits edits() {
        return edits;
    }

    PictureReview review() {
        return review;
    }

    /** Whether all pixels were seen. */
    boolean looked() {
        return looked;
    }

    boolean isChanged() {
        return !edits.equals(saved);
    }

    /** How many pictures are changed otherwise than it was saved. */
    int unsaved() {
        Set<Path> all = new HashSet<>(edits.byPicture().keySet());
        all.addAll(saved.byPicture().keySet());
        all.removeIf(path ->
                Objects.equals(edits.byPicture().get(path), saved.byPicture().get(path)));
        return all.size();
    }

    void savedNow(PictureEdits kept) {
        saved = kept;
    }

    PictureEdit edit(PictureEntry entry) {
        return now.getOrDefault(entry.picture().path(), PictureEdit.NONE);
    }

    /** Changes something of a picture. */
    void change(PictureEntry entry, UnaryOperator<PictureEdit> how) {
        PictureEdit before = edit(entry);
        PictureEdit after = how.apply(before);
        if (!after.equals(before)) {
            edits = edits.with(entry.picture(), after);
            now.put(entry.picture().path(), after);
        }
    }

    /** How many captions are changed. */
    long captions() {
        return now.values().stream().filter(edit -> edit.caption().isPresent()).count();
    }

    /** How many pictures are cropped by hand. */
    long crops() {
        return now.values().stream().filter(edit -> edit.crop().isPresent()).count();
    }

    /** Whether there are changed captions that could stand in files of their own. */
    boolean canWrite() {
        return entries.stream()
                .anyMatch(entry ->
                        entry.captionFile().isPresent() && edit(entry).caption().isPresent());
    }

    /** Leaves pictures out, or takes them back if all of them are out. */
    void toggle(List<PictureEntry> some) {
        boolean out = !some.stream().allMatch(entry -> edit(entry).excluded());
        some.forEach(entry -> change(entry, edit -> edit.excluded(out)));
    }

    /** Describes a picture in other words; in those that stand beside it, it is not changed. */
    void describe(PictureEntry entry, String text) {
        Optional<String> caption =
                text.strip().equals(entry.text().strip()) ? Optional.empty() : Optional.of(text.strip());
        change(entry, edit -> edit.caption(caption));
    }

    /** What a picture is said to show, as it is written down. */
    String text(PictureEntry entry) {
        return edit(entry).caption().orElse(entry.text());
    }

    /** What becomes of a picture; nothing where it is left out. */
    Optional<Example> example(PictureEntry entry) {
        return Optional.ofNullable(examples.get(entry.picture().path()));
    }

    boolean has(PictureEntry entry, Finding finding) {
        return switch (finding) {
            case EXCLUDED -> edit(entry).excluded();
            case CHANGED ->
                edit(entry).caption().isPresent() || edit(entry).crop().isPresent();
            default ->
                !edit(entry).excluded()
                        && found.getOrDefault(finding, Set.of())
                                .contains(entry.picture().path());
        };
    }

    long count(Finding finding) {
        return entries.stream().filter(entry -> has(entry, finding)).count();
    }

    /** The others of the groups that a picture is in. */
    List<Path> others(PictureEntry entry, Finding finding) {
        List<List<Path>> groups = finding == Finding.SAME ? review.duplicates() : review.nearDuplicates();
        List<Path> others = new ArrayList<>();
        groups.stream().filter(group -> group.contains(entry.picture().path())).forEach(others::addAll);
        others.remove(entry.picture().path());
        return others;
    }
}
