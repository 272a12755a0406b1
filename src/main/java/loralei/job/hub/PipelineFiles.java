package loralei.job.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.job.hub.HuggingFaceRepository.Entry;
import loralei.text.Message;

/**
 * What a training needs of a repository in the diffusers layout: configurations, tokenizers, and the weights of each part
 * once, in half precision where they are to be had so.
 */
final class PipelineFiles {
    private static final List<String> PARTS = List.of("unet", "vae", "text_encoder", "text_encoder_2");
    private static final Pattern PLAIN = Pattern.compile("model_index\\.json|scheduler/scheduler_config\\.json"
            + "|tokenizer(?:_2)?/(?:vocab\\.json|merges\\.txt|tokenizer_config\\.json|special_tokens_map\\.json"
            + "|added_tokens\\.json)");
    private static final Pattern TOKENIZER = Pattern.compile("(tokenizer(?:_2)?)/tokenizer\\.json");
    private static final List<String> PREFERRED = List.of("fp16", "", "bf16", "fp32");

    private final List<Entry> all;
    private final String title;

    PipelineFiles(List<Entry> all, String title) {
        this.all = all;
        this.title = title;
    }

    List<Entry> needed() {
        List<Entry> needed = new ArrayList<>();
        for (Entry entry : all) {
            Matcher tokenizer = TOKENIZER.matcher(entry.path());
            boolean whole = tokenizer.matches()
                    && find(tokenizer.group(1) + "/merges.txt").isEmpty();
            if (whole || PLAIN.matcher(entry.path()).matches()) {
                needed.add(entry);
            }
        }
        for (String part : PARTS) {
            Optional<Entry> config = find(part + "/config.json");
            if (config.isPresent()) {
                needed.add(config.get());
                needed.addAll(weights(part));
            }
        }
        return needed;
    }

    private Optional<Entry> find(String path) {
        return all.stream().filter(entry -> entry.path().equals(path)).findFirst();
    }

    private List<Entry> weights(String part) {
        String stem = part.startsWith("text") ? "model" : "diffusion_pytorch_model";
        Pattern named = Pattern.compile(part + "/" + stem
                + "(?:\\.([\\w-]+))?(?:\\.safetensors|\\.safetensors\\.index(?:\\.([\\w-]+))?\\.json)");
        Set<String> variants =
                new TreeSet<>(Comparator.comparingInt(PipelineFiles::rank).thenComparing(Comparator.naturalOrder()));
        for (Entry entry : all) {
            Matcher matcher = named.matcher(entry.path());
            if (matcher.matches() && !entry.path().contains("-of-")) {
                variants.add(Optional.ofNullable(matcher.group(1))
                        .or(() -> Optional.ofNullable(matcher.group(2)))
                        .orElse(""));
            }
        }
        for (String variant : variants) {
            List<Entry> files = ofVariant(part + "/" + stem, variant.isEmpty() ? "" : "." + variant);
            if (!files.isEmpty()) {
                return files;
            }
        }
        Optional<Entry> pickle = all.stream()
                .filter(entry -> entry.path().startsWith(part + "/") && FileNames.isPickle(entry.path()))
                .findFirst();
        throw pickle.isPresent()
                ? Choosing.pickle(pickle.get().path())
                : UserError.request(Message.of("hub.noWeights", title, part), Message.of("hub.chooseBaseModel"));
    }

    private static int rank(String variant) {
        int rank = PREFERRED.indexOf(variant);
        return rank < 0 ? PREFERRED.size() : rank;
    }

    /** One file, or an index and its parts, which are named in an older and a newer way. */
    private List<Entry> ofVariant(String stem, String variant) {
        Optional<Entry> one = find(stem + variant + ".safetensors");
        if (one.isPresent()) {
            return List.of(one.get());
        }
        Optional<Entry> index = find(stem + ".safetensors.index" + variant + ".json");
        String number = "-\\d+-of-\\d+";
        String middle = variant.isEmpty()
                ? number
                : "(?:" + Pattern.quote(variant) + number + "|" + number + Pattern.quote(variant) + ")";
        Pattern shard = Pattern.compile(Pattern.quote(stem) + middle + "\\.safetensors");
        List<Entry> files = new ArrayList<>(all.stream()
                .filter(entry -> shard.matcher(entry.path()).matches())
                .toList());
        if (index.isEmpty() || files.isEmpty()) {
            return List.of();
        }
        files.add(index.get());
        return files;
    }
}
