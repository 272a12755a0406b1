package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.job.DrawEvent;
import loralei.job.LoraChoice;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
    private static final PictureSpec USUAL = PictureSpec.of("a cat", 0);

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void prepare() throws IOException {
        cli = new CliFixture(folder);
        Files.createDirectories(folder.resolve("model"));
    }

    @Test
    void withAPromptOnlyAllElseIsAsUsual() {
        sample("--prompt", "a cat");
        assertThat(cli.err).isEmpty();
        assertThat(cli.exitCode).isZero();
        assertThat(cli.drawn.pictures()).containsExactly(USUAL);
        assertThat(cli.drawn.loras()).isEmpty();
        assertThat(cli.drawn.batchSize()).isEqualTo(1);
        assertThat(cli.drawn.outputDir()).isEqualTo(Path.of("output/pictures"));
    }

    @Test
    void everyOptionCounts() {
        sample(
                "--prompt=a cat",
                "--prompt=a dog --d 7 --n ugly",
                "--negative-prompt=blurry",
                "--sampler=euler_a",
                "--schedule=trailing",
                "--steps=12",
                "--guidance=4.5",
                "--guidance-rescale=0.7",
                "--seed=100",
                "--width=640",
                "--height=768",
                "--count=2",
                "--batch-size=3",
                "--device=cpu",
                "--precision=bf16",
                "--output-dir=" + folder.resolve("out"));
        PictureSpec cat = new PictureSpec(
                "a cat", "blurry", 640, 768, 12, 4.5, 0.7, SamplerKind.EULER_A, SamplingSchedule.TRAILING, 100);
        PictureSpec dog = cat.withPrompts("a dog", "ugly").withSeed(7);
        assertThat(cli.drawn.pictures()).containsExactly(cat, cat.withSeed(101), dog, dog.withSeed(8));
        assertThat(cli.drawn.baseModel()).isEqualTo(folder.resolve("model"));
        assertThat(cli.drawn.batchSize()).isEqualTo(3);
        assertThat(cli.drawn.device()).isEqualTo(DeviceChoice.CPU);
        assertThat(cli.drawn.precision()).isEqualTo(PrecisionChoice.BF16);
        assertThat(cli.drawn.outputDir()).isEqualTo(folder.resolve("out"));
    }

    @Test
    void promptsOfAFileComeAfterThoseOfTheCommandLine() throws IOException {
        Path file = folder.resolve("prompts.txt");
        Files.writeString(file, "# mine\na dog --s 3\n\na bird\n");
        sample("--prompt-file", file.toString(), "--prompt", "a cat");
        assertThat(cli.drawn.pictures())
                .containsExactly(USUAL, USUAL.withPrompts("a dog", "").withSteps(3), USUAL.withPrompts("a bird", ""));
    }

    @Test
    void aWeightStandsBehindTheLastColonAndADriveOfWindowsIsNone() throws IOException {
        Path odd = Files.createFile(folder.resolve("odd:2"));
        sample(
                "--prompt=a cat",
                "--lora=a.safetensors",
                "--lora=b.safetensors:0.8",
                "--lora=C:\\loras\\c.safetensors",
                "--lora=C:\\loras\\d.safetensors:-1",
                "--lora=" + odd);
        assertThat(cli.drawn.loras())
                .containsExactly(
                        new LoraChoice(Path.of("a.safetensors"), 1),
                        new LoraChoice(Path.of("b.safetensors"), 0.8),
                        new LoraChoice(Path.of("C:\\loras\\c.safetensors"), 1),
                        new LoraChoice(Path.of("C:\\loras\\d.safetensors"), -1),
                        new LoraChoice(odd, 1));
    }

    @Test
    void whatIsWrongIsOneMessageEach() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing yet\n\n");
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "a cat\na dog --w 500\n");
        assertWrong("--prompt is missing. | Say what to draw by --prompt TEXT or --prompt-file FILE.");
        assertWrong("--width 500 must be a multiple of 8 from 8 to 8192, such as 496. |", "--width=500");
        assertWrong("--steps 0 must be from 1 to 1000. |", "--steps=0");
        assertWrong("--guidance -1 must be from 0 to 100. |", "--guidance=-1");
        assertWrong("--guidance much is not a number such as 0.0001 or 1e-4. |", "--guidance=much");
        assertWrong("--seed -1 must be from 0 to 9223372036854775807. |", "--seed=-1");
        assertWrong("--sampler heun is not one of ddim,", "--sampler=heun");
        assertWrong("--count 0 is not a whole number from 1", "--count=0");
        assertWrong(
                "--count 2 goes beyond the largest seed. |", "--prompt=x", "--seed=9223372036854775806", "--count=2");
        assertWrong(
                "--lora a.safetensors:0,8 has something behind the colon that is no number. |",
                "--lora=a.safetensors:0,8");
        assertWrong("There is no prompt in " + empty + ". | Write one prompt a line", "--prompt-file=" + empty);
        assertWrong("Line 2 of " + wrong + ": --w 500 must be a multiple of 8", "--prompt-file=" + wrong);
        assertWrong("The file of prompts " + folder + " is a folder. |", "--prompt-file=" + folder);
        assertWrong("The prompt \"a cat --x 1\": --x is not a mark that a prompt can have. |", "--prompt=a cat --x 1");
    }

    @Test
    void progressIsPlainLinesInAFileAndOneLineOnATerminal() {
        cli.draw = (request, stop, listener) -> {
            listener.accept(new DrawEvent.Waiting(List.of(Message.of("draw.task.demo"))));
            listener.accept(new DrawEvent.Preparing(Message.of("train.prompt")));
            listener.accept(new DrawEvent.Warning(Message.text("careful")));
            listener.accept(new DrawEvent.Step(0, 2, 1, 20));
            listener.accept(new DrawEvent.Step(0, 2, 2, 20));
            listener.accept(new DrawEvent.Drawn(0, 2, folder.resolve("00001-42.png"), USUAL));
            listener.accept(new DrawEvent.Finished(2, 65));
        };
        sample("--prompt=a cat", "--output-dir=out");
        assertThat(cli.out.lines())
                .containsExactly(
                        "waiting for the demo",
                        "reading the prompt",
                        "warning: careful",
                        "picture 1 of 2, step 1 of 20",
                        "drawn " + folder.resolve("00001-42.png"),
                        "pictures: 2, in 1:05. They are in out");
        cli.terminal = true;
        sample("--prompt=a cat", "--output-dir=out");
        assertThat(cli.out).contains("\rpicture 1 of 2, step 1 of 20\rpicture 1 of 2, step 2 of 20");
        sample("--prompt=a cat", "--json");
        assertThat(cli.out.lines().toList().get(3))
                .isEqualTo("{\"type\":\"step\",\"picture\":0,\"pictures\":2,\"step\":1,\"steps\":20}");
        assertThat(cli.out).contains("\"sampler\":\"dpmpp_2m\"").contains("\"before\":[\"the demo\"]");
    }

    @Test
    void stoppedByThePersonItEndsWith130() {
        List<Runnable> stops = new ArrayList<>();
        cli.interrupts = stop -> {
            stops.add(stop);
            return exitCode -> {};
        };
        cli.draw = (request, stop, listener) -> {
            assertThat(stop.getAsBoolean()).isFalse();
            stops.get(0).run();
            assertThat(stop.getAsBoolean()).isTrue();
            listener.accept(new DrawEvent.Stopped(1));
        };
        sample("--prompt=a cat", "--output-dir=out");
        assertThat(cli.exitCode).isEqualTo(130);
        assertThat(cli.err).contains("stopping after this step, keeping the pictures");
        assertThat(cli.out).contains("stopped; pictures drawn before that: 1, in out");
    }

    @Test
    void theHelpIsThereInGermanToo() {
        cli.run("sample", "--help");
        assertThat(cli.out).contains("--lora=FILE[:WEIGHT]", "Default: dpmpp_2m", "Width in pixels");
        cli.language = Locale.GERMAN;
        cli.run("sample", "--help");
        assertThat(cli.out).contains("--lora=DATEI[:GEWICHT]", "Vorgabe: dpmpp_2m", "Breite in Pixeln");
    }

    private void assertWrong(String expected, String... options) {
        cli.drawn = null;
        sample(options);
        String told = String.join(" | ", cli.err.lines().map(String::strip).toList());
        assertThat(told).startsWith("error: " + expected);
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.drawn).isNull();
        assertThat(cli.err.lines()).hasSizeLessThanOrEqualTo(2);
    }

    private void sample(String... options) {
        Stream<String> model =
                Stream.of("sample", "--base-model", folder.resolve("model").toString());
        cli.run(Stream.concat(model, Stream.of(options)).toArray(String[]::new));
    }
}
