package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import loralei.config.Resolutions;
import loralei.config.UserError;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes to single pictures in whole runs: beside runs on files that were changed in the same way. */
class PictureEditsInARunTest {
    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    private Path pictures;
    private Path edits;

    @BeforeEach
    void threePictures() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        edits = folder.resolve("edits.json");
        for (String name : List.of("a", "b", "c")) {
            write(pictures.resolve(name + ".png"), picture(name.hashCode()));
        }
        Files.writeString(pictures.resolve("a.txt"), "fsk49 as the file has it");
        Files.writeString(edits, """
                {"version": 1, "pictures": {
                  "a.png": {"crop": {"x": 31, "y": 7, "width": 90, "height": 180}},
                  "b.png": {"caption": "fsk49 by hand"},
                  "c.png": {"exclude": true}}}""");
    }

    private static BufferedImage picture(long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 300 * 200; i++) {
            image.setRGB(i % 300, i / 300, random.nextInt(1 << 24));
        }
        return image;
    }

    private static void write(Path file, BufferedImage image) throws IOException {
        ImageIO.write(image, "png", file.toFile());
    }

    private TinyRun run(String family, String output) throws IOException {
        TinyRun run = new TinyRun(folder.resolve(output))
                .with("instanceDir", pictures)
                .with("resolution", Resolutions.of(128))
                .with("randomFlip", true)
                .with("steps", STEPS);
        return family.equals("sdxl") ? run.sdxl(folder.resolve("model of " + output)) : run;
    }

    /** What a run on changed files would see, made of the changes. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aRunWithChangesEndsInTheBitsOfARunOnChangedFiles(String family) throws IOException {
        run(family, "edited").with("pictureEdits", edits).run();
        Path changed = Files.createDirectory(folder.resolve("changed"));
        write(
                changed.resolve("a.png"),
                ImageIO.read(pictures.resolve("a.png").toFile()).getSubimage(31, 7, 90, 180));
        Files.copy(pictures.resolve("a.txt"), changed.resolve("a.txt"));
        Files.copy(pictures.resolve("b.png"), changed.resolve("b.png"));
        Files.writeString(changed.resolve("b.txt"), "fsk49 by hand");
        run(family, "files").with("instanceDir", changed).run();
        run(family, "plain").run();
        assertThat(TinyRun.values(folder.resolve("edited/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("files/tiny.safetensors")))
                .isNotEqualTo(TinyRun.values(folder.resolve("plain/tiny.safetensors")));
    }

    /** Of the same size, scaled by the same: only the place tells them apart. */
    @Test
    void aCropIsNotTakenForAnotherOneInTheCache() throws IOException {
        Path cache = folder.resolve("cache");
        run("sd15", "first").with("pictureEdits", edits).caching(cache).run();
        Path other = folder.resolve("other.json");
        Files.writeString(other, Files.readString(edits).replace("31", "120"));
        run("sd15", "cached").with("pictureEdits", other).caching(cache).run();
        run("sd15", "fresh").with("pictureEdits", other).run();
        assertThat(TinyRun.values(folder.resolve("cached/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("fresh/tiny.safetensors")))
                .isNotEqualTo(TinyRun.values(folder.resolve("first/tiny.safetensors")));
    }

    @Test
    void theTraceTellsThePartThatWasTrained() throws IOException {
        run("sd15", "out")
                .with("pictureEdits", edits)
                .tracing(folder.resolve("trace"), STEPS)
                .run();
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        boolean told = false;
        for (JsonNode step : run.get("samples")) {
            JsonNode sample = step.get(0);
            boolean cropped = sample.get("file").asText().endsWith("a.png");
            assertThat(sample.has("area")).isEqualTo(cropped);
            if (cropped) {
                assertThat(sample.get("area")).hasToString("[31,7,90,180]");
                told = true;
            }
        }
        assertThat(told).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a.png\": {\"crop\": {\"x\": 31, \"y\": 7, \"width\": 90, \"height\": 179}}",
                "\"a.png\": {\"caption\": \"fsk49 other\"}",
                "\"a.png\": {\"exclude\": true}"
            })
    void aRunThatGoesOnNoticesAnotherChange(String other) throws IOException {
        run("sd15", "out").with("pictureEdits", edits).stoppingAt(2).run();
        List<TrainingEvent> same =
                run("sd15", "out").with("pictureEdits", edits).dry().resuming().run();
        assertThat(same.toString()).doesNotContain("The pictures are not those");
        Path moved = folder.resolve("moved.json");
        Files.writeString(moved, Files.readString(edits).replaceFirst("\"a.png\": .*,", other + ","));
        List<TrainingEvent> events =
                run("sd15", "out").with("pictureEdits", moved).dry().resuming().run();
        assertThat(events.toString()).contains("The pictures are not those");
    }

    @Test
    void aStoppedRunWithChangesEndsInTheSameBits() throws IOException {
        Path cache = folder.resolve("cache");
        run("sd15", "whole").with("pictureEdits", edits).run();
        run("sd15", "parts")
                .with("pictureEdits", edits)
                .caching(cache)
                .stoppingAt(2)
                .run();
        run("sd15", "parts")
                .with("pictureEdits", edits)
                .caching(cache)
                .resuming()
                .run();
        assertThat(TinyRun.values(folder.resolve("parts/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("whole/tiny.safetensors")));
    }

    @Test
    void aLookBeforeTheStartTellsCaptionsAndTagsAndChanges() throws IOException {
        Files.writeString(
                edits, Files.readString(edits).replace("by hand", "cat, sofa").replace("true", "false"));
        Files.writeString(pictures.resolve("a.txt"), "fsk49 cat, garden, sofa");
        List<TrainingEvent> events =
                run("sd15", "out").with("pictureEdits", edits).dry().run();
        TrainingEvent.Reviewed reviewed = (TrainingEvent.Reviewed) events.get(events.size() - 1);
        JsonNode json = new ObjectMapper().valueToTree(reviewed.review());
        assertThat(json.get("withoutCaption")).hasSize(1);
        assertThat(json.get("withoutCaption").get(0).asText()).endsWith("c.png");
        assertThat(json.get("tags").get(0)).hasToString("{\"text\":\"fsk49 cat\",\"pictures\":2}");
        assertThat(json.get("buckets").size()).isEqualTo(2);
        assertThat(reviewed.review().messages())
                .extracting(Object::toString)
                .contains(
                        "Named most often in the captions, between commas: fsk49 cat (2), sofa (2), garden (1); 3 in all.");
        assertThat(events.toString()).contains("0 pictures left out, 1 with another caption, 1 cropped by hand");
    }

    @Test
    void aFileThatCannotBeUsedEndsTheRunWithTheSettingToChange() throws IOException {
        Files.writeString(edits, "{");
        assertThatThrownBy(() -> run("sd15", "out").with("pictureEdits", edits).run())
                .isInstanceOfSatisfying(
                        UserError.class, failure -> assertThat(failure.remedy()).contains("--picture-edits"))
                .hasMessageContaining("edits.json");
    }
}
