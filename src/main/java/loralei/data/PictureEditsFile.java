package loralei.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.FileFailure;
import loralei.config.JsonText;
import loralei.config.NearestNames;
import loralei.safetensors.AtomicFile;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * Changes to pictures as JSON, by the pictures' names as seen from their folder:
 *
 * <pre>{"version": 1, "pictures": {"cat.jpg": {"exclude": false, "caption": "fsk49 cat, sitting",
 *     "crop": {"x": 10, "y": 0, "width": 300, "height": 400}, "sha256": "..."}}}</pre>
 *
 * All of a picture's entries may be missing. What the file has and this program does not know is an error, never
 * overlooked.
 */
public final class PictureEditsFile {
    private static final int VERSION = 1;
    private static final String VERSION_KEY = "version";
    private static final String PICTURES = "pictures";
    private static final String EXCLUDE = "exclude";
    private static final String CAPTION = "caption";
    private static final String CROP = "crop";
    private static final String SHA = "sha256";
    private static final List<String> OF_FILE = List.of(VERSION_KEY, PICTURES);
    private static final List<String> OF_PICTURE = List.of(EXCLUDE, CAPTION, CROP, SHA);
    private static final List<String> OF_CROP = List.of("x", "y", "width", "height");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    private final Path file;

    private PictureEditsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param root what its names count from, {@link PictureEdits#root}
     * @throws PictureFolderException that says what is wrong with it, and where
     */
    public static PictureEdits read(Path file, Path root) throws PictureFolderException {
        PictureEditsFile reading = new PictureEditsFile(file);
        try {
            if (!Files.isRegularFile(file)) {
                throw reading.broken(Message.of(Files.exists(file) ? "edits.noFile" : "file.missing"));
            }
            return reading.edits(JsonText.OWN.readTree(JsonText.read(file)), root);
        } catch (JsonProcessingException e) {
            throw reading.broken(JsonText.explain(e));
        } catch (PictureFolderException e) {
            throw e;
        } catch (LocalizedIOException e) {
            throw reading.broken(e.localized());
        } catch (IOException e) {
            throw reading.broken(FileFailure.of(e).reason());
        }
    }

    /**
     * Writes a file as a whole; folders above it are made.
     *
     * @param root what its names count from
     */
    public static void write(Path file, Path root, PictureEdits edits) throws IOException {
        ObjectNode all = JsonText.OWN.createObjectNode().put(VERSION_KEY, VERSION);
        ObjectNode pictures = all.putObject(PICTURES);
        edits.byPicture().forEach((picture, edit) -> pictures.set(name(picture, root), node(edit)));
        Path whole = file.toAbsolutePath();
        if (whole.getParent() != null) {
            Files.createDirectories(whole.getParent());
        }
        AtomicFile.replace(whole, all.toPrettyString() + "\n");
    }

    private static String name(Path picture, Path root) {
        Path shown = picture.startsWith(root) ? root.relativize(picture) : picture;
        return shown.toString().replace(File.separatorChar, '/');
    }

    private static ObjectNode node(PictureEdit edit) {
        ObjectNode node = JsonText.OWN.createObjectNode();
        if (edit.excluded()) {
            node.put(EXCLUDE, true);
        }
        edit.caption().ifPresent(text -> node.put(CAPTION, text));
        edit.crop()
                .ifPresent(crop -> node.putObject(CROP)
                        .put("x", crop.x())
                        .put("y", crop.y())
                        .put("width", crop.width())
                        .put("height", crop.height()));
        edit.sha256().ifPresent(hash -> node.put(SHA, hash));
        return node;
    }

    private PictureEdits edits(JsonNode node, Path root) throws PictureFolderException {
        ObjectNode all = object(node, OF_FILE, "");
        JsonNode version = all.path(VERSION_KEY);
        if (!version.isMissingNode() && !(version.isInt() && version.intValue() >= 1)) {
            throw wrong(version, VERSION_KEY);
        }
        if (version.asInt(VERSION) > VERSION) {
            throw broken(Message.of("edits.newer", version.asInt()));
        }
        JsonNode pictures = all.path(PICTURES);
        if (!pictures.isObject()) {
            throw wrong(pictures, PICTURES);
        }
        Map<Path, PictureEdit> byPicture = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : pictures.properties()) {
            Path picture = picture(entry.getKey(), root);
            if (byPicture.put(picture, edit(entry.getValue(), entry.getKey())) != null) {
                throw broken(Message.of("edits.twice", FileNames.of(picture)));
            }
        }
        return new PictureEdits(byPicture);
    }

    private Path picture(String name, Path root) throws PictureFolderException {
        try {
            return PictureEdits.key(root.resolve(name));
        } catch (InvalidPathException e) {
            throw broken(Message.of("edits.noName", shortened(name)));
        }
    }

    private PictureEdit edit(JsonNode node, String picture) throws PictureFolderException {
        ObjectNode edit = object(node, OF_PICTURE, picture);
        JsonNode exclude = edit.path(EXCLUDE);
        if (!exclude.isMissingNode() && !exclude.isBoolean()) {
            throw wrong(exclude, where(picture, EXCLUDE));
        }
        JsonNode hash = edit.path(SHA);
        if (!hash.isMissingNode() && !HASH.matcher(hash.asText()).matches()) {
            throw wrong(hash, where(picture, SHA));
        }
        return new PictureEdit(
                exclude.asBoolean(false),
                caption(edit.path(CAPTION), picture),
                crop(edit.path(CROP), picture),
                hash.isMissingNode() ? Optional.empty() : Optional.of(hash.asText()));
    }

    private Optional<String> caption(JsonNode node, String picture) throws PictureFolderException {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        boolean usable = node.isTextual()
                && node.asText().length() <= CaptionFile.MOST_BYTES
                && node.asText().indexOf('\0') < 0;
        if (!usable) {
            throw wrong(node, where(picture, CAPTION));
        }
        return Optional.of(node.asText());
    }

    private Optional<PictureArea> crop(JsonNode node, String picture) throws PictureFolderException {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        ObjectNode crop = object(node, OF_CROP, where(picture, CROP));
        int[] numbers = new int[OF_CROP.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = crop.path(OF_CROP.get(i));
            int least = i < 2 ? 0 : 1;
            if (!number.isInt() || number.intValue() < least) {
                throw wrong(number, where(picture, OF_CROP.get(i)));
            }
            numbers[i] = number.intValue();
        }
        return Optional.of(new PictureArea(numbers[0], numbers[1], numbers[2], numbers[3]));
    }

    private ObjectNode object(JsonNode node, List<String> known, String where) throws PictureFolderException {
        if (!(node instanceof ObjectNode object)) {
            throw where.isEmpty() ? broken(Message.of("edits.noObject")) : wrong(node, where);
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!known.contains(entry.getKey())) {
                String nearest = NearestNames.closest(entry.getKey(), known).orElse(String.join(", ", known));
                throw broken(Message.of("edits.unknown", shortened(entry.getKey()), nearest));
            }
        }
        return object;
    }

    private static String where(String picture, String name) {
        return picture + ": " + name;
    }

    private PictureFolderException wrong(JsonNode value, String where) {
        return value.isMissingNode()
                ? broken(Message.of("edits.lacks", shortened(where)))
                : broken(Message.of("edits.wrong", shortened(where), shortened(value.toString())));
    }

    private PictureFolderException broken(Message why) {
        return PictureFolderException.ofEdits(Message.of("edits.broken", file, why));
    }

    /** What somebody wrote, on one line. */
    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "\uFFFD");
        return plain.length() > 80 ? plain.substring(0, 80) + "\u2026" : plain;
    }
}
