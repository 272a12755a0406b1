package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import loralei.config.PictureSpec;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.conformance.ConformanceData;
import loralei.model.BaseModel;
import loralei.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class PictureFilesTest {
    /** How A1111 finds names and values in the last line (modules/infotext_utils.py, re_param_code). */
    private static final Pattern A1111 =
            Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");

    private static final Path LORA = Path.of("src/test/resources/loralei/lora/stack/sd15-a.safetensors");

    @TempDir
    Path folder;

    @Test
    void theTextIsInTheChunkThatA1111WritesItTo() throws IOException {
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        PictureFiles files = new PictureFiles(folder);
        String latin = "ein B\u00e4r\nNegative prompt: x\nSteps: 2";
        String wide = "\u732b, \"q\"\nSteps: 2";
        Path first = files.write(picture, 7, latin);
        Path second = files.write(picture, 8, wide);
        assertThat(texts(first)).containsExactly(Map.entry("tEXt parameters", latin));
        assertThat(texts(second)).containsExactly(Map.entry("iTXt parameters", wide));
        assertThat(new String(Files.readAllBytes(first), StandardCharsets.ISO_8859_1))
                .contains("tEXtparameters\0ein B\u00e4r\nNegative");
    }

    @Test
    void numbersGoOnAndNoFileIsReplaced() throws IOException {
        Files.writeString(folder.resolve("00009-1.png"), "there");
        Files.writeString(folder.resolve("99999999999.png"), "no number of ours");
        Files.writeString(folder.resolve("notes.txt"), "");
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        PictureFiles files = new PictureFiles(folder);
        Files.writeString(folder.resolve("00010-1.png"), "came in the meantime");
        assertThat(files.write(picture, 1, "x")).hasFileName("00011-1.png");
        assertThat(folder.resolve("00009-1.png")).hasContent("there");
        assertThat(folder.resolve("00010-1.png")).hasContent("came in the meantime");
        assertThat(new PictureFiles(folder).write(picture, 5, "x")).hasFileName("00012-5.png");
    }

    @Test
    void theParametersAreThoseThatA1111Reads() throws IOException {
        BaseModel model = BaseModel.open(ConformanceData.of("sd15").model());
        PictureParameters parameters = new PictureParameters(model, List.of(new LoraChoice(LORA, 0.7)));
        PictureSpec picture = new PictureSpec(
                "a cat, \u00e4", "blurry", 512, 768, 20, 7.5, 0, SamplerKind.DPMPP_2M, SamplingSchedule.KARRAS, 42);
        List<String> lines = parameters.of(picture).lines().toList();
        assertThat(lines.get(0)).isEqualTo("a cat, \u00e4 <lora:sd15-a:0.7>");
        assertThat(lines.get(1)).isEqualTo("Negative prompt: blurry");
        assertThat(lines).hasSize(3);
        String hash;
        try (SafetensorsFile file = SafetensorsFile.open(LORA)) {
            hash = file.dataSha256().substring(0, 12);
        }
        assertThat(values(lines.get(2)))
                .containsEntry("Steps", "20")
                .containsEntry("Sampler", "DPM++ 2M")
                .containsEntry("Schedule type", "Karras")
                .containsEntry("CFG scale", "7.5")
                .containsEntry("Seed", "42")
                .containsEntry("Size", "512x768")
                .containsEntry("Model", "model")
                .containsEntry("Lora hashes", "\"sd15-a: " + hash + "\"")
                .doesNotContainKey("CFG Rescale");
        assertThat(lines.get(2)).startsWith("Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, ");

        PictureParameters plain = new PictureParameters(model, List.of());
        assertThat(plain.of(picture.withPrompts("", "").withGuidance(7, 0.7)))
                .startsWith("Steps: 20")
                .contains("CFG scale: 7, CFG Rescale: 0.7, ")
                .doesNotContain("Negative", "<lora", "Lora hashes");
    }

    private static Map<String, String> values(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = A1111.matcher(line);
        while (matcher.find()) {
            values.put(matcher.group(1), matcher.group(2));
        }
        return values;
    }

    private static Map<String, String> texts(Path file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        ImageReader reader = readers.next();
        Map<String, String> texts = new LinkedHashMap<>();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            for (String chunk : List.of("tEXt", "iTXt", "zTXt")) {
                NodeList entries = root.getElementsByTagName(chunk + "Entry");
                for (int i = 0; i < entries.getLength(); i++) {
                    IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
                    texts.put(
                            chunk + " " + entry.getAttribute("keyword"),
                            entry.getAttribute(chunk.equals("iTXt") ? "text" : "value"));
                }
            }
        } finally {
            reader.dispose();
        }
        return texts;
    }
}
