package loralei.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.cache.CodeMark;
import loralei.cache.DiskCache;
import loralei.cache.TensorStore;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExamples;
import loralei.data.ExampleEncoder;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.PictureFolderException;
import loralei.data.PictureScanner;
import loralei.data.ScanMemory;
import loralei.lora.StartingLora;
import loralei.lora.TextLora;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompts;
import loralei.model.WeightChange;
import loralei.text.Message;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Natives;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;

/** Has text encoders and VAE make of prompts and pictures what a run learns from, or finds it in the cache. */
final class Encoding implements AutoCloseable {
    private static final long GIGABYTE = 1_000_000_000;

    private final BaseModel model;
    private final ComputeDevice device;
    private final Consumer<TrainingEvent> listener;
    private final TensorStore store;

    /** All besides files that a number may depend on: precision, program, library, and what it runs on. */
    private final String maker;

    /** {@code cache} is the folder for what may be kept until the next run. */
    Encoding(
            TrainingConfig config,
            Path cache,
            BaseModel model,
            ComputeDevice device,
            Consumer<TrainingEvent> listener) {
        this.model = model;
        this.device = device;
        this.listener = listener;
        this.store = config.cacheSize() == 0
                ? TensorStore.inMemory()
                : TensorStore.on(new DiskCache(cache, config.cacheSize() * GIGABYTE), this::warn);
        this.maker = String.join(
                " ",
                ComputeType.FP32.id(),
                CodeMark.ofThisProgram(),
                Natives.loadedVersion(),
                device.card().map(Card::name).orElse(device.id()));
    }

    /** How a run looks into folders. */
    static ExampleSource.Folders folders(TrainingConfig config, Path cache) {
        return config.cacheSize() == 0 ? PictureScanner::scan : new ScanMemory(cache);
    }

    /** What the text encoders make of prompts, as the LoRA that the run goes on from has changed them. */
    EncodedPrompts prompts(Map<String, List<TokenizedPrompt>> tokens, Optional<StartingLora> start) {
        listener.accept(new TrainingEvent.Preparing(Preparation.PROMPT, 0, 0));
        List<WeightedLora> loras = start.map(StartingLora::textLoras).orElse(List.of());
        return loras.isEmpty()
                ? EncodedPrompts.of(model, tokens, device, maker, store, encoder -> WeightChange.NONE)
                : EncodedPrompts.of(
                        model,
                        tokens,
                        device,
                        maker + " " + start.get().sha256(),
                        store,
                        encoder -> new TextLora(loras, encoder, device));
    }

    EncodedExamples examples(Examples examples) throws PictureFolderException {
        int total = examples.all().size();
        ExampleEncoder encoder = new ExampleEncoder(
                () -> model.loadVaeEncoder(device, ComputeType.FP32),
                device,
                maker + " " + model.vaeMark(),
                model::brokenVae);
        return EncodedExamples.of(
                examples,
                encoder,
                store,
                picture -> warn(Message.of("train.skipped", picture.message())),
                done -> listener.accept(new TrainingEvent.Preparing(Preparation.PICTURES, done, total)));
    }

    private void warn(Message text) {
        listener.accept(new TrainingEvent.Warning(text));
    }

    @Override
    public void close() {
        store.close();
    }
}
