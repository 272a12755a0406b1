package loralei.job;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Family;
import loralei.config.Resources;
import loralei.config.UserError;
import loralei.job.fetch.RemoteFile;
import loralei.job.hub.Offer;
import loralei.text.Message;

/**
 * A base model that can be downloaded. The tables are resources, one file a line.
 *
 * @param family what it is a model of
 * @param repository its name on Hugging Face
 * @param revision the commit there whose files these are
 * @param licence the name of its licence
 * @param files the files that Loralei reads, small ones first
 */
public record ReleasedModel(Family family, String repository, String revision, String licence, List<Entry> files) {
    /**
     * One file.
     *
     * @param path relative to the model's folder, with forward slashes
     * @param size bytes
     * @param sha256 64 hexadecimal digits, lower case
     */
    public record Entry(String path, long size, String sha256) {}

    /** The model that is downloaded for a family. Fails if there is none. */
    public static ReleasedModel of(Family family) {
        String resource = family.id() + ".files";
        if (ReleasedModel.class.getResource(resource) == null) {
            throw UserError.request(
                    Message.of("download.noFamily", family.label()), Message.of("download.chooseFolder"));
        }
        return parse(family, Resources.text(ReleasedModel.class, resource));
    }

    private static ReleasedModel parse(Family family, String table) {
        Map<String, String> facts = new HashMap<>();
        List<Entry> files = new ArrayList<>();
        for (String line : table.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", 3);
            if (words[0].length() == 64) {
                files.add(new Entry(words[2], Long.parseLong(words[1]), words[0]));
            } else {
                facts.put(words[0], line.strip().substring(words[0].length()).strip());
            }
        }
        return new ReleasedModel(
                family, facts.get("repository"), facts.get("revision"), facts.get("licence"), List.copyOf(files));
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    /** Where to read about it. */
    public String page() {
        return "https://huggingface.co/" + repository;
    }

    /** The model on a server that has the paths of Hugging Face. */
    Offer on(URI server) {
        String base = server.toString().replaceFirst("/+$", "") + "/" + repository + "/resolve/" + revision + "/";
        return new Offer(
                repository,
                family.id(),
                false,
                licence,
                page(),
                files.stream()
                        .map(file ->
                                new RemoteFile(URI.create(base + file.path()), file.path(), file.size(), file.sha256()))
                        .toList());
    }
}
