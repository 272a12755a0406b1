package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.job.tool.MetadataRequest.Entry;
import loralei.lora.KeyFormat;
import loralei.lora.LoraHashes;
import loralei.lora.ModuleName;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a LoRA says of itself. */
class MetadataJobTest {
    @TempDir
    private Path folder;

    private Path lora;
    private byte[] weights;

    @BeforeEach
    void make() throws IOException {
        ToolLora made = ToolLora.whole(Family.SD15, KeyFormat.KOHYA, DType.F16, 1);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("ss_network_dim", "4");
        metadata.put("ss_training_comment", "None");
        metadata.put("ssmd_display_name", "old name");
        metadata.putAll(LoraHashes.of(made.tensors, metadata).metadata());
        metadata.put("modelspec.hash_sha256", "0x" + metadata.get("sshs_model_hash"));
        lora = made.write(folder.resolve("a.safetensors"), metadata);
        weights = weights(lora);
    }

    private static byte[] weights(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            long size = open.tensors().values().stream()
                    .mapToLong(TensorInfo::bytes)
                    .sum();
            return Arrays.copyOfRange(all, (int) (all.length - size), all.length);
        }
    }

    private ToolResult write(Map<Entry, String> texts) throws IOException {
        return write(texts, Optional.empty(), false, lora, false);
    }

    private ToolResult write(
            Map<Entry, String> texts, Optional<Path> cover, boolean removeCover, Path target, boolean overwrite)
            throws IOException {
        return new MetadataJob()
                .run(new MetadataRequest(lora, texts, cover, removeCover, target, overwrite), ToolWatcher.NONE);
    }

    @Test
    void everyEntryIsWrittenWhereProgramsLookForItAndReadBack() throws IOException {
        Map<Entry, String> texts = new EnumMap<>(Entry.class);
        for (Entry entry : Entry.values()) {
            texts.put(entry, "ä, \"" + entry + "\"\nline");
        }
        write(texts);
        assertThat(MetadataJob.read(lora).texts()).isEqualTo(texts);
        assertThat(weights(lora)).isEqualTo(weights);
        assertThat(ToolLora.metadata(lora))
                .containsEntry("ss_network_dim", "4")
                .containsEntry("modelspec.trigger_phrase", texts.get(Entry.TRIGGER_WORDS))
                .containsEntry("trained_words", texts.get(Entry.TRIGGER_WORDS))
                .containsEntry("modelspec.title", texts.get(Entry.TITLE))
                .containsEntry("ssmd_display_name", texts.get(Entry.TITLE))
                .containsEntry("modelspec.author", texts.get(Entry.AUTHOR))
                .containsEntry("modelspec.license", texts.get(Entry.LICENSE))
                .containsEntry("modelspec.description", texts.get(Entry.DESCRIPTION))
                .containsEntry("modelspec.tags", texts.get(Entry.TAGS))
                .containsEntry("ss_training_comment", texts.get(Entry.NOTES))
                .containsEntry("modelspec.sai_model_spec", "1.0.1")
                .doesNotContainKeys("ssmd_author", "ssmd_tags", "format");
    }

    /** The notes count for kohya's legacy hash, which is made over a file whose only metadata are kohya's. */
    @Test
    void hashesStayTrue() throws IOException {
        Map<String, String> before = ToolLora.metadata(lora);
        write(Map.of(Entry.NOTES, "a longer note", Entry.TITLE, "t"));
        Map<String, String> after = ToolLora.metadata(lora);
        assertThat(after)
                .containsAllEntriesOf(LoraHashes.of(ToolLora.read(lora), after).metadata())
                .containsEntry("sshs_model_hash", before.get("sshs_model_hash"))
                .containsEntry("modelspec.hash_sha256", before.get("modelspec.hash_sha256"));
    }

    @Test
    void anEmptyTextTakesAnEntryOutAndOthersStay() throws IOException {
        write(Map.of(Entry.TITLE, "t", Entry.AUTHOR, "Ann"));
        write(Map.of(Entry.TITLE, " "));
        assertThat(MetadataJob.read(lora).texts()).isEqualTo(Map.of(Entry.AUTHOR, "Ann"));
        assertThat(ToolLora.metadata(lora)).doesNotContainKeys("modelspec.title", "ssmd_display_name");
    }

    @Test
    void aCoverIsASmallJpegThatComfyUiFindsToo() throws IOException {
        Path picture = folder.resolve("cover.png");
        BufferedImage large = new BufferedImage(1200, 600, BufferedImage.TYPE_INT_RGB);
        large.createGraphics().fillRect(0, 0, 600, 600);
        ImageIO.write(large, "png", picture.toFile());
        Path target = folder.resolve("b.safetensors");
        write(Map.of(), Optional.of(picture), false, target, false);
        byte[] cover = MetadataJob.read(target).cover().orElseThrow();
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(cover));
        assertThat(small.getWidth()).isEqualTo(512);
        assertThat(small.getHeight()).isEqualTo(256);
        assertThat(small.getRGB(100, 100) & 0xff).isGreaterThan(250);
        assertThat(small.getRGB(400, 100) & 0xff).isLessThan(5);
        Map<String, String> metadata = ToolLora.metadata(target);
        assertThat(metadata.get("modelspec.thumbnail")).startsWith("data:image/jpeg;base64,/9j/");
        String first = new ObjectMapper()
                .readTree(metadata.get("ssmd_cover_images"))
                .get(0)
                .asText();
        assertThat(Base64.getDecoder().decode(first)).isEqualTo(cover);
        assertThat(weights(target)).isEqualTo(weights);
        assertThat(ToolLora.metadata(lora)).doesNotContainKey("modelspec.thumbnail");
        lora = target;
        write(Map.of(), Optional.empty(), true, target, false);
        assertThat(MetadataJob.read(target).cover()).isEmpty();
        assertThat(ToolLora.metadata(target)).doesNotContainKeys("modelspec.thumbnail", "ssmd_cover_images");
    }

    @Test
    void tensorsOfOtherKindsAndInAnotherOrderStayWhereTheyAre() throws IOException {
        ToolLora odd = new ToolLora(Family.SD15, KeyFormat.KOHYA);
        odd.tensors.put("anything.hada_w1_a", TensorData.ofFloats(new float[] {1, 2}, 2));
        odd.tensors.put("something", TensorData.ofLongs(new long[] {3}, 1));
        lora = folder.resolve("odd.safetensors");
        SafetensorsWriter.write(lora, odd.tensors, Map.of());
        weights = weights(lora);
        write(Map.of(Entry.TITLE, "t"));
        assertThat(weights(lora)).isEqualTo(weights);
        assertThat(ToolLora.read(lora)).isEqualTo(odd.tensors);
        assertThat(ToolLora.metadata(lora)).containsOnlyKeys("modelspec.title", "modelspec.sai_model_spec");
    }

    @Test
    void whatCannotBeDoneIsSaidAndTouchesNothing() throws IOException {
        byte[] before = Files.readAllBytes(lora);
        Path there = Files.writeString(folder.resolve("there.safetensors"), "old");
        assertThatThrownBy(() -> write(Map.of(), Optional.empty(), false, there, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> write(Map.of(), Optional.of(there), false, lora, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there.safetensors");
        assertThatThrownBy(() -> write(Map.of(), Optional.of(folder.resolve("no.png")), false, lora, false))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> write(Map.of(), Optional.of(there), true, lora, false))
                .hasMessageContaining("at once");
        assertThatThrownBy(() -> write(Map.of(), Optional.of(there), false, there, true))
                .hasMessageContaining("is the picture that is read");
        lora = Path.of("src/test/resources/loralei/conformance/sd15/expected.safetensors");
        assertThatThrownBy(() -> write(Map.of(), Optional.empty(), false, folder.resolve("c.safetensors"), false))
                .isInstanceOf(UserError.class);
        assertThat(Files.readAllBytes(folder.resolve("a.safetensors"))).isEqualTo(before);
        assertThat(there).hasContent("old");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.safetensors", "there.safetensors");
    }

    @Test
    void metadataOfNobodyIsEmpty() throws IOException {
        lora = folder.resolve("plain.safetensors");
        SafetensorsWriter.write(
                lora,
                new ToolLora(Family.SD15, KeyFormat.KOHYA).add(ModuleName.unet("conv_in"), 3, 4, DType.F16).tensors,
                Map.of("modelspec.thumbnail", "https://example.org/a.png", "ssmd_cover_images", "{"));
        LoraDescription read = MetadataJob.read(lora);
        assertThat(read.texts()).isEmpty();
        assertThat(read.all()).containsOnlyKeys("modelspec.thumbnail", "ssmd_cover_images");
        assertThat(read.cover()).as("an address is no picture").isEmpty();
    }
}
