package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loralei.config.Family;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.LeftOut;
import loralei.data.Orientation;
import loralei.data.Picture;
import loralei.data.PictureFormat;
import loralei.data.PictureScan;
import loralei.data.PictureSize;
import loralei.job.RunPreview;
import loralei.text.Message;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;

class SummaryTextTest {
    private static final long GIB = 1L << 30;

    private final SummaryText summary = new SummaryText(Texts.of("form", Locale.ENGLISH));
    private double epochs = 100;
    private List<Integer> checkpoints = List.of(500, 1000);
    private RunPreview.Disk disk = new RunPreview.Disk(1, OptionalLong.empty());
    private RunPreview.Memory memory = memory(5 * GIB, true);
    private LeftOut leftOut = LeftOut.NOTHING;
    private OptionalDouble secondsPerStep = OptionalDouble.empty();
    private List<Problem> problems = List.of();
    private List<Message> unusual = List.of();

    private static RunPreview.Memory memory(long needed, boolean fits) {
        return new RunPreview.Memory(
                needed,
                OptionalLong.of(16 * GIB),
                false,
                fits,
                Message.joined(", ", List.of(Message.of("plan.bits", 32), Message.of("plan.once"))),
                List.of());
    }

    @Test
    void stepsAreToldWithWhatTheyMean() {
        assertThat(facts())
                .containsEntry("steps", "2,400, each picture 100 times")
                .containsEntry("pictures", "1, at 512x512");
    }

    @Test
    void onceIsNotCalledTimes() {
        epochs = 1;

        assertThat(facts()).containsEntry("steps", "2,400, each picture once");
    }

    @Test
    void fewCheckpointsAreListed() {
        assertThat(facts()).containsEntry("checkpoints", "500, 1,000 and at the end");
    }

    @Test
    void manyCheckpointsAreCounted() {
        checkpoints = IntStream.rangeClosed(1, 9).mapToObj(n -> 500 * n).toList();

        assertThat(facts()).containsEntry("checkpoints", "500, 1,000, ... 4,500 (9 in all) and at the end");
    }

    @Test
    void memoryIsComparedWithWhatThereIs() {
        assertThat(facts()).containsEntry("memory", "about 5.0 GiB of 16.0 GiB: 32 bits, no block computed twice");
        assertThat(severity("memory")).isEqualTo(Severity.GOOD);
    }

    @Test
    void tooLittleMemoryIsAWarningThatSaysWhatHelps() {
        memory = memory(15 * GIB, false);

        assertThat(severity("memory")).isEqualTo(Severity.BAD);
        assertThat(summary.warnings(look())).extracting(SummaryText.Line::key).containsExactly("tight");
    }

    @Test
    void aDiskIsCountedInPowersOfAThousandAsDisksAre() {
        disk = new RunPreview.Disk(2_000_000_000, OptionalLong.of(1_500_000_000));

        assertThat(summary.warnings(look()))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("2.0 GB", "1.5 GB"));
    }

    @Test
    void whatLiesBesideThePicturesAndIsNotUsedIsTold() {
        assertThat(summary.warnings(look())).isEmpty();
        leftOut = new LeftOut(
                List.of(Path.of("pictures", "a.txt")),
                List.of(),
                List.of(new LeftOut.Subfolder(Path.of("10_fsk49 cat"), 5)));

        assertThat(summary.warnings(look())).singleElement().satisfies(line -> {
            assertThat(line.key()).isEqualTo("leftOut");
            assertThat(line.text()).contains("10_fsk49 cat (5)", "a.txt");
        });
    }

    @Test
    void theTimeComesFromAnEarlierRun() {
        assertThat(facts()).containsEntry("time", "known after the first steps");
        secondsPerStep = OptionalDouble.of(5);
        assertThat(facts()).containsEntry("time", "about 3 h 20 min");
        secondsPerStep = OptionalDouble.of(19 / 2400.0);
        assertThat(facts()).containsEntry("time", "about 20 s");
    }

    @Test
    void nothingIsToldThatFollowsFromAWrongValue() {
        problems = List.of(new Problem("epochs", "0", Message.text("must be 1 or more"), Message.text("")));

        assertThat(facts()).containsEntry("steps", "\u2013").containsEntry("time", "\u2013");
        assertThat(facts().get("memory")).startsWith("about");
    }

    @Test
    void whatHardlyAnybodyMeansIsOneWarning() {
        unusual = List.of(Message.text("One."), Message.text("Two."));
        assertThat(summary.warnings(look()))
                .containsExactly(new SummaryText.Line("unusual", Severity.WARN, "One. Two."));
    }

    @Test
    void billionsOfCheckpointsAreTold() {
        checkpoints = Collections.nCopies(Integer.MAX_VALUE - 1, 7);
        assertThat(facts().get("checkpoints")).contains("2,147,483,646");
    }

    private Map<String, String> facts() {
        return summary.facts(look()).stream().collect(Collectors.toMap(SummaryText.Line::key, SummaryText.Line::text));
    }

    private Severity severity(String key) {
        return summary.facts(look()).stream()
                .filter(line -> line.key().equals(key))
                .findFirst()
                .orElseThrow()
                .severity();
    }

    private FormReview look() {
        PictureScan scan = new PictureScan(
                Path.of("pictures"),
                List.of(new Picture(
                        Path.of("pictures", "a.png"),
                        PictureFormat.PNG,
                        new PictureSize(512, 640),
                        Orientation.NONE,
                        1,
                        "0")),
                List.of(),
                leftOut);
        Examples examples = new Examples(
                List.of(Example.plain(scan.pictures().get(0), PictureSize.square(512), "cat")), List.of(scan));
        RunPreview preview = new RunPreview(
                Optional.of(examples),
                leftOut,
                Optional.of(new RunPreview.Length(2400, epochs, checkpoints)),
                memory,
                disk,
                false,
                unusual,
                List.of());
        return new FormReview(TrainingConfig.defaults(Family.SD15), problems, preview, secondsPerStep);
    }
}
