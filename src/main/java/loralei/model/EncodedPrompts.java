package loralei.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import loralei.cache.TensorStore;
import loralei.safetensors.Sha256;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.Threads;

/**
 * The prompts of a run as the UNet is conditioned on them. They lie in a store, under what they were made from; of each prompt
 * no more than its name there is kept here.
 */
public final class EncodedPrompts {
    /** So many prompts of SDXL take 630 MB until they are stored. */
    private static final int AT_ONCE = 1000;

    private static final String STATES = "encoder_hidden_states";
    private static final String POOLED = "text_embeds";
    private static final String IDS = "input_ids";

    private final BaseModel model;
    private final ComputeDevice device;
    private final TensorStore store;
    private final IntFunction<WeightChange> changes;
    private final Map<String, String> keys = new LinkedHashMap<>();

    /** As many chunks as the longest of the prompts has. */
    private final int chunks;

    private EncodedPrompts(
            BaseModel model, ComputeDevice device, TensorStore store, IntFunction<WeightChange> changes, int chunks) {
        this.changes = changes;
        this.chunks = chunks;
        this.model = model;
        this.device = device;
        this.store = store;
    }

    /**
     * Encodes what is not in the store. Where all is there, no text encoder is loaded.
     *
     * @param maker a name for the program and the device that the numbers come from, and for the changes
     * @param tokens the prompts for each text encoder, by their texts
     * @param changes of the text encoders, by their place in the family's row
     */
    public static EncodedPrompts of(
            BaseModel model,
            Map<String, List<TokenizedPrompt>> tokens,
            ComputeDevice device,
            String maker,
            TensorStore store,
            IntFunction<WeightChange> changes) {
        int chunks = tokens.values().stream()
                .mapToInt(list -> list.get(0).chunks().size())
                .max()
                .orElse(1);
        EncodedPrompts prompts = new EncodedPrompts(model, device, store, changes, chunks);
        String encoders = maker + " " + model.textMark();
        tokens.forEach((text, list) -> prompts.keys.put(text, key(encoders, list)));
        List<String> missing = tokens.keySet().stream()
                .filter(text -> !store.has(prompts.keys.get(text)))
                .toList();
        for (int first = 0; first < missing.size(); first += AT_ONCE) {
            Map<String, List<TokenizedPrompt>> some = new LinkedHashMap<>();
            missing.subList(first, Math.min(first + AT_ONCE, missing.size()))
                    .forEach(text -> some.put(text, tokens.get(text)));
            try (Scope scope = Scope.open()) {
                prompts.encode(some);
            }
        }
        return prompts;
    }

    /** Some of them only. */
    public EncodedPrompts only(List<String> some) {
        EncodedPrompts fewer = new EncodedPrompts(model, device, store, changes, chunks);
        some.forEach(text -> fewer.keys.put(text, keys.get(text)));
        return fewer;
    }

    /** The prompts, each once. */
    public Set<String> texts() {
        return keys.keySet();
    }

    /** One of the prompts; its tensors belong to the enclosing scope. */
    public EncodedPrompt get(String text) {
        return read(text).orElseGet(() -> again(text));
    }

    private Optional<EncodedPrompt> read(String text) {
        return store.get(keys.get(text)).map(tensors -> {
            List<TokenizedPrompt> tokens = new ArrayList<>();
            for (int i = 0; tensors.containsKey(IDS + i); i++) {
                tokens.add(tokens(tensors.get(IDS + i).floats()));
            }
            List<Tensor> pooled = new ArrayList<>();
            for (int i = 0; tensors.containsKey(POOLED + i); i++) {
                pooled.add(tensors.get(POOLED + i));
            }
            return new EncodedPrompt(text, tokens, tensors.get(STATES), pooled);
        });
    }

    /** Someone emptied the cache in the middle of the run, or the disk does not give back what it took. */
    private EncodedPrompt again(String text) {
        Supplier<List<EncodedPrompt>> encoding = () -> encode(PromptEncoder.tokenize(model, List.of(text), chunks));
        return Threads.all(encoding).get(0);
    }

    private List<EncodedPrompt> encode(Map<String, List<TokenizedPrompt>> tokens) {
        List<EncodedPrompt> encoded = PromptEncoder.encode(model, tokens, device, changes);
        for (EncodedPrompt prompt : encoded) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put(STATES, prompt.encoderHiddenStates());
            for (int i = 0; i < prompt.textEmbeds().size(); i++) {
                tensors.put(POOLED + i, prompt.textEmbeds().get(i));
            }
            for (int i = 0; i < prompt.tokens().size(); i++) {
                tensors.put(IDS + i, tensor(prompt.tokens().get(i)));
            }
            store.put(keys.get(prompt.prompt()), tensors);
        }
        return encoded;
    }

    /** The number of tokens and the ids; fp32 holds whole numbers up to 2^24. */
    private static Tensor tensor(TokenizedPrompt tokens) {
        long[] ids = tokens.ids();
        float[] values = new float[1 + ids.length];
        values[0] = tokens.tokenCount();
        for (int i = 0; i < ids.length; i++) {
            values[1 + i] = ids[i];
        }
        return Tensor.of(values, values.length);
    }

    private static TokenizedPrompt tokens(float... values) {
        long[] ids = new long[values.length - 1];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (long) values[1 + i];
        }
        return TokenizedPrompt.known(ids, (int) values[0]);
    }

    private static String key(String encoders, List<TokenizedPrompt> tokens) {
        StringBuilder text = new StringBuilder("prompt ").append(encoders);
        for (TokenizedPrompt one : tokens) {
            text.append(' ').append(Arrays.toString(one.ids()));
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
