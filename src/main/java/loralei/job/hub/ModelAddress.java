package loralei.job.hub;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.job.fetch.Secret;
import loralei.text.Message;

/** Where a model is published, as people name it: a page's address, or a short name. */
public sealed interface ModelAddress {
    /**
     * A repository on Hugging Face.
     *
     * @param repository OWNER/NAME
     * @param revision a branch, tag or commit
     * @param file one file of it, if one was named
     */
    record HuggingFace(String repository, String revision, Optional<String> file) implements ModelAddress {}

    /**
     * A model on CivitAI.
     *
     * @param model its number, if it was named
     * @param version the number of its version, if it was named
     * @param wanted what was asked of its file: {@code type}, {@code format}, {@code size}, {@code fp}
     * @param token that the address held, if it held one
     */
    record Civitai(Optional<String> model, Optional<String> version, Map<String, String> wanted, Optional<Secret> token)
            implements ModelAddress {}

    /** The one that is meant where none is named. */
    String MAIN = "main";

    /** Reads what a person wrote. */
    static Optional<ModelAddress> of(String text) {
        return of(text, Set.of());
    }

    /**
     * Reads what a person wrote.
     *
     * @param mirrors hosts with the paths of Hugging Face
     * @return empty where it is no name or address of a model
     * @throws UserError where it is the address of something else there
     */
    static Optional<ModelAddress> of(String text, Set<String> mirrors) {
        return new Reader(text.strip(), mirrors).read();
    }

    /** How it is read. */
    final class Reader {
        private static final Pattern NAME = Pattern.compile("(?:hf:(?://)?)?([\\w.-]+/[\\w.-]+)(?:@([^\\s@]+))?");
        private static final Pattern AIR =
                Pattern.compile("(?i)(?:urn:)?(?:air:)?(?:[\\w-]+:[\\w-]+:)?civitai:(\\d+)(?:@(\\d+))?(?:[.!].*)?");
        private static final Pattern ADDRESS =
                Pattern.compile("(?i)(?:https?://)?(?:[^/@]*@)?([\\w.-]+\\.[a-z]+|localhost|[\\d.]+)(:\\d+)?(/[^?#]*)?"
                        + "(\\?[^#]*)?(#.*)?");
        private static final Set<String> HUGGING_FACE = Set.of("huggingface.co", "www.huggingface.co", "hf.co");
        private static final Set<String> CIVITAI =
                Set.of("civitai.com", "www.civitai.com", "civitai.green", "civitai.red");
        private static final Set<String> NO_OWNERS =
                Set.of("datasets", "spaces", "docs", "blog", "models", "api", "settings", "papers", "collections");
        private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
        private static final int OWNER_AND_NAME = 2;
        private static final int WITH_REVISION = 4;

        private final String text;
        private final Set<String> mirrors;

        Reader(String text, Set<String> mirrors) {
            this.text = text;
            this.mirrors = mirrors;
        }

        Optional<ModelAddress> read() {
            Matcher air = AIR.matcher(text);
            if (air.matches()) {
                return Optional.of(new Civitai(
                        Optional.of(air.group(1)), Optional.ofNullable(air.group(2)), Map.of(), Optional.empty()));
            }
            Matcher address = ADDRESS.matcher(text);
            if (address.matches()) {
                String host = address.group(1).toLowerCase(Locale.ROOT);
                List<String> path = segments(address.group(3));
                if (HUGGING_FACE.contains(host) || (mirrors.contains(host) && !isCivitai(path))) {
                    return Optional.of(huggingFace(path));
                }
                if (CIVITAI.contains(host) || (mirrors.contains(host) && isCivitai(path))) {
                    return Optional.of(civitai(path, query(address.group(4))));
                }
            }
            Matcher name = NAME.matcher(text);
            return name.matches() && !text.contains("..")
                    ? Optional.of(new HuggingFace(
                            name.group(1), Optional.ofNullable(name.group(2)).orElse(MAIN), Optional.empty()))
                    : Optional.empty();
        }

        private static List<String> segments(String path) {
            return Arrays.stream((path == null ? "" : path).split("/", -1))
                    .filter(part -> !part.isEmpty())
                    .map(Reader::decoded)
                    .toList();
        }

        /** A plus is a plus in paths. */
        private static String decoded(String part) {
            try {
                return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return part;
            }
        }

        private static Map<String, String> query(String text) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String pair : (text == null ? "" : text.substring(1)).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
                }
            }
            return values;
        }

        private static boolean isCivitai(List<String> path) {
            return !path.isEmpty() && (path.get(0).equals("api") || (path.get(0).equals("models") && path.size() > 1));
        }

        private ModelAddress huggingFace(List<String> path) {
            if (path.size() < OWNER_AND_NAME || NO_OWNERS.contains(path.get(0)) || !isRepository(path)) {
                throw otherPage();
            }
            String repository = path.get(0) + "/" + path.get(1).replaceFirst("@.*", "");
            boolean isFile = path.size() > WITH_REVISION
                    && List.of("blob", "resolve", "raw").contains(path.get(2));
            boolean hasRevision = path.size() >= WITH_REVISION
                    && List.of("tree", "blob", "resolve", "raw").contains(path.get(2));
            int at = path.get(1).indexOf('@');
            return new HuggingFace(
                    repository,
                    hasRevision ? path.get(3) : at > 0 ? path.get(1).substring(at + 1) : MAIN,
                    isFile
                            ? Optional.of(String.join("/", path.subList(WITH_REVISION, path.size())))
                            : Optional.empty());
        }

        private static boolean isRepository(List<String> path) {
            return NAME.matcher(path.get(0) + "/" + path.get(1)).matches()
                    && !(path.get(0) + path.get(1)).contains("..");
        }

        private ModelAddress civitai(List<String> path, Map<String, String> query) {
            Optional<Secret> token = Secret.of(query.get("token"));
            Map<String, String> wanted = new LinkedHashMap<>(query);
            wanted.keySet().retainAll(Set.of("type", "format", "size", "fp"));
            int models = path.indexOf("models");
            int versions = path.indexOf("model-versions");
            boolean download = path.contains("download");
            Optional<String> number = Optional.of(Math.max(models, versions) + 1)
                    .filter(at -> at > 0 && at < path.size())
                    .map(path::get)
                    .filter(part -> NUMBER.matcher(part).matches());
            if (number.isEmpty()) {
                throw otherPage();
            }
            if (download || versions >= 0) {
                return new Civitai(Optional.empty(), number, wanted, token);
            }
            Optional<String> version = Optional.ofNullable(query.get("modelVersionId"))
                    .filter(part -> NUMBER.matcher(part).matches());
            return new Civitai(number, version, wanted, token);
        }

        private UserError otherPage() {
            String shown = text.replaceFirst("\\?.*", ""); // which may hold a token
            return UserError.request(Message.of("hub.otherPage", shown), Message.of("hub.addresses"));
        }
    }

    /** The host of an address, in lower case. */
    static Optional<String> host(String address) {
        try {
            return Optional.ofNullable(URI.create(address.strip()).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
