package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import loralei.ConformanceTensors;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for LoRA files, over the real tools. */
class ToolCommandsTest {
    private static final String LORA =
            ConformanceTensors.SD15.resolve("lora.kohya.safetensors").toString();

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void start() {
        cli = new CliFixture(folder);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private CliFixture convert(String file, String... more) {
        return cli.run(
                Stream.concat(Stream.of("convert", file), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void convertTellsWhatItWrote() {
        convert(LORA, "--naming", "onetrainer-diffusers", "--output", at("b.safetensors"));
        assertThat(cli.err).isEmpty();
        assertThat(cli.exitCode).isZero();
        assertThat(cli.out.lines())
                .contains(
                        "SD1.5, from kohya to diffusers with peft suffixes; modules: 128",
                        "alpha is part of the up matrix now, without rounding; modules: 128",
                        "The file is " + at("b.safetensors"));
        cli.run("inspect", at("b.safetensors"));
    }

    @Test
    void convertWritesJsonOnRequest() throws IOException {
        convert(LORA, "--naming", "comfy", "--output", at("b.safetensors"), "--type", "fp16", "--json");
        JsonNode result = new ObjectMapper().readTree(cli.out);
        assertThat(result.get("file").asText()).isEqualTo(at("b.safetensors"));
        assertThat(result.get("lines").get(0).asText()).contains("from kohya to ComfyUI");
    }

    @Test
    void aTerminalSeesHowFarItIs() {
        cli.terminal = true;
        convert(LORA, "--naming", "comfy", "--output", at("b.safetensors"));
        assertThat(cli.out).contains("\r50%").contains("The file is");
    }

    @Test
    void whatIsMissingOrUnknownIsSaidInOneSentence() {
        convert(LORA, "--output", at("b.safetensors"));
        assertThat(cli.err).contains("--naming is missing.", "kohya, kohya-diffusers, diffusers");
        convert(LORA, "--naming", "kohia", "--output", at("b.safetensors"));
        assertThat(cli.err).contains("There is no naming kohia.", "kohya");
        convert(LORA, "--naming", "peft-own", "--output", at("b.safetensors"));
        assertThat(cli.err).contains("There is no naming peft-own.");
        convert(LORA, "--naming", "kohya");
        assertThat(cli.err).contains("--output is missing");
        convert(LORA, "--naming", "kohya", "--output", at("b.safetensors"), "--type", "fp8");
        assertThat(cli.err).contains("--type fp8 is not a type", "fp16");
        assertThat(cli.exitCode).isEqualTo(2);
        cli.language = Locale.GERMAN;
        assertThat(convert(LORA, "--naming", "kohya").err).contains("--output DATEI");
    }

    @Test
    void metadataIsShownAndWritten() throws IOException {
        Path lora = Files.copy(Path.of(LORA), folder.resolve("lora.safetensors"));
        cli.run("metadata", lora.toString());
        assertThat(cli.out).contains("It says nothing of itself.");
        cli.run("metadata", lora.toString(), "--title", "Ann's cat", "--trigger-words", "fsk49", "--tags", "cat");
        assertThat(cli.err).isEmpty();
        assertThat(cli.out).contains("The file is " + lora);
        cli.run("metadata", lora.toString());
        assertThat(cli.out.lines())
                .contains("title: Ann's cat", "trigger words: fsk49", "metadata: modelspec.tags = cat");
        cli.run("metadata", lora.toString(), "--json");
        JsonNode json = new ObjectMapper().readTree(cli.out);
        assertThat(json.get("texts").get("trigger-words").asText()).isEqualTo("fsk49");
        assertThat(json.get("metadata").get("modelspec.title").asText()).isEqualTo("Ann's cat");
        cli.run("metadata", lora.toString(), "--title", "", "--output", at("other.safetensors"));
        assertThat(cli.run("metadata", at("other.safetensors")).out)
                .contains("trigger words")
                .doesNotContain("title");
        cli.run("metadata", lora.toString(), "--notes", "x", "--output", at("other.safetensors"));
        assertThat(cli.err).contains("is there already");
        cli.language = Locale.GERMAN;
        assertThat(cli.run("metadata", lora.toString()).out).contains("Titel: Ann's cat");
        assertThat(cli.run("metadata", at("none")).err).contains("Die Datei");
    }

    @Test
    void compareTellsHowMuchAlikeTheyAre() throws IOException {
        convert(LORA, "--naming", "peft", "--output", at("b.safetensors"));
        cli.run("compare", LORA, at("b.safetensors"));
        assertThat(cli.err).isEmpty();
        assertThat(cli.out.lines())
                .contains(
                        "Both change a model in the same way, to the bit.",
                        "naming: kohya and diffusers with peft suffixes");
        String diffusers =
                ConformanceTensors.SD15.resolve("lora.diffusers.safetensors").toString();
        cli.run("compare", LORA, diffusers); // the same without alpha: twice as strong
        assertThat(cli.out)
                .contains("similarity 1.0000", "128 of 128 modules differ", "alpha: 2.0 and 4.0", "... and 118 more");
        cli.run("compare", LORA, diffusers, "--json");
        JsonNode json = new ObjectMapper().readTree(cli.out);
        assertThat(json.get("second").asDouble() / json.get("first").asDouble()).isEqualTo(2);
        assertThat(json.get("modules")).hasSize(128);
        assertThat(cli.run("compare", LORA).exitCode).isEqualTo(2);
        assertThat(cli.run("compare", LORA, at("none.safetensors")).err).contains("There is no file");
    }

    /** Each of them in one message, on which nothing is written or changed. */
    @Test
    void whatIsNoLoraOrHasNoPlaceIsRefusedAndTouchesNothing() throws IOException {
        Path lora = Files.copy(Path.of(LORA), folder.resolve("lora.safetensors"));
        Path there = Files.writeString(folder.resolve("there.safetensors"), "old");
        refused(at("none.safetensors"), "b.safetensors", "There is no file");
        refused("someone/some-lora", "b.safetensors", "Hugging Face");
        refused(folder.toString(), "b.safetensors", "is a folder, not a LoRA file");
        refused(lora.toString(), "lora.safetensors", "is one of the files that are read");
        refused(lora.toString(), "x/../lora.safetensors", "There is no folder", "is one of the files that are read");
        refused(lora.toString(), "there.safetensors", "is there already");
        refused(lora.toString(), "none/b.safetensors", "There is no folder");
        refused(lora.toString(), ".", "is a folder");
        refused(there.toString(), "b.safetensors", "this is a text, not a model");
        refused(
                ConformanceTensors.SD15
                        .resolve("model/unet/diffusion_pytorch_model.safetensors")
                        .toString(),
                "b.safetensors",
                "the UNet of a base model");
        Map<String, TensorData> half = Map.of(
                "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", TensorData.ofFloats(new float[4], 2, 2));
        refused(written(half), "b.safetensors", "there is no down matrix beside it");
        Map<String, TensorData> shapes = Map.of(
                "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", TensorData.ofFloats(new float[6], 3, 2),
                "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", TensorData.ofFloats(new float[6], 3, 2));
        refused(written(shapes), "b.safetensors", "rank differs");
        TensorData one = TensorData.ofFloats(new float[4], 2, 2);
        Map<String, TensorData> twice = Map.of(
                "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", one,
                "unet.mid_block.attentions.0.proj_in.lora_B.weight", one,
                "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", one);
        refused(written(twice), "b.safetensors", "given twice under different names");
        Map<String, TensorData> strange = Map.of(
                "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", one,
                "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", one,
                "lora_unet_mid_block_attentions_9_what.lora_up.weight", one,
                "../../etc/passwd.lora_up.weight", one);
        refused(written(strange), "b.safetensors", "2 not understood");
        Map<String, TensorData> flux = Map.of(
                "lora_unet_double_blocks_0_img_attn_proj.lora_up.weight", one,
                "lora_unet_double_blocks_0_img_attn_proj.lora_down.weight", one);
        refused(written(flux), "b.safetensors", "a LoRA for");
        Files.write(folder.resolve("half.safetensors"), List.of("\0\0\0\0\0\0\0\0{"), StandardCharsets.ISO_8859_1);
        refused(at("half.safetensors"), "b.safetensors", "half.safetensors");
        assertThat(Files.mismatch(lora, Path.of(LORA))).isEqualTo(-1);
        assertThat(there).hasContent("old");
        assertThat(folder.resolve("b.safetensors")).doesNotExist();
    }

    private String written(Map<String, TensorData> tensors) throws IOException {
        Path file = folder.resolve("odd.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return file.toString();
    }

    private void refused(String file, String output, String... anyOf) {
        convert(file, "--naming", "comfy", "--output", at(output));
        assertThat(cli.exitCode).as(cli.out + cli.err).isEqualTo(2);
        assertThat(cli.out).isEmpty();
        assertThat(cli.err.lines().toList()).hasSizeLessThanOrEqualTo(2);
        assertThat(Stream.of(anyOf).anyMatch(cli.err::contains)).as(cli.err).isTrue();
    }
}
