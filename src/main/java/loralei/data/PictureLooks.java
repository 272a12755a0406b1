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
import java.util.function.IntConsumer;
import loralei.cache.Notes;
import loralei.config.JsonText;

/**
 * What the pixels of pictures tell. Each picture has to be decoded for it, so it is kept by the picture's content.
 *
 * @param cache the cache's folder; empty where nothing is to be kept
 */
record PictureLooks(Optional<Path> cache) {
    private static final TypeReference<HashMap<String, PictureLook>> KEPT = new TypeReference<>() {};

    /**
     * Looks at pictures.
     *
     * @param broken is given the files that cannot be decoded
     * @param done told how many of them are done
     * @return what is known of them, by the hashes of their files
     */
    Map<String, PictureLook> of(List<Picture> pictures, List<UnreadablePicture> broken, IntConsumer done) {
        Map<Path, List<Picture>> folders = new LinkedHashMap<>();
        for (Picture picture : pictures) {
            Path folder = picture.path().toAbsolutePath().normalize().getParent();
            folders.computeIfAbsent(folder, path -> new ArrayList<>()).add(picture);
        }
        Map<String, PictureLook> all = new HashMap<>();
        int count = 0;
        for (Map.Entry<Path, List<Picture>> folder : folders.entrySet()) {
            Optional<Notes> notes =
                    cache.map(at -> new Notes(at, "looks", folder.getKey().toString()));
            Map<String, PictureLook> before =
                    notes.flatMap(Notes::read).map(PictureLooks::parsed).orElseGet(HashMap::new);
            Map<String, PictureLook> now = new HashMap<>();
            for (Picture picture : folder.getValue()) {
                PictureLook known = now.getOrDefault(picture.sha256(), before.get(picture.sha256()));
                try {
                    now.put(picture.sha256(), known == null ? PictureLook.of(PictureLoader.load(picture)) : known);
                } catch (UnreadablePictureException e) {
                    broken.add(e.picture());
                }
                done.accept(++count);
            }
            if (!now.equals(before)) {
                notes.ifPresent(file -> file.write(text(now)));
            }
            all.putAll(now);
        }
        return all;
    }

    private static HashMap<String, PictureLook> parsed(String text) {
        try {
            return JsonText.OWN.readValue(text, KEPT);
        } catch (JsonProcessingException e) {
            return new HashMap<>();
        }
    }

    private static String text(Map<String, PictureLook> looks) {
        try {
            return JsonText.OWN.writeValueAsString(looks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
