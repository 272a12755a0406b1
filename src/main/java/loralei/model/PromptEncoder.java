package loralei.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.tokenizer.ClipTokenizer;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Memory;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Runs a base model's text encoders, one after another, each only as long as it is needed. */
public final class PromptEncoder {
    private PromptEncoder() {}

    /** Tokenizes prompts of one chunk for each of the model's text encoders, in their order. */
    public static Map<String, List<TokenizedPrompt>> tokenize(BaseModel model, List<String> prompts) {
        return tokenize(model, prompts, 1);
    }

    /** The same with prompts of so many chunks at most. */
    public static Map<String, List<TokenizedPrompt>> tokenize(BaseModel model, List<String> prompts, int chunks) {
        Map<String, List<TokenizedPrompt>> tokens = new LinkedHashMap<>();
        prompts.forEach(prompt -> tokens.put(prompt, new ArrayList<>()));
        for (TextEncoderSpec spec : model.textEncoders()) {
            try (ClipTokenizer tokenizer = model.tokenizer(spec)) {
                tokens.forEach((prompt, list) -> list.add(tokenizer.encode(prompt, chunks)));
            }
            tokens.forEach((prompt, list) -> expectEmbeddings(model, spec, prompt, list.get(list.size() - 1)));
        }
        return tokens;
    }

    /** A tokenizer may know words that were never given to the text encoder beside it. */
    private static void expectEmbeddings(BaseModel model, TextEncoderSpec spec, String prompt, TokenizedPrompt tokens) {
        int known = model.vocabulary(spec);
        LongStream.of(tokens.ids()).filter(id -> id >= known).findFirst().ifPresent(id -> {
            throw UserError.request(
                    Message.of("model.tokenBeyond", model.tokenizerPlace(spec), id, prompt, spec.folder(), known),
                    Message.of("model.sameModel", spec.tokenizerFolder(), spec.folder()));
        });
    }

    /** Encodes tokenized prompts, in fp32; the tensors belong to the enclosing scope. */
    public static List<EncodedPrompt> encode(
            BaseModel model, Map<String, List<TokenizedPrompt>> tokens, ComputeDevice device) {
        return encode(model, tokens, device, encoder -> WeightChange.NONE);
    }

    /**
     * As the other, with changes of the text encoders.
     *
     * @param changes by the place of the encoder in the family's row
     */
    public static List<EncodedPrompt> encode(
            BaseModel model,
            Map<String, List<TokenizedPrompt>> tokens,
            ComputeDevice device,
            IntFunction<WeightChange> changes) {
        Map<String, List<Tensor>> states = new LinkedHashMap<>();
        Map<String, List<Tensor>> pooled = new LinkedHashMap<>();
        for (int i = 0; i < model.textEncoders().size(); i++) {
            TextEncoderSpec spec = model.textEncoders().get(i);
            try (Scope scope = Scope.open();
                    ClipTextEncoder encoder = model.loadTextEncoder(spec, device, ComputeType.FP32, changes.apply(i))) {
                for (Map.Entry<String, List<TokenizedPrompt>> entry : tokens.entrySet()) {
                    ClipTextEncoder.Encoding encoding =
                            encode(encoder, entry.getValue().get(i).chunks(), device);
                    if (Kernels.number("count_not_finite", encoding.hiddenStates()) > 0) {
                        throw model.brokenTextEncoder(spec);
                    }
                    states.computeIfAbsent(entry.getKey(), prompt -> new ArrayList<>())
                            .add(scope.keep(Kernels.tensor("to_cpu", encoding.hiddenStates())));
                    List<Tensor> pools = pooled.computeIfAbsent(entry.getKey(), prompt -> new ArrayList<>());
                    encoding.pooled().forEach(tensor -> pools.add(scope.keep(Kernels.tensor("to_cpu", tensor))));
                }
            }
            device.releaseCache(); // the next encoder, the VAE and the UNet come after it
            Memory.releaseMaps();
        }
        List<EncodedPrompt> encoded = new ArrayList<>();
        tokens.forEach((prompt, list) -> encoded.add(new EncodedPrompt(
                prompt, List.copyOf(list), Kernels.tensor("concat_last", states.get(prompt)), pooled.get(prompt))));
        return encoded;
    }

    /** The states of all chunks one after the other (1, 77n, C), and the pooled output of the first. */
    private static ClipTextEncoder.Encoding encode(ClipTextEncoder encoder, List<long[]> chunks, ComputeDevice device) {
        List<ClipTextEncoder.Encoding> encodings = chunks.stream()
                .map(chunk -> encoder.encode(ids(List.of(chunk), device)))
                .toList();
        ClipTextEncoder.Encoding first = encodings.get(0);
        return encodings.size() == 1
                ? first
                : new ClipTextEncoder.Encoding(
                        Kernels.tensor(
                                "concat_tokens",
                                encodings.stream()
                                        .map(ClipTextEncoder.Encoding::hiddenStates)
                                        .toList()),
                        first.pooled());
    }

    /** Token ids of B prompts of n chunks as one int64 tensor (B, 77n) on a device. */
    public static Tensor ids(List<long[]> prompts, ComputeDevice device) {
        long[] all = prompts.stream().flatMapToLong(java.util.Arrays::stream).toArray();
        try (Tensor onCpu = Tensor.of(all, prompts.size(), all.length / prompts.size())) {
            return device.move(onCpu);
        }
    }
}
