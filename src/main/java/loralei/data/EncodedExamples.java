package loralei.data;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import loralei.cache.TensorStore;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.Threads;

/**
 * The examples of a run as latents. They lie in a store, under what they were made from, and are read when a step shows them:
 * memory does not grow with their number.
 */
public final class EncodedExamples {
    private static final String MEAN = "latent_mean";
    private static final String LOGVAR = "latent_logvar";
    private static final String MASK = "loss_mask";

    private final List<Example> all;
    private final ExampleEncoder encoder;
    private final TensorStore store;

    private EncodedExamples(List<Example> all, ExampleEncoder encoder, TensorStore store) {
        this.all = all;
        this.encoder = encoder;
        this.store = store;
    }

    /**
     * Encodes what is not in the store. Where all is there, no VAE is loaded.
     *
     * @param skipped told of each file whose pixels turn out to be broken
     * @param done told how many examples are done
     * @throws PictureFolderException if none is left
     */
    public static EncodedExamples of(
            Examples examples,
            ExampleEncoder encoder,
            TensorStore store,
            Consumer<UnreadablePicture> skipped,
            IntConsumer done)
            throws PictureFolderException {
        List<Example> missing = examples.all().stream()
                .filter(example -> !example.views().stream().allMatch(view -> store.has(encoder.key(example, view))))
                .toList();
        Examples left = examples;
        int ready = examples.all().size() - missing.size();
        done.accept(ready);
        Set<Picture> broken = new HashSet<>();
        try (encoder) {
            for (Example example : missing) {
                if (broken.contains(example.picture())) {
                    continue; // at another size
                }
                try (Scope scope = Scope.open()) {
                    for (View view : example.views()) {
                        keep(example, view, encoder, store);
                    }
                    ready++;
                } catch (UnreadablePictureException e) {
                    broken.add(example.picture());
                    left = left.without(example, e.picture());
                    skipped.accept(e.picture());
                }
                done.accept(ready);
            }
        }
        return new EncodedExamples(left.all(), encoder, store);
    }

    /** Some of them only, in this order. */
    public EncodedExamples only(List<Example> some) {
        return new EncodedExamples(List.copyOf(some), encoder, store);
    }

    /** The examples that can be decoded, in their order. */
    public List<Example> all() {
        return all;
    }

    /** One of them by its place, in the first of its views; its tensors belong to the enclosing scope. */
    public EncodedExample get(int index) {
        return get(index, View.FIRST);
    }

    /** The same in any of its views. */
    public EncodedExample get(int index, View view) {
        Example example = all.get(index);
        String key = encoder.key(example, view);
        return store.get(key)
                .map(tensors -> new EncodedExample(
                        example,
                        ExamplePixels.geometry(example, view),
                        tensors.get(MEAN),
                        tensors.get(LOGVAR),
                        Optional.ofNullable(tensors.get(MASK)),
                        view))
                .orElseGet(() -> again(example, view));
    }

    /** Someone emptied the cache in the middle of the run, or the disk does not give back what it took. */
    private EncodedExample again(Example example, View view) {
        Supplier<EncodedExample> encoding = () -> {
            try (encoder) {
                return encoder.encode(example, view);
            } catch (UnreadablePictureException e) {
                throw UserError.run(Message.of("cache.lost", e.picture().message()), Message.of("cache.putBack"))
                        .causedBy(e);
            }
        };
        EncodedExample encoded = Threads.all(encoding);
        keep(encoded, encoder.key(example, view), store);
        return encoded;
    }

    /** Variants may turn out to be the same. */
    private static void keep(Example example, View view, ExampleEncoder encoder, TensorStore store)
            throws UnreadablePictureException {
        String key = encoder.key(example, view);
        if (!store.has(key)) {
            keep(encoder.encode(example, view), key, store);
        }
    }

    private static void keep(EncodedExample encoded, String key, TensorStore store) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(MEAN, encoded.mean());
        tensors.put(LOGVAR, encoded.logvar());
        encoded.mask().ifPresent(mask -> tensors.put(MASK, mask));
        store.put(key, tensors);
    }
}
