package loralei.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loralei.config.DeadLink;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.text.Message;

/**
 * The files that hold the weights of one part of a base model: {@code model.safetensors}, or several parts that
 * {@code model.safetensors.index.json} names; of a variant, {@code model.fp16.safetensors} or
 * {@code model.safetensors.index.fp16.json}.
 *
 * <p>Where there are several, the files without a variant are taken before those of fp32, fp16, bf16 and any other (by
 * name, so {@code ema} before {@code non_ema}), and of the same variant one file before parts. Of these the first that is
 * there as a whole counts: a folder often has the index of files that were not downloaded.
 *
 * @param named the one file, or the index
 * @param parts the one file, or all that the index names
 */
record WeightFiles(Path named, List<Path> parts) {
    private static final Message REMEDY = Message.of("model.getMissing");
    private static final Message INDEX_REMEDY = Message.of("model.getFileAgain");

    private static final List<String> PREFERRED = List.of("", "fp32", "fp16", "bf16");
    private static final List<String> PICKLES = List.of(".bin", ".ckpt", ".pt", ".pth");

    /** Behind the stem: the variant, and whether it is an index or a file of its own, but not a part. */
    private static final Pattern ENDING = Pattern.compile(
            "(?!.*-\\d+-of-\\d+\\.)(?:\\.([^/]+))?\\.safetensors|\\.safetensors\\.index(?:\\.([^/]+))?\\.json");

    /** What an index may name: files beside it. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]+\\.safetensors");

    private static final Pattern PART = Pattern.compile(".*-\\d+-of-\\d+\\b.*\\.safetensors");

    private record Candidate(Path file, String variant, boolean index) {
        static Optional<Candidate> of(Path file, String stem) {
            String name = file.getFileName().toString();
            Matcher ending = ENDING.matcher(name.startsWith(stem) ? name.substring(stem.length()) : "");
            if (!ending.matches()) {
                return Optional.empty();
            }
            String variant = Optional.ofNullable(ending.group(1))
                    .or(() -> Optional.ofNullable(ending.group(2)))
                    .orElse("");
            return Optional.of(new Candidate(file, variant, name.endsWith(".json")));
        }

        /** The less the better. */
        private int rank() {
            int rank = PREFERRED.indexOf(variant.toLowerCase(Locale.ROOT));
            return rank < 0 ? PREFERRED.size() : rank;
        }
    }

    /**
     * Finds weights.
     *
     * @param folder of one part of a model, as {@code unet}
     * @param stem how the names of the files begin, as {@code diffusion_pytorch_model}
     * @throws UserError if there are none, or none is there as a whole
     */
    static WeightFiles find(Path folder, String stem) {
        List<Path> files = files(folder);
        List<Candidate> candidates = files.stream()
                .flatMap(file -> Candidate.of(file, stem).stream())
                .sorted(Comparator.comparingInt(Candidate::rank)
                        .thenComparing(Candidate::variant)
                        .thenComparing(Candidate::index))
                .toList();
        Optional<UserError> problem = Optional.empty();
        for (Candidate candidate : candidates) {
            try {
                return whole(candidate);
            } catch (UserError e) {
                problem = problem.or(() -> Optional.of(e));
            }
        }
        throw problem.orElseGet(() -> noWeights(folder, stem, files));
    }

    private static List<Path> files(Path folder) {
        DeadLink.refuse(folder);
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static WeightFiles whole(Candidate candidate) {
        List<Path> parts = candidate.index() ? parts(candidate.file()) : List.of(candidate.file());
        for (Path part : parts) {
            DeadLink.refuse(part);
            if (!Files.isRegularFile(part)) {
                throw UserError.request(
                        candidate.index()
                                ? Message.of("model.partMissing", candidate.file(), part.getFileName())
                                : Message.of("model.noFileAt", part),
                        REMEDY);
            }
        }
        return new WeightFiles(candidate.file(), parts);
    }

    private static List<Path> parts(Path index) {
        DeadLink.refuse(index);
        try {
            JsonNode map = JsonText.FOREIGN.readTree(JsonText.read(index)).path("weight_map");
            TreeSet<String> names = new TreeSet<>();
            for (JsonNode name : map) {
                if (!map.isObject() || !PLAIN_NAME.matcher(name.asText()).matches()) {
                    throw UserError.request(Message.of("model.foreignPart", index, name), INDEX_REMEDY);
                }
                names.add(name.asText());
            }
            if (names.isEmpty()) {
                throw UserError.request(Message.of("model.noWeightsNamed", index), INDEX_REMEDY);
            }
            return names.stream().map(index::resolveSibling).toList();
        } catch (JsonProcessingException e) {
            throw UserError.request(Message.of("shared.invalidJson", index, JsonText.explain(e)), INDEX_REMEDY)
                    .causedBy(e);
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("shared.unreadable", index, Message.of(e)), Message.of("model.checkDisk"))
                    .causedBy(e);
        }
    }

    private static UserError noWeights(Path folder, String stem, List<Path> files) {
        String file = stem + ".safetensors";
        if (files.stream().anyMatch(WeightFiles::isPickle)) {
            return UserError.request(
                    Message.of("model.onlyPickle", folder),
                    Message.of("model.noPicklesGet", file, stem + ".fp16.safetensors"));
        }
        if (files.stream()
                .anyMatch(path -> PART.matcher(path.getFileName().toString()).matches())) {
            return UserError.request(Message.of("model.noIndex", folder, file + ".index.json"), REMEDY);
        }
        return UserError.request(Message.of("model.noWeights", folder, file, stem + ".fp16.safetensors"), REMEDY);
    }

    /** Whether this is weights of a kind that can run code. */
    static boolean isPickle(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return PICKLES.stream().anyMatch(name::endsWith);
    }

    /** Opens all files. */
    Opened open() throws IOException {
        Opened opened = new Opened(new ArrayList<>());
        try {
            for (Path part : parts) {
                opened.files().add(SafetensorsFile.open(part));
            }
            return opened;
        } catch (Throwable failure) {
            opened.close();
            throw failure;
        }
    }

    /** The files, open. */
    record Opened(List<SafetensorsFile> files) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (SafetensorsFile file : files) {
                file.close();
            }
        }
    }
}
