package loralei.gui.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.data.FileNames;
import loralei.data.Picture;
import loralei.data.PictureScan;
import loralei.data.PictureSize;
import loralei.data.UnreadablePicture;
import loralei.gui.widget.Thumbnails;
import loralei.text.Message;
import loralei.text.Texts;

/** The pictures of the folder at a glance; takes pictures that are dropped on it. */
final class PictureStrip {
    private static final int MOST_NAMED = 3;

    private final FormServices services;
    private final Texts texts;
    private final Supplier<Path> folder;
    private final Consumer<Path> folderDropped;
    private final Runnable added;
    private final ThumbnailRow row = new ThumbnailRow();
    private final Note count = Note.small("pictureCount").keepingRoom();
    private final Note unreadable = Note.small("unreadablePictures");
    private final Thumbnails thumbnails = new Thumbnails();
    private final LatestQuery<Thumbnails.Batch> latest;
    private List<Picture> shown = List.of();
    private int total;

    /**
     * Builds an empty strip.
     *
     * @param folder the picture folder of the moment
     * @param folderDropped told of a folder that is dropped
     * @param added told when pictures were copied into the folder
     */
    PictureStrip(
            FormServices services, Texts texts, Supplier<Path> folder, Consumer<Path> folderDropped, Runnable added) {
        this.services = services;
        this.texts = texts;
        this.folder = folder;
        this.folderDropped = folderDropped;
        this.added = added;
        latest = new LatestQuery<>(services.background(), this::show);
        row.setName("pictures");
        row.invite(texts.get("pictures.drop"));
        row.getAccessibleContext().setAccessibleName(texts.get("pictures.drop"));
        PathDrop.on(row, this::drop);
    }

    JComponent row() {
        return row;
    }

    JComponent count() {
        return count.component();
    }

    JComponent unreadable() {
        return unreadable.component();
    }

    /** Shows what a scan found; empty where there is no usable picture. */
    void show(Optional<PictureScan> scan) {
        List<Picture> pictures = scan.map(PictureScan::pictures).orElse(List.of());
        total = pictures.size();
        count.show(Severity.MUTED, pictures.isEmpty() ? "" : counted(pictures));
        row.getAccessibleContext().setAccessibleName(pictures.isEmpty() ? texts.get("pictures.drop") : count.text());
        List<UnreadablePicture> bad = scan.map(PictureScan::unreadable).orElse(List.of());
        unreadable.show(Severity.BAD, bad.isEmpty() ? "" : texts.get("pictures.unreadable", bad.size(), names(bad)));
        unreadable
                .component()
                .setToolTipText(Tooltip.lines(
                        bad.stream().map(UnreadablePicture::toString).toList()));
        List<Picture> first = pictures.subList(0, Math.min(ThumbnailRow.MOST, total));
        if (!first.equals(shown)) {
            shown = first;
            row.show(List.of(), total);
        }
        load();
    }

    private void load() {
        List<Picture> wanted = shown;
        latest.ask(() -> thumbnails.of(wanted));
    }

    private void show(Thumbnails.Batch batch) {
        row.show(
                batch.images().entrySet().stream()
                        .map(entry -> new ThumbnailRow.Item(
                                entry.getValue(),
                                FileNames.of(entry.getKey().path()) + "  "
                                        + entry.getKey().size()))
                        .toList(),
                total);
        if (!batch.complete()) {
            load();
        }
    }

    private String counted(List<Picture> pictures) {
        PictureSize smallest = pictures.stream()
                .map(Picture::size)
                .min(Comparator.comparingLong(PictureSize::pixels))
                .orElseThrow();
        return texts.get("pictures.count", pictures.size(), smallest);
    }

    private static String names(List<UnreadablePicture> bad) {
        String named = String.join(
                ", ",
                bad.stream()
                        .limit(MOST_NAMED)
                        .map(picture -> FileNames.of(picture.path()))
                        .toList());
        return bad.size() > MOST_NAMED ? named + ", +" + (bad.size() - MOST_NAMED) : named;
    }

    /** A folder takes the place of the folder; files are copied into it. */
    void drop(List<Path> dropped) {
        if (dropped.size() == 1 && Files.isDirectory(dropped.get(0))) {
            folderDropped.accept(dropped.get(0));
            return;
        }
        Path target = folder.get();
        services.background().execute(() -> {
            try {
                PictureCopy copy = PictureCopy.plan(target, dropped);
                SwingUtilities.invokeLater(() -> ask(copy));
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> fail(target, e));
            }
        });
    }

    private void ask(PictureCopy copy) {
        boolean renaming = !copy.taken().isEmpty()
                && services.dialogs()
                        .confirm(
                                texts.get("pictures.add"),
                                texts.get(
                                        "pictures.taken",
                                        copy.taken().size(),
                                        copy.taken().get(0).getFileName()),
                                texts.get("pictures.rename"),
                                texts.get("pictures.skip"));
        services.background().execute(() -> {
            try {
                copy.run(renaming);
                SwingUtilities.invokeLater(added);
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> fail(copy.folder(), e));
            }
        });
    }

    private void fail(Path target, IOException failure) {
        FileFailure cause = FileFailure.of(failure);
        services.dialogs()
                .error(
                        texts.get("pictures.add"),
                        UserError.run(Message.of("form.pictures.failed", target, cause.reason()), cause.remedy())
                                .causedBy(failure));
        added.run();
    }
}
