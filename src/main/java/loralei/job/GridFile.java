package loralei.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.Companions;
import loralei.config.JsonText;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SettingType;
import loralei.safetensors.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in which a grid tells what is in its folder, so that it can be shown again. */
public final class GridFile {
    static final String NAME = "grid.json";

    private static final Logger LOG = LoggerFactory.getLogger(GridFile.class);
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonText.OWN;
    private static final SettingType<PrecisionChoice> PRECISION = SettingType.choice(PrecisionChoice.class);

    private GridFile() {}

    static void write(Grid grid) throws IOException {
        GridRequest request = grid.request();
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        root.put("baseModel", text(request.baseModel().toAbsolutePath()));
        if (!request.with().isOwnVae()) {
            root.put("vae", text(request.with().vae().toAbsolutePath()));
        }
        if (!request.with().areOwnTextEncoders()) {
            root.put("textEncoders", text(request.with().textEncoders().toAbsolutePath()));
        }
        ArrayNode checkpoints = root.putArray("checkpoints");
        request.checkpoints().forEach(lora -> checkpoints.add(text(lora.toAbsolutePath())));
        ArrayNode strengths = root.putArray("strengths");
        request.strengths().forEach(strengths::add);
        ArrayNode pages = root.putArray("pages");
        request.pages().forEach(page -> pages.add(JSON.<JsonNode>valueToTree(page)));
        root.put("device", request.device().id())
                .put("precision", request.precision().id());
        ArrayNode cells = root.putArray("cells");
        for (GridCell cell : grid.cells()) {
            ObjectNode node = cells.addObject()
                    .put("page", cell.page())
                    .put("column", cell.column())
                    .put("row", cell.row());
            cell.lora().ifPresent(lora -> node.put("lora", text(lora.toAbsolutePath())));
            node.put("strength", cell.strength())
                    .put("file", text(request.folder().relativize(cell.file())));
        }
        AtomicFile.replace(
                request.folder().resolve(NAME),
                JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n");
    }

    /** The grid that was made in a folder; empty where there is none, or none that this version understands. */
    public static Optional<Grid> read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(JsonText.read(file));
            return root.path("version").asInt() == VERSION ? Optional.of(grid(folder, root)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be shown again", file, e);
            return Optional.empty();
        }
    }

    private static Grid grid(Path folder, JsonNode root) throws JsonProcessingException {
        List<Path> checkpoints = new ArrayList<>();
        root.path("checkpoints").forEach(node -> checkpoints.add(Path.of(node.asText())));
        List<Double> strengths = new ArrayList<>();
        root.path("strengths").forEach(node -> strengths.add(node.asDouble()));
        List<PictureSpec> pages = new ArrayList<>();
        for (JsonNode node : root.path("pages")) {
            pages.add(JSON.treeToValue(node, PictureSpec.class));
        }
        GridRequest request = new GridRequest(
                Path.of(root.path("baseModel").asText()),
                checkpoints,
                strengths,
                pages,
                known(SettingType.DEVICE, root.path("device")),
                known(PRECISION, root.path("precision")),
                folder,
                new Companions(
                        Path.of(root.path("vae").asText()),
                        Path.of(root.path("textEncoders").asText())));
        List<GridCell> cells = new ArrayList<>();
        for (JsonNode node : root.path("cells")) {
            cells.add(new GridCell(
                    node.path("page").asInt(),
                    node.path("column").asInt(),
                    node.path("row").asInt(),
                    Optional.ofNullable(node.get("lora")).map(lora -> Path.of(lora.asText())),
                    node.path("strength").asDouble(),
                    folder.resolve(node.path("file").asText())));
        }
        return new Grid(request, cells);
    }

    private static <T> T known(SettingType<T> type, JsonNode node) {
        return type.fromJson(node).orElseThrow(() -> new IllegalArgumentException(node.toString()));
    }

    private static String text(Path path) {
        return SettingType.PATH.toText(path);
    }
}
