package loralei.gui.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.FileNames;
import loralei.data.Picture;
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
    private final Owner owner;
    private final ThumbnailRow row = new ThumbnailRow();
    private final Note count = Note.small("pictureCount").keepingRoom();
    private final Note unreadable = Note.small("unreadablePictures");
    private final Thumbnails thumbnails = new Thumbnails();
    private final LatestQuery<Thumbnails.Batch> latest;
    private List<Picture> shown = List.of();
    private int total;

    /** The row that names the pictures. */
    interface Owner {
        /** The picture folder of the moment, or the file that lists folders. */
        Path place();

        /** A folder was dropped. */
        void choose(Path folder);

        /** Several folders were dropped, or some beside a list. */
        void choose(List<Path> folders);

        /** Pictures were copied into the folder. */
        void added();
    }

    /** Builds an empty strip. */
    PictureStrip(FormServices services, Texts texts, Owner owner) {
        this.services = services;
        this.texts = texts;
        this.owner = owner;
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

    /** Shows what is to be learned; empty where there is no usable picture. */
    void show(Optional<Examples> examples) {
        List<Picture> pictures = examples.map(PictureStrip::mixed).orElse(List.of());
        total = pictures.size();
        count.show(Severity.MUTED, pictures.isEmpty() ? "" : counted(pictures));
        row.getAccessibleContext().setAccessibleName(pictures.isEmpty() ? texts.get("pictures.drop") : count.text());
        List<UnreadablePicture> bad = examples.map(Examples::unreadable).orElse(List.of());
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

    /** All that are learned, of several folders by turns, so that each is seen. */
    private static List<Picture> mixed(Examples examples) {
        Map<Path, Deque<Picture>> folders = new LinkedHashMap<>();
        examples.of(Example.Role.INSTANCE).stream()
                .map(Example::picture)
                .distinct()
                .forEach(picture -> folders.computeIfAbsent(picture.path().getParent(), key -> new ArrayDeque<>())
                        .add(picture));
        List<Picture> mixed = new ArrayList<>();
        while (!folders.isEmpty()) {
            folders.values().forEach(pictures -> mixed.add(pictures.remove()));
            folders.values().removeIf(Deque::isEmpty);
        }
        return mixed;
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

    /** A folder takes the place of the folder, several become a list; files are copied into it. */
    void drop(List<Path> dropped) {
        Path target = owner.place();
        services.background().execute(() -> {
            List<Path> folders = dropped.stream().filter(Files::isDirectory).toList();
            boolean isList = Files.isRegularFile(target);
            if (folders.size() > 1 || (isList && !folders.isEmpty())) {
                SwingUtilities.invokeLater(() -> owner.choose(folders));
            } else if (folders.size() == 1 && dropped.size() == 1) {
                SwingUtilities.invokeLater(() -> owner.choose(folders.get(0)));
            } else if (isList) {
                services.dialogs()
                        .error(
                                texts.get("pictures.add"),
                                UserError.request(
                                        Message.of("form.pictures.isList", FileNames.of(target)),
                                        Message.of("form.pictures.isList.remedy")));
            } else {
                copy(target, dropped);
            }
        });
    }

    private void copy(Path target, List<Path> dropped) {
        try {
            PictureCopy copy = PictureCopy.plan(target, dropped);
            SwingUtilities.invokeLater(() -> ask(copy));
        } catch (IOException e) {
            SwingUtilities.invokeLater(() -> fail(target, e));
        }
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
                SwingUtilities.invokeLater(owner::added);
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
        owner.added();
    }
}
