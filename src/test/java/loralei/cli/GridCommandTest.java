package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.conformance.ConformanceData;
import loralei.job.Grid;
import loralei.job.GridCell;
import loralei.job.GridEvent;
import loralei.job.GridRequest;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code grid}. */
class GridCommandTest {
    private static final Path MODEL = ConformanceData.of("sdxl").model();

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void start() {
        cli = new CliFixture(folder);
    }

    private CliFixture grid(String... more) {
        Stream<String> right = Stream.of(
                "grid", "--base-model", MODEL.toString(), "--output-dir", folder.toString(), "--device", "cpu");
        return cli.run(Stream.concat(right, Stream.of(more)).toArray(String[]::new));
    }

    private Path lora(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "a LoRA");
    }

    @Test
    void theOptionsBecomeARequest() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "# mine\na cat --w 128 --d 9\n");
        grid(("--lora a.safetensors --lora b.safetensors --strengths 0.5,1 --negative-prompt ugly --seed 7 --count 2"
                        + " --width 64 --height 96 --steps 4 --guidance 5 --guidance-rescale 0.3 --sampler euler"
                        + " --schedule trailing --precision bf16 --into there --prompt fsk49 --prompt-file "
                        + prompts)
                .split(" "));

        assertThat(cli.err).isEmpty();
        assertThat(cli.exitCode).isZero();
        assertThat(cli.compared)
                .isEqualTo(new GridRequest(
                        MODEL,
                        List.of(Path.of("a.safetensors"), Path.of("b.safetensors")),
                        List.of(0.5, 1.0),
                        List.of(picture("fsk49", 64, 7), picture("fsk49", 64, 8), picture("a cat", 128, 9)),
                        DeviceChoice.CPU,
                        PrecisionChoice.BF16,
                        Path.of("there")));
    }

    private static PictureSpec picture(String prompt, int width, long seed) {
        return new PictureSpec(
                prompt, "ugly", width, 96, 4, 5, 0.3, SamplerKind.EULER, SamplingSchedule.TRAILING, seed);
    }

    @Test
    void aRunIsAllItsLorasInOrderAndPicturesAreOfTheBaseModelsOwnSize() throws IOException {
        Path last = lora("cat.safetensors");
        Path later = lora("cat-step00000800.safetensors");
        Path earlier = lora("cat-step00000400.safetensors");
        lora("cat-step1.txt");
        lora("dog.safetensors");
        grid("--run", "cat", "--prompt", "a cat", "--prompt", "a dog", "--seeds", "3, 1");

        assertThat(cli.err).isEmpty();
        assertThat(cli.compared.checkpoints()).containsExactly(earlier, later, last);
        assertThat(cli.compared.strengths()).isEqualTo(GridRequest.STRENGTHS);
        assertThat(cli.compared.folder()).isEqualTo(folder.resolve("cat-grid"));
        assertThat(cli.compared.pages())
                .extracting(PictureSpec::prompt, PictureSpec::seed, PictureSpec::width)
                .containsExactly(
                        tuple("a cat", 3L, 0), tuple("a cat", 1L, 0), tuple("a dog", 3L, 0), tuple("a dog", 1L, 0));
    }

    @Test
    void whatIsMissingOrWrongIsSaidInOneSentence() throws IOException {
        lora("cat.safetensors");
        assertThat(grid("--prompt", "x").err).contains("There is no LoRA to compare.", "--run");
        assertThat(grid("--run", "dog", "--prompt", "x").err).contains("no LoRA of the run dog");
        assertThat(grid("--run", "cat").err).contains("There is no prompt to draw.", "--prompt-file");
        assertThat(grid("--run", "cat", "--prompt", "x", "--width", "100").err).contains("--width 100");
        assertThat(grid("--run", "cat", "--prompt", "x", "--strengths", "0.6,much").err)
                .contains("“much” is not a number");
        assertThat(grid("--run", "cat", "--prompt", "x", "--seeds", "1", "--seed", "2").err)
                .contains("--seeds does not go with --seed");
        assertThat(grid("--run", "cat", "--prompt", "x", "--sampler", "best").err)
                .contains("--sampler best");
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.compared).isNull();
        cli.language = Locale.GERMAN;
        assertThat(grid("--prompt", "x").err).contains("Es gibt kein LoRA zu vergleichen.");
    }

    private void draw(boolean stopped) throws IOException {
        Path lora = lora("cat-step00000400.safetensors");
        cli.grid = (request, stop, listener) -> {
            GridCell cell = new GridCell(0, 0, 0, Optional.of(lora), 0.8, folder.resolve("c.png"));
            listener.accept(new GridEvent.Waiting(List.of(Message.text("the demo"))));
            listener.accept(new GridEvent.Ready(new Grid(request, List.of(cell)), 0));
            listener.accept(new GridEvent.Step(0, 1, 2, 4, 65));
            listener.accept(new GridEvent.Drawn(1, 1, cell, true));
            listener.accept(new GridEvent.Page(0, folder.resolve("page-01.png")));
            listener.accept(stopped ? new GridEvent.Stopped(1, 2) : new GridEvent.Finished(1, 1, 12));
        };
    }

    @Test
    void progressIsShownInWords() throws IOException {
        draw(false);
        grid("--run", "cat", "--prompt", "a cat", "--strengths", "0.8");

        assertThat(cli.exitCode).isZero();
        assertThat(cli.out.lines())
                .containsExactly(
                        "waiting for the demo",
                        "1 checkpoint, 1 strength, 1 page: 1 picture in " + folder.resolve("cat-grid"),
                        "1/1  page 1, step 400, strength 0.8",
                        "page 1: " + folder.resolve("page-01.png"),
                        "1 picture done, 1 of them drawn now, in 12 s");
        cli.terminal = true;
        assertThat(grid("--run", "cat", "--prompt", "a cat").out)
                .contains("\rpicture 0 of 1 done, step 2/4, 1:05 left");
    }

    @Test
    void aGridThatIsStoppedEndsAsOneThatCtrlCEnded() throws IOException {
        draw(true);
        assertThat(grid("--run", "cat", "--prompt", "a cat").exitCode).isEqualTo(130);
        assertThat(cli.out).contains("stopped with 1 of 2 pictures done");
    }

    @Test
    void eventsAreJsonOnRequest() throws IOException {
        draw(false);
        List<String> lines =
                grid("--run", "cat", "--prompt", "a cat", "--json").out.lines().toList();

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(lines.get(1)).get("type").asText()).isEqualTo("ready");
        assertThat(json.readTree(lines.get(3)).get("cell").get("strength").asDouble())
                .isEqualTo(0.8);
        assertThat(lines).hasSize(6);
    }
}
