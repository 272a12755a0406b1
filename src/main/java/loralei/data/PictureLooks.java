package loralei.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import loralei.cache.Notes;
import loralei.config.JsonText;

/**
 * What the pixels of pictures tell. Each picture has to be decoded for it, so it is kept by the picture's content.
 *
 * @param cache the cache's folder; empty where nothing is to be kept
 * @param kind what it is called there
 * @param kept how it is kept
 * @param look decodes a picture, and tells
 * @param <T> what is told of one
 */
record PictureLooks<T>(Optional<Path> cache, String kind, TypeReference<HashMap<String, T>> kept, Look<T> look) {
    /** Looks at one picture. */
    interface Look<T> {
        /** Decodes it. */
        T at(Picture picture) throws UnreadablePictureException;
    }

    /** Looks at all pictures; what is known of them, by the hashes of their files. */
    Map<String, T> of(List<Picture> pictures, List<UnreadablePicture> broken, IntConsumer done) {
        Map<String, T> all = new HashMap<>();
        look(pictures, all, broken, done, () -> false);
        return all;
    }

    /**
     * Looks at pictures.
     *
     * @param all is given what is known of them, by the hashes of their files
     * @param broken is given the files that cannot be decoded
     * @param done told how many of them are done
     * @param stop whether to leave the rest
     */
    void look(
            List<Picture> pictures,
            Map<String, T> all,
            List<UnreadablePicture> broken,
            IntConsumer done,
            BooleanSupplier stop) {
        Map<Path, List<Picture>> folders = new LinkedHashMap<>();
        for (Picture picture : pictures) {
            Path folder = picture.path().toAbsolutePath().normalize().getParent();
            folders.computeIfAbsent(folder, path -> new ArrayList<>()).add(picture);
        }
        int count = 0;
        for (Map.Entry<Path, List<Picture>> folder : folders.entrySet()) {
            Optional<Notes> notes =
                    cache.map(at -> new Notes(at, kind, folder.getKey().toString()));
            Map<String, T> before = notes.flatMap(Notes::read).map(this::parsed).orElseGet(HashMap::new);
            Map<String, T> now = new HashMap<>();
            for (Picture picture : folder.getValue()) {
                if (stop.getAsBoolean()) {
                    now.putAll(before); // what is known of the rest stays known
                    break;
                }
                look(picture, before, now, broken);
                Optional.ofNullable(now.get(picture.sha256())).ifPresent(seen -> all.put(picture.sha256(), seen));
                done.accept(++count);
            }
            if (!now.equals(before)) {
                notes.ifPresent(file -> file.write(text(now)));
            }
        }
    }

    private void look(Picture picture, Map<String, T> before, Map<String, T> now, List<UnreadablePicture> broken) {
        T known = now.getOrDefault(picture.sha256(), before.get(picture.sha256()));
        try {
            now.put(picture.sha256(), known == null ? look.at(picture) : known);
        } catch (UnreadablePictureException e) {
            broken.add(e.picture());
        }
    }

    private HashMap<String, T> parsed(String text) {
        try {
            return JsonText.OWN.readValue(text, kept);
        } catch (JsonProcessingException e) {
            return new HashMap<>();
        }
    }

    private String text(Map<String, T> looks) {
        try {
            return JsonText.OWN.writeValueAsString(looks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
