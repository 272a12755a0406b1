package loralei.model;

import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import loralei.TinyFile;
import loralei.config.Companions;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.diffusion.PredictionType;
import loralei.diffusion.SchedulerConfig;
import loralei.model.StoredTensor.Placed;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.tokenizer.ClipTokenizer;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Base models in one file, beside the folder with the same weights and what diffusers' from_single_file makes of them. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class OneFileTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final Companions NO_VAE = Companions.NONE;
    private static final String UNET = "model.diffusion_model.";
    private static final String VAE = "first_stage_model.";

    @TempDir
    private Path folder;

    private final String family;
    private final ConformanceData data;
    private Scope scope;

    OneFileTest(String family) {
        this.family = family;
        this.data = ConformanceData.of(family);
    }

    @BeforeEach
    void openScope() {
        scope = Scope.open();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    private Path file() {
        return folder.resolve("dream.safetensors");
    }

    private BaseModel open(TinyFile tiny) throws IOException {
        return BaseModel.open(tiny.write(file()), NO_VAE, nothing -> folder.resolve("none"));
    }

    /** All weights of a part by the network's names, in shape and value. */
    private static Map<String, List<Object>> weights(ModelSource.Part part) throws IOException {
        Map<String, List<Object>> weights = new TreeMap<>();
        CheckpointWeights.NameRules rules = part.rules();
        try (WeightFiles.Opened opened = part.files().open()) {
            for (SafetensorsFile file : opened.files()) {
                for (TensorInfo info : file.tensors().values()) {
                    for (Placed placed : rules.renamed().apply(info.name())) {
                        StoredTensor stored = new StoredTensor(file, info, placed.cut());
                        String shape = Arrays.toString(stored.shape()).replace(", 1, 1]", "]");
                        weights.put(placed.name(), List.of(shape, Arrays.hashCode(stored.floats())));
                    }
                }
            }
        }
        return weights;
    }

    @Test
    void weightsAreExactlyThoseOfTheFolder() throws IOException {
        ModelSource one = OneFile.open(TinyFile.of(family).write(file()), nothing -> folder.resolve("none"));
        ModelSource many = new DiffusersFolder(data.model());
        assertThat(weights(one.unet())).isEqualTo(weights(many.unet()));
        assertThat(weights(one.vae())).isEqualTo(weights(many.vae()));
        for (TextEncoderSpec spec :
                ModelFamily.of(UnetConfig.read(many.unet().config())).textEncoders()) {
            assertThat(weights(one.textEncoder(spec))).isEqualTo(weights(many.textEncoder(spec)));
        }
    }

    @Test
    void configurationsFollowFromTheShapes() throws IOException {
        BaseModel one = open(TinyFile.of(family));
        BaseModel many = BaseModel.open(data.model());
        assertThat(one.family()).isEqualTo(many.family());
        assertThat(one.unetConfig()).isEqualTo(many.unetConfig());
        assertThat(one.vaeConfig()).isEqualTo(many.vaeConfig());
        assertThat(one.scheduler()).isEqualTo(many.scheduler());
        assertThat(one.unetValues()).isEqualTo(many.unetValues());
        assertThat(one.zerosForNoPrompt()).isEqualTo(many.zerosForNoPrompt());
        one.check();
    }

    /** Hidden states of all prompts (10, 77, C), and the pooled ones. */
    private List<Tensor> texts(BaseModel model) {
        List<Tensor> states = new ArrayList<>();
        List<Tensor> pooled = new ArrayList<>();
        for (TextEncoderSpec spec : model.textEncoders()) {
            try (ClipTextEncoder encoder = model.loadTextEncoder(spec, CPU, ComputeType.FP32)) {
                ClipTextEncoder.Encoding encoding =
                        encoder.encode(data.tensor(states.isEmpty() ? "tokens" : "tokens_2"));
                states.add(encoding.hiddenStates());
                pooled.addAll(encoding.pooled());
            }
        }
        List<Tensor> all = new ArrayList<>(List.of(Kernels.tensor("concat_last", states)));
        all.addAll(pooled);
        return all;
    }

    private static float[] part(Tensor tensor, int index, int of) {
        float[] all = tensor.floats();
        int size = all.length / of;
        return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    /** What the parts give, as from_single_file's do, compared in the bounds of the conformance data. */
    private void expectOutputs(BaseModel model, ConformanceData expected, String file, String kind) throws IOException {
        expectPrediction(model, expected, file, kind);
        expectPictures(model, expected, file, kind);
    }

    private void expectPrediction(BaseModel model, ConformanceData expected, String file, String kind)
            throws IOException {
        List<Tensor> texts = texts(model);
        boolean variant = !kind.isEmpty();
        int prompts = 10;
        float[] text = variant ? part(texts.get(0), 0, prompts) : texts.get(0).floats();
        assertThat(difference(text, expected.floats(file, variant ? kind + "text" : "encoder_hidden_states")))
                .isLessThan(ConformanceData.FORWARD);
        List<Tensor> two = texts.stream()
                .map(tensor -> {
                    long[] shape = tensor.shape();
                    shape[0] = 2;
                    float[] first = part(tensor, 2, prompts);
                    float[] both = Arrays.copyOf(first, 2 * first.length);
                    System.arraycopy(part(tensor, 3, prompts), 0, both, first.length, first.length);
                    return Tensor.of(both, shape);
                })
                .toList();
        Conditioning conditioning = two.size() == 1
                ? new Conditioning(two.get(0), List.of())
                : new Conditioning(two.get(0), List.of(two.get(1), data.tensor("unet_time_ids")));
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                Tape tape = Tape.inference()) {
            Tensor out = unet.forward(
                    data.tensor("unet_sample"), data.tensor("unet_timesteps"), conditioning, AdapterBank.NONE, tape);
            assertThat(difference(out.floats(), expected.floats(file, kind + "unet_out")))
                    .isLessThan(ConformanceData.FORWARD);
        }
    }

    private void expectPictures(BaseModel model, ConformanceData expected, String file, String kind)
            throws IOException {
        boolean variant = !kind.isEmpty();
        try (VaeEncoder encoder = model.loadVaeEncoder(CPU, ComputeType.FP32);
                VaeDecoder decoder = model.loadVaeDecoder(CPU, ComputeType.FP32)) {
            float[] mean = encoder.encode(data.tensor("vae_pixels")).mean().floats();
            assertThat(difference(mean, expected.floats(file, kind + "vae_mean")))
                    .isLessThan(ConformanceData.FORWARD);
            Tensor pixels = decoder.decode(data.tensor("vae_latents"));
            float[] decoded = variant ? everyEighth(pixels) : pixels.floats();
            assertThat(difference(decoded, expected.floats(file, kind + "vae_decoded")))
                    .isLessThan(ConformanceData.FORWARD);
        }
    }

    /** [:, :, ::8, ::8] */
    private static float[] everyEighth(Tensor pixels) {
        int height = (int) pixels.shape()[2];
        int width = (int) pixels.shape()[3];
        float[] all = pixels.floats();
        float[] some = new float[all.length / 64];
        for (int i = 0; i < some.length; i++) {
            int x = i % (width / 8);
            int y = i / (width / 8) % (height / 8);
            int plane = i / (width / 8 * (height / 8));
            some[i] = all[(plane * height + 8 * y) * width + 8 * x];
        }
        return some;
    }

    private void expectPlainOutputs(BaseModel model) throws IOException {
        expectOutputs(model, data, "expected.safetensors", "");
    }

    @Test
    void bf16AndMixedFilesGiveWhatFromSingleFileGives() throws IOException {
        ConformanceData oracle = ConformanceData.of("one-file");
        String file = family + ".expected.safetensors";
        expectOutputs(open(TinyFile.of(family).in((name, type) -> DType.BF16)), oracle, file, "bf16.");
        TinyFile mixed = TinyFile.of(family).in((name, type) -> {
            if (name.startsWith(UNET)) {
                return name.endsWith("bias") ? DType.F8_E5M2 : DType.F8_E4M3;
            }
            return name.startsWith(VAE) ? DType.F32 : DType.BF16;
        });
        expectOutputs(open(mixed), oracle, file, "mixed.");
    }

    @Test
    void averagedWeightsAndOtherKeysAreLeftAlone() throws IOException {
        TinyFile tiny = TinyFile.of(family);
        List.copyOf(tiny.tensors().keySet()).stream()
                .filter(name -> name.startsWith(UNET))
                .forEach(name -> tiny.tensors()
                        .put(
                                "model_ema." + name.substring("model.".length()).replace(".", ""),
                                tiny.tensors().get(UNET + "out.2.bias")));
        tiny.with("betas")
                .with("alphas_cumprod")
                .with("model_ema.decay")
                .with("cond_stage_model.logit_scale")
                .with("conditioner.embedders.1.model.logit_scale")
                .with("first_stage_model.loss.logvar")
                .with("cond_stage_model.transformer.text_model.embeddings.position_ids")
                .with("conditioner.embedders.0.transformer.text_model.embeddings.position_ids")
                .with("embedding_manager.embedder.weight");
        BaseModel model = open(tiny);
        model.check();
        assertThat(model.unetValues()).isEqualTo(BaseModel.open(data.model()).unetValues());
        expectPlainOutputs(model);
    }

    @Test
    void aVaeOfItsOwnFileTakesThePlaceOfOneThatIsMissing() throws IOException {
        TinyFile bare = TinyFile.of(family).without(name -> name.startsWith(VAE));
        UserError error = catchThrowableOfType(UserError.class, () -> open(bare));
        assertThat(error).hasMessageContaining("dream.safetensors holds no VAE");
        assertThat(error.remedy()).contains("--vae").contains("download " + family);
        TinyFile vae = TinyFile.of(family)
                .without(name -> !name.startsWith(VAE))
                .renamed(name -> name.substring(VAE.length()));
        for (Path named : List.of(
                vae.write(folder.resolve("vae.safetensors")),
                data.model().resolve("vae/diffusion_pytorch_model.safetensors"),
                data.model().resolve("vae"),
                data.model(),
                TinyFile.of(family).write(folder.resolve("other.safetensors")))) {
            BaseModel model = BaseModel.open(file(), Companions.ofVae(named), nothing -> folder.resolve("none"));
            model.check();
            expectPictures(model, data, "expected.safetensors", "");
        }
    }

    @Test
    void partsThatAreMissingComeFromTheStandardModel() throws IOException {
        TinyFile bare = TinyFile.of(family).without(name -> !name.startsWith(UNET));
        Path file = bare.write(file());
        BaseModel model =
                BaseModel.open(file, NO_VAE, of -> ConformanceData.of(of.id()).model());
        model.check();
        expectPlainOutputs(model);
        assertThat(model.hint().orElseThrow().toString())
                .contains("VAE lies not in this file and comes from " + data.model())
                .contains("text_encoder lies not in this file");
        UserError error = catchThrowableOfType(
                UserError.class,
                () -> BaseModel.open(file, Companions.ofVae(data.model()), of -> folder.resolve("none")));
        assertThat(error).hasMessageContaining("no text encoder (text_encoder");
        assertThat(error.remedy()).contains("download " + family);
    }

    @Test
    void aUnetAloneIsReadInEachOfItsNamings() throws IOException {
        Path bare = TinyFile.of(family)
                .without(name -> !name.startsWith(UNET))
                .renamed(name -> name.substring(UNET.length()))
                .write(file());
        Path diffusers = Files.copy(
                data.model().resolve("unet/diffusion_pytorch_model.safetensors"), folder.resolve("unet.safetensors"));
        for (Path file : List.of(bare, diffusers)) {
            BaseModel model = BaseModel.open(
                    file, NO_VAE, of -> ConformanceData.of(of.id()).model());
            model.check();
            expectPrediction(model, data, "expected.safetensors", "");
        }
    }

    @Test
    void promptsAreReadWithTheVocabularyOfTheProgram() throws IOException {
        BaseModel model = open(TinyFile.of(family));
        JsonNode prompts =
                new ObjectMapper().readTree(data.path("case.json").toFile()).path("prompts");
        String expected = "tokens";
        for (TextEncoderSpec spec : model.textEncoders()) {
            List<Long> ids = new ArrayList<>();
            try (ClipTokenizer tokenizer = model.tokenizer(spec)) {
                prompts.forEach(prompt ->
                        LongStream.of(tokenizer.encode(prompt.asText()).ids()).forEach(ids::add));
            }
            assertThat(ids).isEqualTo(Arrays.stream(longs(expected)).boxed().toList());
            expected = "tokens_2";
        }
    }

    private long[] longs(String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(data.path("expected.safetensors"))) {
            return file.longs(name);
        }
    }

    @Test
    void whatTheNetworkPredictsIsTold() throws IOException {
        assertThat(open(TinyFile.of(family)).scheduler()).isEqualTo(SchedulerConfig.STABLE_DIFFUSION);
        SchedulerConfig marked =
                open(TinyFile.of(family).with("v_pred").with("ztsnr")).scheduler();
        assertThat(marked.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
        assertThat(marked.rescaleBetasZeroSnr()).isTrue();
        SchedulerConfig said = open(TinyFile.of(family).saying("modelspec.prediction_type", "v"))
                .scheduler();
        assertThat(said.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
        assertThat(said.rescaleBetasZeroSnr()).isFalse();
        Files.writeString(folder.resolve("dream.yaml"), "model:\n  params:\n    parameterization: \"v\"\n");
        assertThat(open(TinyFile.of(family)).scheduler().predictionType()).isEqualTo(PredictionType.V_PREDICTION);
    }

    @Test
    void contentTellsFilesApart() throws IOException {
        BaseModel plain = open(TinyFile.of(family));
        String mark = plain.mark();
        String vae = plain.vaeMark();
        String text = plain.textMark();
        Path elsewhere = folder.resolve("renamed.safetensors");
        BaseModel more = BaseModel.open(
                TinyFile.of(family).with("extra.key").write(elsewhere), NO_VAE, of -> folder.resolve("none"));
        assertThat(List.of(more.mark(), more.vaeMark(), more.textMark())).isEqualTo(List.of(mark, vae, text));
        TinyFile other = TinyFile.of(family);
        TensorData bias = other.tensors().get(VAE + "encoder.conv_out.bias");
        float[] values = bias.floats();
        values[0] += 1;
        other.tensors().put(VAE + "encoder.conv_out.bias", TensorData.ofFloats(bias.dtype(), values, bias.shape()));
        BaseModel changed = open(other);
        assertThat(changed.mark()).isNotEqualTo(mark);
        assertThat(changed.vaeMark()).isNotEqualTo(vae);
        assertThat(changed.textMark()).isEqualTo(text);
        assertThat(open(TinyFile.of(family).with("v_pred")).mark()).isNotEqualTo(mark);
    }

    @Test
    void theOnlyModelInAFolderIsMeantAndAmongSeveralOneIsToBeChosen() throws IOException {
        TinyFile.of(family).write(file());
        Files.writeString(folder.resolve("read me.txt"), "from the web");
        assertThat(BaseModel.open(folder).folder()).isEqualTo(file());
        TinyFile.of(family).write(folder.resolve("second.safetensors"));
        UserError error = catchThrowableOfType(UserError.class, () -> BaseModel.open(folder));
        assertThat(error).hasMessageContaining("2 base models in one file each");
        assertThat(error.remedy()).contains(file().toString());
    }

    @Test
    void aModelOfTheOtherFamilyIsRefusedWithTheRightFlag() throws IOException {
        BaseModel model = open(TinyFile.of(family));
        Family other = model.family() == Family.SD15 ? Family.SDXL : Family.SD15;
        UserError error = catchThrowableOfType(UserError.class, () -> model.expect(other));
        assertThat(error.remedy()).contains("--family " + family);
    }
}
