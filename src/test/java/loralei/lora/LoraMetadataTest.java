package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.OptimizerKind;
import loralei.lora.TrainingFacts.Bucket;
import loralei.lora.TrainingFacts.Folder;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraMetadataTest {
    private static final String ORDER = """
            ss_session_id ss_training_started_at ss_training_finished_at ss_output_name ss_num_batches_per_epoch
            ss_num_epochs ss_epoch ss_steps ss_max_train_steps ss_seed ss_learning_rate ss_unet_lr
            ss_text_encoder_lr ss_lr_scheduler ss_lr_warmup_steps ss_optimizer ss_gradient_checkpointing
            ss_gradient_accumulation_steps ss_max_grad_norm ss_mixed_precision ss_full_fp16 ss_cache_latents
            ss_loss_type ss_prior_loss_weight ss_min_snr_gamma ss_network_module ss_network_dim ss_network_alpha
            ss_network_dropout ss_v2 ss_base_model_version ss_clip_skip ss_max_token_length ss_sd_model_name
            ss_num_train_images ss_num_validation_images ss_num_reg_images ss_batch_size_per_device
            ss_total_batch_size ss_resolution ss_enable_bucket ss_bucket_info ss_flip_aug ss_random_crop
            ss_color_aug ss_tag_frequency ss_dataset_dirs
            ss_reg_dataset_dirs ss_datasets modelspec.sai_model_spec modelspec.architecture
            modelspec.implementation modelspec.implementation_version modelspec.title modelspec.resolution
            modelspec.date modelspec.prediction_type modelspec.trigger_phrase loralei.config""";

    private static final Folder CLASSES = new Folder("class", true, 1, Map.of("a dog", 20));

    @TempDir
    Path folder;

    private static TrainingFacts facts(Family family, Folder... more) {
        Folder instance = new Folder("pictures", false, 1, Map.of("A photo of fsk49, studio, STUDIO ,", 5));
        return new TrainingFacts(
                family,
                new TrainingFacts.Base("base-model", false),
                new TrainingFacts.Adapter("my-lora", "My LoRA", PeftType.LORA, 16, 8, 0),
                new TrainingFacts.Pictures(
                        Stream.concat(Stream.of(instance), Stream.of(more)).toList(),
                        768,
                        512,
                        List.of(new Bucket(768, 512, 3), new Bucket(512, 768, 2)),
                        new TrainingFacts.Changes(false, true, false)),
                new TrainingFacts.Method(
                        1e-4, "cosine", 10, OptimizerKind.ADAMW_8BIT, 0.01, 2, 3, 1, "bf16", true, 1, Optional.of(5.0)),
                new TrainingFacts.Run(
                        "loralei/0.1.0",
                        4242,
                        7,
                        100,
                        33,
                        3,
                        99,
                        300,
                        Instant.parse("2026-11-23T05:30:00Z"),
                        Instant.parse("2026-11-23T06:30:00.5Z")),
                "{\"version\":1}");
    }

    @Test
    void valuesAreSpeltAsKohyaSpellsThem() {
        Map<String, String> metadata = LoraMetadata.of(facts(Family.SD15));
        assertThat(metadata)
                .containsEntry("ss_session_id", "4242")
                .containsEntry("ss_training_started_at", "1795411800.0")
                .containsEntry("ss_training_finished_at", "1795415400.5")
                .containsEntry("ss_output_name", "my-lora")
                .containsEntry("ss_learning_rate", "0.0001")
                .containsEntry("ss_unet_lr", "0.0001")
                .containsEntry("ss_text_encoder_lr", "None")
                .containsEntry("ss_num_train_images", "5")
                .containsEntry("ss_num_reg_images", "0")
                .containsEntry("ss_num_batches_per_epoch", "3")
                .containsEntry("ss_num_epochs", "100")
                .containsEntry("ss_epoch", "33")
                .containsEntry("ss_steps", "99")
                .containsEntry("ss_max_train_steps", "300")
                .containsEntry("ss_gradient_checkpointing", "True")
                .containsEntry("ss_gradient_accumulation_steps", "3")
                .containsEntry("ss_lr_scheduler", "cosine")
                .containsEntry("ss_lr_warmup_steps", "10")
                .containsEntry("ss_network_module", "networks.lora")
                .containsEntry("ss_network_dim", "16")
                .containsEntry("ss_network_alpha", "8.0")
                .containsEntry("ss_mixed_precision", "bf16")
                .containsEntry("ss_v2", "False")
                .containsEntry("ss_base_model_version", "sd_v1")
                .containsEntry("ss_seed", "7")
                .containsEntry("ss_optimizer", "bitsandbytes.optim.adamw.AdamW8bit(weight_decay=0.01)")
                .containsEntry("ss_max_grad_norm", "1.0")
                .containsEntry("ss_min_snr_gamma", "5.0")
                .containsEntry("ss_total_batch_size", "6")
                .containsEntry("ss_resolution", "(768, 512)")
                .containsEntry("ss_sd_model_name", "base-model")
                .containsEntry("loralei.config", "{\"version\":1}");
    }

    @Test
    void modelSpecNamesTheArchitectureOfTheFamily() {
        Map<String, String> sd15 = LoraMetadata.of(facts(Family.SD15));
        Map<String, String> sdxl = LoraMetadata.of(facts(Family.SDXL));
        assertThat(sd15)
                .containsEntry("modelspec.sai_model_spec", "1.0.1")
                .containsEntry("modelspec.architecture", "stable-diffusion-v1/lora")
                .containsEntry("modelspec.implementation", "diffusers")
                .containsEntry("modelspec.implementation_version", "loralei/0.1.0")
                .containsEntry("modelspec.title", "My LoRA")
                .containsEntry("modelspec.resolution", "768x512")
                .containsEntry("modelspec.date", "2026-11-23T06:30:00Z")
                .containsEntry("modelspec.prediction_type", "epsilon");
        assertThat(sdxl)
                .containsEntry("modelspec.architecture", "stable-diffusion-xl-v1-base/lora")
                .containsEntry("modelspec.implementation", "https://github.com/Stability-AI/generative-models")
                .containsEntry("ss_base_model_version", "sdxl_base_v1-0");
    }

    @Test
    void picturesAreDescribedInKohyasShapes() throws IOException {
        Map<String, String> metadata = LoraMetadata.of(facts(Family.SD15, CLASSES));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(metadata.get("ss_tag_frequency")))
                .isEqualTo(json.readTree(
                        "{\"pictures\":{\"a photo of fsk49\":5,\"studio\":10},\"class\":{\"a dog\":20}}"));
        assertThat(json.readTree(metadata.get("ss_dataset_dirs")))
                .isEqualTo(json.readTree("{\"pictures\":{\"n_repeats\":1,\"img_count\":5}}"));
        assertThat(json.readTree(metadata.get("ss_reg_dataset_dirs")))
                .isEqualTo(json.readTree("{\"class\":{\"n_repeats\":1,\"img_count\":20}}"));
        JsonNode dataset = json.readTree(metadata.get("ss_datasets")).get(0);
        assertThat(dataset.get("resolution")).isEqualTo(json.readTree("[768,512]"));
        assertThat(dataset.get("num_reg_images").asInt()).isEqualTo(20);
        assertThat(dataset.get("subsets").get(0).get("is_reg").asBoolean()).isFalse();
        assertThat(dataset.get("subsets").get(1).get("class_tokens").asText()).isEqualTo("a dog");
    }

    @Test
    void aWrittenLoraCarriesMetadataAndHashesThatInspectionConfirms() throws IOException {
        Path file = folder.resolve("lora.safetensors");
        Map<String, String> metadata = LoraMetadata.of(facts(Family.SDXL));
        LoraFile.write(file, LoraFixtures.small(Family.SDXL), KeyFormat.KOHYA, DType.F16, metadata);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.metadata()).containsAllEntriesOf(metadata).hasSize(metadata.size() + 2);
            assertThat(open.metadata()).containsEntry("sshs_model_hash", open.dataSha256());
            assertThat(open.metadata().get("sshs_legacy_hash")).matches("[0-9a-f]{8}");
        }
        // The fixture's rank is not that of the facts; there is nothing else to object to.
        assertThat(LoraFile.read(file).report().problems())
                .singleElement()
                .extracting(LoraProblem::text)
                .asString()
                .contains("rank 16");
    }

    @Test
    void hashesAreTakenFromASerialisationWithTrainingMetadataOnly() throws IOException {
        int count = 300_000;
        Map<String, TensorData> tensors = Map.of(
                "a", TensorData.ofFloats(LoraFixtures.random(1, count), count),
                "b", TensorData.ofFloats(LoraFixtures.random(2, count), count));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("modelspec.title", "changes later");
        all.put("ss_output_name", "ä");
        all.put("sshs_model_hash", "of an earlier file");
        Path file = folder.resolve("reference.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of("ss_output_name", "ä"));
        byte[] content = Files.readAllBytes(file);
        Sha256 sha256 = new Sha256();
        sha256.update(ByteBuffer.wrap(Arrays.copyOfRange(content, 0x100000, 0x110000)));
        LoraHashes hashes = LoraHashes.of(tensors, all);
        assertThat(hashes.legacy()).isEqualTo(sha256.hex().substring(0, 8));
        try (SafetensorsFile written = SafetensorsFile.open(file)) {
            assertThat(hashes.model()).isEqualTo(written.dataSha256());
        }
    }

    @Test
    void aSmallFilesLegacyHashIsThatOfNothing() throws IOException {
        LoraHashes hashes = LoraHashes.of(Map.of("a", TensorData.ofFloats(new float[] {1}, 1)), Map.of());
        // SHA-256 of no bytes begins with e3b0c442.
        assertThat(hashes.legacy()).isEqualTo("e3b0c442");
    }

    /** Where the order came from a hash table, the same run would not give the same file. */
    @Test
    void entriesAndWhatIsInThemComeInAFixedOrder() {
        Map<String, String> metadata = LoraMetadata.of(facts(Family.SD15, CLASSES));
        assertThat(metadata.keySet()).containsExactly(ORDER.split("\\s+"));
        assertThat(metadata.get("ss_tag_frequency"))
                .isEqualTo("{\"pictures\":{\"a photo of fsk49\":5,\"studio\":10},\"class\":{\"a dog\":20}}");
        assertThat(metadata.get("ss_datasets"))
                .startsWith("[{\"is_dreambooth\":true,\"batch_size_per_device\":2,\"num_train_images\":5,"
                        + "\"num_reg_images\":20,\"resolution\":[768,512],\"enable_bucket\":true,\"tag_frequency\":")
                .endsWith(
                        "{\"img_count\":20,\"num_repeats\":1,\"color_aug\":false,\"flip_aug\":false,\"random_crop\":true,"
                                + "\"shuffle_caption\":false,\"image_dir\":\"class\",\"class_tokens\":\"a dog\",\"is_reg\":true}]}]");
    }

    /** For a base model in a folder kohya writes "IsADirectory" there, which other programs take for a hash. */
    @Test
    void aFolderIsGivenNoHash() {
        assertThat(LoraMetadata.of(facts(Family.SD15))).doesNotContainKeys("ss_sd_model_hash", "ss_new_sd_model_hash");
    }
}
