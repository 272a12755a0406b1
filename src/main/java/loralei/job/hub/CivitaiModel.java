package loralei.job.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.job.fetch.JsonFetch;
import loralei.job.fetch.RemoteFile;
import loralei.job.fetch.Service;
import loralei.text.Message;

/** A version of a model on CivitAI: what its list of files offers. */
final class CivitaiModel {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String CHECKPOINT = "Checkpoint";
    private static final Set<String> LORAS = Set.of("LORA", "LoCon", "DoRA");
    private static final Set<String> WEIGHTS = Set.of("Model", "Pruned Model");
    private static final double BYTES = 1024;

    /** What of the address of a file tells which of a version's files it is. */
    private static final Pattern CHOICE = Pattern.compile("(?:type|format|size|fp)=[\\w%. +-]*");

    private final ModelAddress.Civitai address;
    private final Optional<String> wanted;
    private final URI server;
    private final Service service;

    CivitaiModel(ModelAddress.Civitai address, Optional<String> file, URI server, Service service) {
        this.address = address;
        this.wanted = file;
        this.server = server;
        this.service = service;
    }

    Offer offer() {
        JsonFetch fetch = new JsonFetch(service);
        if (address.version().isEmpty()) {
            String number = address.model().orElseThrow();
            JsonNode model = fetch.get(Offer.at(server, "/api/v1/models/" + number, ""), number);
            JsonNode newest = model.path("modelVersions").path(0);
            return offer(model, newest, number);
        }
        String number = address.version().get();
        JsonNode version = fetch.get(Offer.at(server, "/api/v1/model-versions/" + number, ""), number);
        String model = version.path("modelId").asText("");
        if (address.model().isPresent() && !address.model().get().equals(model)) {
            throw UserError.request(
                    Message.of("hub.otherVersion", number, address.model().get(), model),
                    Message.of("hub.checkNumber"));
        }
        return offer(version.path("model"), version, model);
    }

    private Offer offer(JsonNode model, JsonNode version, String number) {
        String title =
                model.path("name").asText("?") + ", " + version.path("name").asText("?");
        String type = model.path("type").asText("");
        if (!type.equals(CHECKPOINT)) {
            Message kind = LORAS.contains(type) ? Message.of("kind.lora") : Message.text(type.isEmpty() ? "?" : type);
            throw UserError.request(Message.of("hub.otherKind", title, kind), Message.of("hub.chooseBaseModel"));
        }
        JsonNode file = file(version, title);
        String sha256 = file.path("hashes").path("SHA256").asText("").toLowerCase(Locale.ROOT);
        String name = FileNames.file(file.path("name").asText(""));
        RemoteFile remote = new RemoteFile(
                uri(file, version.path("id").asText()),
                name,
                size(file),
                SHA256.matcher(sha256).matches() ? sha256 : "");
        return new Offer(
                title,
                name,
                true,
                "",
                Hub.CIVITAI.server() + "/models/" + number + "?modelVersionId="
                        + version.path("id").asText(),
                List.of(remote));
    }

    private static long size(JsonNode file) {
        return Math.max(0, Math.round(file.path("sizeKB").asDouble() * BYTES));
    }

    /** Where a file is, on the server that was asked: an answer may not lead elsewhere, and may hold a token. */
    private URI uri(JsonNode file, String version) {
        String given = file.path("downloadUrl").asText("");
        int query = given.indexOf('?');
        String choice = query < 0
                ? ""
                : Arrays.stream(given.substring(query + 1).split("&", -1))
                        .filter(pair -> CHOICE.matcher(pair).matches())
                        .map(pair -> pair.replace(" ", "%20"))
                        .collect(Collectors.joining("&"));
        return Offer.at(server, "/api/download/models/" + version, choice);
    }

    private JsonNode file(JsonNode version, String title) {
        List<JsonNode> files = new ArrayList<>();
        for (JsonNode file : version.path("files")) {
            if (WEIGHTS.contains(file.path("type").asText())) {
                files.add(file);
            }
        }
        if (wanted.isPresent()) {
            return Choosing.named(files, CivitaiModel::name, wanted.get(), title);
        }
        List<JsonNode> sound = files.stream()
                .filter(file -> FileNames.isSafetensors(name(file)))
                .toList();
        if (sound.isEmpty()) {
            throw files.stream()
                    .map(CivitaiModel::name)
                    .filter(FileNames::isPickle)
                    .findFirst()
                    .map(Choosing::pickle)
                    .orElseGet(() ->
                            UserError.request(Message.of("hub.noFiles", title), Message.of("hub.chooseBaseModel")));
        }
        List<JsonNode> fitting = sound.stream().filter(this::isWanted).toList();
        if (fitting.isEmpty()) {
            throw Choosing.several(sound, CivitaiModel::name, CivitaiModel::size, title);
        }
        return fitting.stream()
                .filter(file -> file.path("primary").asBoolean())
                .findFirst()
                .orElse(fitting.get(0));
    }

    private static String name(JsonNode file) {
        return file.path("name").asText("");
    }

    private boolean isWanted(JsonNode file) {
        for (Map.Entry<String, String> one : address.wanted().entrySet()) {
            JsonNode value = one.getKey().equals("type")
                    ? file.path("type")
                    : file.path("metadata").path(one.getKey());
            if (!value.asText("").equalsIgnoreCase(one.getValue())) {
                return false;
            }
        }
        return true;
    }
}
