package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.DeadLink;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * The cache of Hugging Face's programs: {@code models--ORGANISATION--NAME} holds {@code snapshots/REVISION}, each a model's
 * folder whose files are links, and {@code refs/main}, which names the newest of them.
 */
public final class HuggingFaceCache {
    private static final String SNAPSHOTS = "snapshots";

    private HuggingFaceCache() {}

    /**
     * The model's own folder, where a folder of the cache may have been named.
     *
     * @param folder any folder
     * @return the snapshot that {@code refs/main} names, or the only one; a folder of another kind as it is
     * @throws UserError if it cannot be told which snapshot is meant
     */
    public static Path snapshot(Path folder) {
        Path repository = folder.endsWith(SNAPSHOTS) ? folder.toAbsolutePath().getParent() : folder;
        Path snapshots = repository.resolve(SNAPSHOTS);
        if (!Files.isDirectory(snapshots) || Files.isDirectory(folder.resolve("unet"))) {
            return folder;
        }
        List<Path> all = folders(snapshots);
        return main(repository)
                .flatMap(revision ->
                        all.stream().filter(path -> path.endsWith(revision)).findFirst())
                .or(() -> all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty())
                .orElseThrow(() -> UserError.request(
                        Message.of("model.manySnapshots", repository, all.size()),
                        all.isEmpty()
                                ? Message.of("model.downloadAgain")
                                : Message.of("model.chooseSnapshot", all.get(0))));
    }

    private static List<Path> folders(Path snapshots) {
        try (Stream<Path> inside = Files.list(snapshots)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw UserError.request(Message.of("model.folderUnreadable", snapshots), Message.of("shared.whoMayRead"))
                    .causedBy(e);
        }
    }

    private static Optional<String> main(Path repository) {
        Path file = repository.resolve("refs").resolve("main");
        DeadLink.refuse(file);
        try {
            return Optional.of(Files.readString(file).strip()).filter(revision -> revision.matches("\\w+"));
        } catch (IOException e) {
            return Optional.empty(); // not written, or no text: then the snapshots themselves have to tell
        }
    }
}
