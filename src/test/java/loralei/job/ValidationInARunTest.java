package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loralei.config.TrainingConfig;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import loralei.train.ValidationLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loss of pictures that a run does not learn from. */
class ValidationInARunTest {
    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void paint() throws IOException {
        pictures = TwelvePictures.in(folder);
    }

    private TinyRun run(String output) {
        return new TinyRun(folder.resolve(output))
                .with("instanceDir", pictures)
                .with("validationShare", TwelvePictures.SHARE)
                .with("validateEvery", 5);
    }

    private static List<TrainingEvent.Validated> validated(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Validated.class::isInstance)
                .map(TrainingEvent.Validated.class::cast)
                .toList();
    }

    private List<String> table(String output) throws IOException {
        return Files.readAllLines(folder.resolve(output).resolve("tiny-validation.csv"));
    }

    @Test
    void itIsMeasuredBeforeTheFirstStepOnTheWayAndAtTheEnd() throws IOException {
        List<TrainingEvent> events = run("a").run();

        List<TrainingEvent.Validated> all = validated(events);
        assertThat(all).extracting(TrainingEvent.Validated::step).containsExactly(0, 5, 10, 12);
        assertThat(all).extracting(TrainingEvent.Validated::loss).doesNotHaveDuplicates();
        double lowest =
                all.stream().mapToDouble(TrainingEvent.Validated::loss).min().orElseThrow();
        assertThat(all.get(3).bestLoss()).isEqualTo(lowest);
        assertThat(all.get(3).bestStep())
                .isEqualTo(all.stream()
                        .filter(one -> one.loss() == lowest)
                        .findFirst()
                        .orElseThrow()
                        .step());
        assertThat(table("a")).hasSize(5).first().isEqualTo("step,loss");
        assertThat(ValidationLog.read(folder.resolve("a/tiny-validation.csv"))
                        .get(1)
                        .loss())
                .isCloseTo(all.get(1).loss(), within(1e-7));
    }

    @Test
    void whatIsHeldOutIsToldBeforeTheStartAndNeverTrainedOn() throws IOException {
        List<TrainingEvent> events =
                run("a").tracing(folder.resolve("trace"), 12).run();

        TrainingEvent.Ready ready = (TrainingEvent.Ready) events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(ready.heldOut()).isEqualTo(3);
        assertThat(ready.pictures()).isEqualTo(9);
        Set<String> shown = new TreeSet<>();
        new ObjectMapper()
                .readTree(folder.resolve("trace/run.json").toFile())
                .get("samples")
                .forEach(step -> step.forEach(sample -> shown.add(
                        Path.of(sample.get("file").asText()).getFileName().toString())));
        assertThat(shown)
                .isEqualTo(new TreeSet<>(TwelvePictures.parts(pictures).trained().stream()
                        .map(TwelvePictures::name)
                        .toList()));
    }

    @Test
    void thePreviewTellsTheSame() {
        RunPreview preview = new PreviewJob().run(config());
        assertThat(preview.heldOut()).isEqualTo(3);
        assertThat(preview.length().orElseThrow().steps()).isEqualTo(9 * 100);
        assertThat(preview.examples().orElseThrow().all()).hasSize(12);
    }

    private TrainingConfig config() {
        return TrainingConfig.defaults(loralei.config.Family.SD15)
                .with("instanceDir", pictures)
                .with("validationShare", TwelvePictures.SHARE);
    }

    @Test
    void withFewPicturesItIsOffAndThatIsTold() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.delete(pictures.resolve(String.format("%02d.png", i)));
        }
        List<TrainingEvent> events = run("a").run();
        String told = "With fewer than 10 pictures none is held out for a validation loss: --validation-share is "
                + "without effect.";
        assertThat(events)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(event -> ((TrainingEvent.Warning) event).text().toString())
                .contains(told);
        assertThat(validated(events)).isEmpty();
        assertThat(folder.resolve("a/tiny-validation.csv")).doesNotExist();
        assertThat(new PreviewJob().run(config()).warnings())
                .extracting(Object::toString)
                .contains(told);
    }

    /** Neither what the batches are, nor the weights of the training, nor other pictures that are held out. */
    @Test
    void theFirstLossDependsOnTheHeldOutPicturesAlone() {
        double loss = validated(run("a").with("steps", 1).run()).get(0).loss();
        double batches = validated(
                        run("b").with("steps", 1).with("batchSize", 3).run())
                .get(0)
                .loss();
        double weighted = validated(run("c").with("steps", 1)
                        .with("minSnrGamma", 1.0)
                        .with("rankDropout", 0.5)
                        .run())
                .get(0)
                .loss();
        assertThat(batches).isCloseTo(loss, within(1e-6));
        assertThat(weighted).isEqualTo(loss);
    }

    @Test
    void aRunThatGoesOnMeasuresAsIfItHadNeverStopped() throws IOException {
        run("whole").run();
        run("a").stoppingAt(7).run();
        assertThat(table("a")).hasSize(3); // its header, 0 and 5

        List<TrainingEvent> rest = run("a").resuming().run();

        assertThat(table("a")).isEqualTo(table("whole"));
        List<TrainingEvent.Validated> whole = validated(run("again").run());
        assertThat(validated(rest)).isEqualTo(whole.subList(2, 4)); // the best one of all, too
        assertThat(rest).filteredOn(TrainingEvent.Warning.class::isInstance).isEmpty();
    }

    @Test
    void whatCameAfterTheStateIsMeasuredAgain() throws IOException {
        run("whole").run();
        TinyRun killed = run("a").with("saveEvery", 4);
        try {
            killed.killedAt(7).run();
        } catch (TinyRun.Killed expected) {
            assertThat(table("a")).hasSize(3);
        }
        List<TrainingEvent> rest = run("a").with("saveEvery", 4).resuming().run();
        assertThat(validated(rest)).extracting(TrainingEvent.Validated::step).containsExactly(5, 10, 12);
        assertThat(table("a")).isEqualTo(table("whole"));
    }

    @Test
    void theLoraTellsOfItAsKohyasDo() throws IOException {
        run("a").with("steps", 1).run();
        run("b").with("steps", 1).with("validationShare", 0.0).run();
        try (SafetensorsFile with = SafetensorsFile.open(folder.resolve("a/tiny.safetensors"));
                SafetensorsFile without = SafetensorsFile.open(folder.resolve("b/tiny.safetensors"))) {
            assertThat(with.metadata())
                    .containsEntry("ss_validation_split", "0.25")
                    .containsEntry("ss_validation_seed", "42")
                    .containsEntry("ss_num_validation_images", "3")
                    .containsEntry("ss_validate_every_n_steps", "5")
                    .containsEntry("ss_num_train_images", "9");
            assertThat(with.metadata().get("loralei.config")).contains("\"validationShare\" : 0.25");
            assertThat(without.metadata().keySet()).noneMatch(key -> key.startsWith("ss_valid"));
            assertThat(without.metadata()).containsEntry("ss_num_validation_images", "0");
        }
    }

    @Test
    void anotherShareIsToldWhenARunGoesOn() {
        run("a").stoppingAt(2).run();
        List<TrainingEvent> rest =
                run("a").with("validationShare", 0.5).resuming().run();
        assertThat(rest)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(event -> ((TrainingEvent.Warning) event).text().toString())
                .anyMatch(text -> text.contains("--validation-share was \"0.25\""))
                .anyMatch(text -> text.contains("The pictures are not those"));
    }

    @Test
    void thatTheLossHasBegunToRiseIsToldOnce() {
        List<TrainingEvent> events = run("a").with("learningRate", 0.05)
                .with("steps", 40)
                .with("validateEvery", 1)
                .run();
        assertThat(events)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(event -> ((TrainingEvent.Warning) event).text().toString())
                .filteredOn(text -> text.startsWith("The validation loss has been rising since step"))
                .hasSize(1);
    }
}
