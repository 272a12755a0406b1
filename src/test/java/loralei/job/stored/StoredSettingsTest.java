package loralei.job.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.LrScheduler;
import loralei.config.MaskSource;
import loralei.config.OptimizerKind;
import loralei.config.PromptLength;
import loralei.config.Resolutions;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.lora.LoraReport;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Metadata as kohya's sd-scripts 0.10 (train_network.py) and OneTrainer (TrainConfig.to_settings_dict) write them, made up
 * by their sources.
 */
class StoredSettingsTest {
    /** A run with options and one folder of pictures. */
    private static final String KOHYA =
            "learning_rate=0.0001; unet_lr=None; text_encoder_lr=None; num_reg_images=0; num_epochs=10; "
                    + "max_train_steps=1600; gradient_checkpointing=True; gradient_accumulation_steps=1; "
                    + "lr_warmup_steps=160; lr_scheduler=cosine_with_restarts; network_module=networks.lora; "
                    + "network_dim=32; network_alpha=16.0; network_dropout=None; mixed_precision=fp16; "
                    + "full_fp16=False; v2=False; base_model_version=sd_v1; clip_skip=None; max_token_length=225; "
                    + "cache_latents=True; seed=1234; lowram=False; noise_offset=None; "
                    + "multires_noise_iterations=None; adaptive_noise_scale=None; zero_terminal_snr=False; "
                    + "optimizer=bitsandbytes.optim.adamw.AdamW8bit(weight_decay=0.05); max_grad_norm=0.5; "
                    + "caption_dropout_rate=0.1; caption_dropout_every_n_epochs=0; caption_tag_dropout_rate=0.2; "
                    + "face_crop_aug_range=None; prior_loss_weight=1.0; min_snr_gamma=5.0; scale_weight_norms=None; "
                    + "ip_noise_gamma=None; debiased_estimation=False; loss_type=l2; fp8_base=False; "
                    + "batch_size_per_device=2; total_batch_size=2; resolution=(512, 768); color_aug=False; "
                    + "flip_aug=True; random_crop=False; shuffle_caption=True; enable_bucket=True; "
                    + "bucket_no_upscale=True; keep_tokens=2; sd_model_name=animefull.safetensors; "
                    + "output_name=kitty";

    private static StoredSettings read(Map<String, String> metadata) {
        return read(metadata, Optional.of(Family.SD15));
    }

    private static StoredSettings read(Map<String, String> metadata, Optional<Family> family) {
        LoraReport.Lora lora = new LoraReport.Lora(
                family, Message.text(""), List.of(), 1, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        return StoredSettings.of(new LoraReport(
                Path.of("cat.safetensors"),
                1,
                Message.text("a LoRA"),
                Optional.of(lora),
                new TreeMap<>(),
                1,
                metadata,
                List.of()));
    }

    private static Map<String, String> kohya(String... changes) {
        Map<String, String> metadata = new HashMap<>();
        for (String pair : KOHYA.split("; ", -1)) {
            metadata.put("ss_" + pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        for (int i = 0; i < changes.length; i += 2) {
            metadata.put("ss_" + changes[i], changes[i + 1]);
        }
        return metadata;
    }

    @Test
    void kohyasSettingsAreTakenOver() {
        StoredSettings stored = read(kohya());

        TrainingConfig config = stored.settings().config();
        assertThat(stored.trainer()).isEqualTo(StoredSettings.Trainer.KOHYA);
        assertThat(config)
                .isEqualTo(TrainingConfig.defaults(Family.SD15)
                        .with("rank", 32)
                        .with("alpha", 16.0)
                        .with("learningRate", 1e-4)
                        .with("lrScheduler", LrScheduler.COSINE_WITH_RESTARTS)
                        .with("lrWarmupSteps", 160)
                        .with("optimizer", OptimizerKind.ADAMW_8BIT)
                        .with("weightDecay", 0.05)
                        .with("maxGradNorm", 0.5)
                        .with("steps", 1600)
                        .with("seed", 1234L)
                        .with("gradientCheckpointing", AutoSwitch.ON)
                        .with("minSnrGamma", 5.0)
                        .with("captionDropout", 0.1)
                        .with("tagDropout", 0.2)
                        .with("maxTokens", PromptLength.THREE_CHUNKS)
                        .with("resolution", Resolutions.of(640))
                        .with("batchSize", 2)
                        .with("buckets", true)
                        .with("enlarge", false)
                        .with("randomFlip", true)
                        .with("randomCrop", false)
                        .with("shuffleTags", true)
                        .with("keepTags", 2));
        assertThat(config.check()).extracting(problem -> problem.field()).doesNotContain("rank", "steps", "alpha");
        assertThat(texts(stored))
                .containsExactly("It was trained on animefull.safetensors; the base model stays as it is.");
    }

    @Test
    void whatKohyaHasAndThisProgramHasNotIsNamed() {
        StoredSettings stored = read(kohya(
                "noise_offset", "0.0357",
                "network_dropout", "0.1",
                "network_args", "{\"conv_dim\": \"8\", \"conv_alpha\": \"4\", \"rank_dropout\": \"0.2\"}",
                "text_encoder_lr", "[5e-05, 1e-05]",
                "clip_skip", "2",
                "loss_type", "huber",
                "zero_terminal_snr", "True",
                "gradient_accumulation_steps", "4",
                "num_reg_images", "200",
                "prior_loss_weight", "0.7",
                "optimizer", "torch.optim.adamw.AdamW(weight_decay=0.1,betas=(0.9, 0.99))"));

        assertThat(texts(stored))
                .anyMatch(text -> text.contains("200 regularisation images"))
                .last()
                .asString()
                .startsWith("Not taken over, for there is nothing like it here: ")
                .contains("conv_dim = 8, conv_alpha = 4")
                .contains("text_encoder_lr = [5e-05, 1e-05]")
                .contains("betas = (0.9, 0.99)")
                .contains("noise_offset = 0.0357")
                .contains("network_dropout = 0.1")
                .contains("gradient_accumulation_steps = 4")
                .contains("zero_terminal_snr = True")
                .contains("loss_type = huber")
                .contains("clip_skip = 2");
        assertThat(stored.settings().values())
                .containsEntry("rankDropout", 0.2)
                .containsEntry("priorLossWeight", 0.7)
                .containsEntry("weightDecay", 0.1)
                .containsEntry("optimizer", OptimizerKind.ADAMW)
                .doesNotContainKeys("prior", "instanceDir", "outputName", "baseModel", "device", "precision");
    }

    /** With a configuration of data sets kohya writes all of it as JSON. */
    @Test
    void kohyasListOfDataSetsIsRead() {
        Map<String, String> metadata = kohya();
        List.of(
                        "resolution",
                        "batch_size_per_device",
                        "enable_bucket",
                        "bucket_no_upscale",
                        "flip_aug",
                        "random_crop",
                        "shuffle_caption",
                        "keep_tokens",
                        "color_aug")
                .forEach(name -> metadata.remove("ss_" + name));
        metadata.put(
                "ss_datasets",
                "[{\"is_dreambooth\": true, \"batch_size_per_device\": 3, \"resolution\": [512, 512], \"enable_bucket\": false,"
                        + " \"subsets\": [{\"num_repeats\": 10, \"flip_aug\": false, \"random_crop\": true,"
                        + " \"shuffle_caption\": true, \"keep_tokens\": 1, \"keep_tokens_separator\": \"|||\","
                        + " \"enable_wildcard\": true, \"color_aug\": true}]},"
                        + " {\"resolution\": [768, 768], \"subsets\": []}]");

        StoredSettings stored = read(metadata);

        assertThat(stored.settings().values())
                .containsEntry("resolution", Resolutions.of(512, 768))
                .containsEntry("batchSize", 3)
                .containsEntry("buckets", false)
                .containsEntry("randomFlip", false)
                .containsEntry("randomCrop", true)
                .containsEntry("shuffleTags", true)
                .containsEntry("keepTags", 1)
                .containsEntry("wildcards", true);
        assertThat(texts(stored))
                .last()
                .asString()
                .contains("keep_tokens_separator = |||")
                .contains("color_aug = True");
    }

    @ParameterizedTest
    @CsvSource({
        "torch.optim.adamw.AdamW, adamw, 0.0001",
        "bitsandbytes.optim.adamw.PagedAdamW8bit, adamw8bit, 0.0001",
        "transformers.optimization.Adafactor, none, 0.0001",
        "prodigyopt.prodigy.Prodigy, none, none",
        "dadaptation.dadapt_adam.DAdaptAdam, none, none"
    })
    void anOptimizerThatIsNotThereIsLeftAndOneThatFindsItsRateWithIt(String there, String optimizer, String rate) {
        Map<String, Object> values = read(kohya("optimizer", there)).settings().values();

        assertThat(values.containsKey("optimizer")).isEqualTo(!optimizer.equals("none"));
        assertThat(values.containsKey("learningRate")).isEqualTo(!rate.equals("none"));
        assertThat(texts(read(kohya("optimizer", there))).toString().contains("optimizer = " + there))
                .isEqualTo(optimizer.equals("none"));
    }

    @Test
    void whatSavesMemoryIsTakenOverWhereItIsOn() {
        assertThat(read(kohya("fp8_base", "True")).settings().values()).containsEntry("baseWeights", BaseWeights.FP8);
        assertThat(read(kohya("fp8_base_unet", "True")).settings().values())
                .containsEntry("baseWeights", BaseWeights.FP8);
        assertThat(read(kohya()).settings().values()).doesNotContainKey("baseWeights");
        assertThat(read(kohya("gradient_checkpointing", "False")).settings().values())
                .doesNotContainKey("gradientCheckpointing");
    }

    @Test
    void oneTrainersTypesOfWeightsAreTakenOverOrNamed() {
        assertThat(oneTrainer("{\"unet\": {\"weight_dtype\": \"FLOAT_8\"}, \"gradient_checkpointing\": \"ON\"}")
                        .settings()
                        .values())
                .containsEntry("baseWeights", BaseWeights.FP8)
                .containsEntry("gradientCheckpointing", AutoSwitch.ON);
        StoredSettings eight = oneTrainer("{\"unet\": {\"weight_dtype\": \"INT_8\"}}");
        assertThat(eight.settings().values()).containsEntry("baseWeights", BaseWeights.INT8);
        StoredSettings narrow = oneTrainer("{\"unet\": {\"weight_dtype\": \"NFLOAT_4\"}}");
        assertThat(narrow.settings().values()).doesNotContainKey("baseWeights");
        assertThat(texts(narrow)).anyMatch(text -> text.contains("weight_dtype = NFLOAT_4"));
        assertThat(oneTrainer("{\"weight_dtype\": \"BFLOAT_16\"}").settings().values())
                .doesNotContainKey("baseWeights");
    }

    @Test
    void theRateOfTheUnetGoesBeforeTheOther() {
        assertThat(read(kohya("unet_lr", "0.0003")).settings().values()).containsEntry("learningRate", 3e-4);
    }

    @Test
    void aWarmUpIsAShareOrNoneWithKohyasConstant() {
        assertThat(read(kohya("lr_warmup_steps", "0.1")).settings().values()).containsEntry("lrWarmupSteps", 160);
        assertThat(read(kohya("lr_scheduler", "constant")).settings().values()).doesNotContainKey("lrWarmupSteps");
    }

    @Test
    void withoutMetadataOfTheRunRankAndAlphaAreStillThere() {
        Map<String, String> few = Map.of(
                "ss_v2", "False",
                "ss_base_model_version", "sd_v1",
                "ss_network_module", "lycoris.kohya",
                "ss_network_dim", "8",
                "ss_network_alpha", "None",
                "ss_network_args", "{\"algo\": \"loha\", \"conv_dim\": \"4\"}");

        assertThat(read(few).settings().values())
                .containsEntry("rank", 8)
                .containsEntry("alpha", 1.0)
                .hasSize(3);
        assertThat(texts(read(few)).toString()).contains("network_module = lycoris.kohya, algo = loha, conv_dim = 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max_train_steps", "network_dim", "seed", "resolution", "datasets", "network_args", "optimizer"})
    void brokenValuesAreLeftOrPassedOver(String name) {
        for (String value : List.of("", "None", "nonsense", "-1", "1e99", "[[[", "Dynamic", "{\"a\":")) {
            TrainingConfig config = read(kohya(name, value)).settings().config();
            assertThat(config.check())
                    .extracting(problem -> problem.field())
                    .isSubsetOf("instancePrompt", "baseModel", "instanceDir");
        }
    }

    private static final String ONE_TRAINER = "{'training_method':'LORA','model_type':'STABLE_DIFFUSION_XL_10_BASE',"
            + "'base_model_name':'stabilityai/stable-diffusion-xl-base-1.0','output_dtype':'BFLOAT_16',"
            + "'aspect_ratio_bucketing':false,'learning_rate_scheduler':'COSINE_WITH_HARD_RESTARTS','learning_rate':0.0003,"
            + "'learning_rate_warmup_steps':200.0,'learning_rate_cycles':3.0,'learning_rate_min_factor':0.0,'epochs':40,"
            + "'batch_size':4,'gradient_accumulation_steps':1,'ema':'OFF','resolution':'768,1024x1024','mse_strength':1.0,"
            + "'mae_strength':0.0,'loss_weight_fn':'MIN_SNR_GAMMA','loss_weight_strength':7.0,'dropout_probability':0.0,"
            + "'learning_rate_scaler':'BATCH','clip_grad_norm':null,'offset_noise_weight':0.0,"
            + "'timestep_distribution':'UNIFORM','unet':{'train':true,'learning_rate':null,'gradient_checkpointing':true},"
            + "'text_encoder':{'train':false},'text_encoder_2':{'train':false},'masked_training':true,"
            + "'unmasked_probability':0.0,'unmasked_weight':0.2,'normalize_masked_area_loss':true,"
            + "'layer_filter_preset':'attn-only','peft_type':'LORA','lora_model_name':'','lora_rank':24,'lora_alpha':1.0,"
            + "'lora_decompose':false,'optimizer':{'optimizer':'ADAMW_8BIT','beta1':0.9,'beta2':0.999,'eps':1e-8,"
            + "'weight_decay':0.02},'concepts':[{'path':'C:/cats','image':{'enable_random_flip':true,"
            + "'enable_crop_jitter':false,'enable_random_hue':true,'random_hue_max_strength':0.05},"
            + "'text':{'enable_tag_shuffling':true,'keep_tags_count':3}}]}";

    @Test
    void oneTrainersSettingsAreTakenOver() {
        StoredSettings stored = read(
                Map.of("ot_config", ONE_TRAINER.replace('\'', '"'), "ss_base_model_version", "sdxl_"),
                Optional.of(Family.SDXL));

        assertThat(stored.trainer()).isEqualTo(StoredSettings.Trainer.ONE_TRAINER);
        assertThat(stored.settings().config())
                .isEqualTo(TrainingConfig.defaults(Family.SDXL)
                        .with("rank", 24)
                        .with("alpha", 1.0)
                        .with("savePrecision", SavePrecision.BF16)
                        .with("buckets", false)
                        .with("lrScheduler", LrScheduler.COSINE_WITH_RESTARTS)
                        .with("lrNumCycles", 3)
                        .with("lrWarmupSteps", 200)
                        .with("learningRate", 3e-4)
                        .with("epochs", 40)
                        .with("batchSize", 4)
                        .with("scaleLr", true)
                        .with("resolution", Resolutions.of(768, 1024))
                        .with("minSnrGamma", 7.0)
                        .with("maxGradNorm", 0.0)
                        .with("gradientCheckpointing", AutoSwitch.ON)
                        .with("masks", MaskSource.FILES)
                        .with("unmaskedWeight", 0.2)
                        .with("normalizeMasks", true)
                        .with("optimizer", OptimizerKind.ADAMW_8BIT)
                        .with("weightDecay", 0.02)
                        .with("randomFlip", true)
                        .with("randomCrop", false)
                        .with("randomHue", 0.05)
                        .with("shuffleTags", true)
                        .with("keepTags", 3));
        assertThat(texts(stored))
                .containsExactly(
                        "It was trained on stabilityai/stable-diffusion-xl-base-1.0; the base model stays as it is.");
    }

    @Test
    void whatOneTrainerHasAndThisProgramHasNotIsNamed() {
        String json = ONE_TRAINER
                .replace("'ADAMW_8BIT'", "'PRODIGY'")
                .replace("'COSINE_WITH_HARD_RESTARTS'", "'REX'")
                .replace("'offset_noise_weight':0.0", "'offset_noise_weight':0.03")
                .replace("'text_encoder':{'train':false}", "'text_encoder':{'train':true}")
                .replace("'attn-only'", "'attn-mlp'")
                .replace("'lora_decompose':false", "'lora_decompose':true")
                .replace("'learning_rate_warmup_steps':200.0", "'learning_rate_warmup_steps':0.1")
                .replace("'unmasked_probability':0.0", "'unmasked_probability':0.1")
                .replace('\'', '"');

        StoredSettings stored = read(Map.of("ot_config", json), Optional.of(Family.SDXL));

        assertThat(stored.settings().values())
                .doesNotContainKeys("optimizer", "learningRate", "lrScheduler", "lrWarmupSteps");
        assertThat(texts(stored))
                .last()
                .asString()
                .contains("learning_rate = 0.0003")
                .contains("optimizer = PRODIGY")
                .contains("learning_rate_scheduler = REX")
                .contains("learning_rate_warmup_steps = 0.1")
                .contains("offset_noise_weight = 0.03")
                .contains("text_encoder.train = true")
                .contains("layer_filter_preset = attn-mlp")
                .contains("lora_decompose = true")
                .contains("unmasked_probability = 0.1");
    }

    @Test
    void ourOwnSettingsComeBackWhole() {
        TrainingConfig config = TrainingConfig.defaults(Family.SDXL).with("instancePrompt", "fsk49");
        Map<String, String> metadata = kohya();
        metadata.put("loralei.config", ConfigJson.write(config));

        StoredSettings stored = read(metadata);

        assertThat(stored.isWhole()).isTrue();
        assertThat(stored.settings().config()).isEqualTo(config);
    }

    @Test
    void whatHoldsNoSettingsIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> read(Map.of("format", "pt")))
                .isInstanceOf(UserError.class)
                .hasMessage("cat.safetensors holds no settings of a run.");
        assertThatThrownBy(() -> read(Map.of("ot_branch", "master", "ss_base_model_version", "sdxl_")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("Include Config"));
        assertThatThrownBy(() -> read(Map.of("ot_config", "[1]"))).hasMessageContaining("holds no settings");
        assertThatThrownBy(() -> read(kohya(), Optional.empty()))
                .hasMessage("cat.safetensors was trained for a kind of model that Loralei does not train.");
    }

    private static StoredSettings oneTrainer(String json) {
        return read(Map.of("ot_config", json));
    }

    private static List<String> texts(StoredSettings stored) {
        return new ArrayList<>(stored.notes().stream().map(Message::toString).toList());
    }
}
