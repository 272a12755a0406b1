package loralei.job.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.job.fetch.JsonFetch;
import loralei.job.fetch.RemoteFile;
import loralei.job.fetch.Service;
import loralei.text.Message;

/** A repository on Hugging Face: what its list of files offers. */
final class HuggingFaceRepository {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHARD = Pattern.compile(".*-\\d+-of-\\d+.*");

    /** Names that say nothing of the model. */
    private static final Pattern NAMELESS =
            Pattern.compile("(?i)(?:diffusion_pytorch_model|model|unet|pytorch_model)(?:[._-].*)?");

    private final ModelAddress.HuggingFace address;
    private final Optional<String> wanted;
    private final URI server;
    private final Service service;

    /**
     * A file of it.
     *
     * @param size bytes; -1 where the server does not tell
     */
    record Entry(String path, long size, String sha256, String blob) {
        static Entry of(JsonNode node) {
            JsonNode lfs = node.path("lfs");
            String sha256 = lfs.path("sha256").asText(lfs.path("oid").asText(""));
            String blob = node.path("blobId").asText("");
            return new Entry(
                    node.path("rfilename").asText(""),
                    lfs.path("size").asLong(node.path("size").asLong(-1)),
                    SHA256.matcher(sha256).matches() ? sha256 : "",
                    lfs.isObject() || !SHA1.matcher(blob).matches() ? "" : blob);
        }
    }

    HuggingFaceRepository(ModelAddress.HuggingFace address, Optional<String> file, URI server, Service service) {
        this.address = address;
        this.wanted = file.or(address::file);
        this.server = server;
        this.service = service;
    }

    Offer offer() {
        String revisions = Offer.at(server, "/api/models/" + address.repository() + "/revision/", "")
                .toString();
        String wantedRevision =
                URLEncoder.encode(address.revision(), StandardCharsets.UTF_8).replace("+", "%20");
        JsonNode info = new JsonFetch(service)
                .get(URI.create(revisions + wantedRevision + "?blobs=true"), address.repository());
        JsonNode gated = info.path("gated");
        if ((gated.isTextual() || gated.asBoolean()) && !service.http().hasToken()) {
            throw Hub.HUGGING_FACE.gated(false);
        }
        List<Entry> all = new ArrayList<>();
        info.path("siblings").forEach(node -> all.add(Entry.of(node)));
        String commit = info.path("sha").asText("");
        String revision = SHA1.matcher(commit).matches() ? commit : address.revision();
        if (wanted.isEmpty() && all.stream().anyMatch(entry -> entry.path().equals("unet/config.json"))) {
            List<RemoteFile> files = new PipelineFiles(all, address.repository())
                    .needed().stream()
                            .map(entry -> remote(entry, entry.path(), revision))
                            .sorted(Comparator.comparingLong(RemoteFile::size))
                            .toList();
            return offer(info, folderName(), false, files);
        }
        Entry file = wanted.isPresent()
                ? Choosing.named(all, Entry::path, wanted.get(), address.repository())
                : onlyFile(all, info);
        if (!FileNames.isSafetensors(file.path())) {
            throw FileNames.isPickle(file.path())
                    ? Choosing.pickle(file.path())
                    : UserError.request(
                            Message.of("hub.noModelFile", file.path()), Message.of("hub.chooseSafetensors"));
        }
        String name = localName(file.path());
        return offer(info, name, true, List.of(remote(file, name, revision)));
    }

    private Offer offer(JsonNode info, String name, boolean oneFile, List<RemoteFile> files) {
        JsonNode card = info.path("cardData");
        JsonNode licence = card.path("license");
        String named = licence.isArray() ? licence.path(0).asText("") : licence.asText("");
        String shown = named.equals("other") ? card.path("license_name").asText("") : named;
        return new Offer(
                address.repository(),
                name,
                oneFile,
                shown.equals("null") ? "" : shown,
                Hub.HUGGING_FACE.server() + "/" + address.repository(),
                files);
    }

    private RemoteFile remote(Entry entry, String localPath, String revision) {
        if (entry.size() < 0) {
            throw UserError.run(
                    Message.of("hub.noSizes", server.getHost(), entry.path()), Message.of("hub.otherMirror"));
        }
        URI uri = Offer.at(server, "/" + address.repository() + "/resolve/" + revision + "/" + entry.path(), "");
        return new RemoteFile(uri, localPath, entry.size(), entry.sha256(), entry.blob());
    }

    /** The checkpoint that lies in the repository itself, not in one of its folders. */
    private Entry onlyFile(List<Entry> all, JsonNode info) {
        List<Entry> models = all.stream()
                .filter(entry -> !entry.path().contains("/"))
                .filter(entry -> FileNames.isSafetensors(entry.path()))
                .filter(entry -> !SHARD.matcher(entry.path()).matches())
                .toList();
        if (models.size() == 1) {
            return models.get(0);
        }
        if (!models.isEmpty()) {
            throw Choosing.several(models, Entry::path, entry -> Math.max(0, entry.size()), address.repository());
        }
        Optional<Entry> pickle =
                all.stream().filter(entry -> FileNames.isPickle(entry.path())).findFirst();
        if (pickle.isPresent()) {
            throw Choosing.pickle(pickle.get().path());
        }
        String kind = info.path("config")
                .path("diffusers")
                .path("_class_name")
                .asText(info.path("pipeline_tag")
                        .asText(info.path("library_name").asText("?")));
        throw UserError.request(
                Message.of("hub.nothingHere", address.repository(), kind), Message.of("hub.chooseBaseModel"));
    }

    /** The standard models have places of their own. */
    private String folderName() {
        String name = FileNames.plain(address.repository());
        boolean taken = Arrays.stream(Family.values())
                .anyMatch(family -> family.baseModel().endsWith(name.toLowerCase(Locale.ROOT)));
        return taken ? FileNames.plain(address.repository().replace('/', '-')) : name;
    }

    private String localName(String path) {
        String name = FileNames.file(path);
        String repository = FileNames.plain(address.repository());
        return NAMELESS.matcher(name).matches() ? FileNames.file(repository + "-" + name) : name;
    }
}
