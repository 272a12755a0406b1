package loralei.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.job.BenchRequest;
import loralei.job.ConceptsJob;
import loralei.job.DemoResult;
import loralei.job.DoctorReport;
import loralei.job.DrawRequest;
import loralei.job.Finding;
import loralei.job.GridRequest;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.job.tool.LoraTools;
import loralei.lora.LoraReport;
import loralei.text.Message;
import loralei.text.Texts;
import loralei.train.TrainingEvent.Step;

/** A command line over fake use cases, whose output and exit code a test can look at. */
final class CliFixture {
    /** What a fake benchmark measures. */
    record Measured(double secondsPerStep) {}

    final Path folder;
    final AtomicLong nanoTime = new AtomicLong();
    boolean terminal;
    Interrupts interrupts = stop -> exitCode -> {};
    UseCases.Train train = (request, control, listener) -> trained = request;
    UseCases.Inspect inspect = CliFixture::report;
    UseCases.Demo demo = (dir, control, listener) ->
            Optional.of(new DemoResult(dir.resolve("model"), dir.resolve("demo.safetensors"), dir.resolve("demo.png")));
    UseCases.Download download = (request, control, listener) -> request.into();
    UseCases.Doctor doctor = request -> new DoctorReport(Finding.Verdict.GREEN, List.of());
    UseCases.Draw draw = (request, stop, listener) -> drawn = request;
    UseCases.Grid grid = (request, stop, listener) -> compared = request;
    TrainRequest trained;
    DrawRequest drawn;
    GridRequest compared;
    BenchRequest benched;
    Optional<Family> tab;
    Locale language = Locale.ENGLISH;
    int exitCode;
    String out;
    String err;

    CliFixture(Path folder) {
        this.folder = folder;
    }

    /** Where progress is shown in English. */
    static Console console(PrintStream out, int columns, LongSupplier nanoTime) {
        Surroundings surroundings =
                new Surroundings(true, () -> columns, stop -> exitCode -> {}, nanoTime, Path.of("log"), Locale.ENGLISH);
        return new Console(out, out, surroundings, Optional.empty(), Texts.ENGLISH);
    }

    /** A step in the middle of a run. */
    static Step step(int number, int total) {
        return new Step(number, total, 2, 0.05, 0.04321, 1e-4, 1.5, 12.34, 65);
    }

    /** What a fake inspection finds. */
    static LoraReport report(Path file) {
        return new LoraReport(
                file,
                7,
                Message.text("a cake"),
                Optional.empty(),
                new TreeMap<>(),
                0,
                Map.of("baker", "Ann"),
                List.of());
    }

    CliFixture run(String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        UseCases useCases = new UseCases(
                (request, control, listener) -> train.run(request, control, listener),
                file -> inspect.run(file),
                request -> {
                    benched = request;
                    return new Measured(0.5);
                },
                (dir, control, listener) -> demo.run(dir, control, listener),
                config -> {
                    throw new AssertionError("nobody asked for a preview");
                },
                config -> {
                    throw new AssertionError("nobody asked for advice");
                },
                (request, control, listener) -> download.run(request, control, listener),
                request -> doctor.run(request),
                (request, stop, listener) -> draw.run(request, stop, listener),
                (request, stop, listener) -> grid.run(request, stop, listener),
                new ConceptsJob(),
                LoraTools.ofThisProgram());
        Surroundings surroundings =
                new Surroundings(terminal, () -> 100, interrupts, nanoTime::get, folder.resolve("log"), language);
        exitCode = new Cli(useCases, chosen -> tab = chosen, surroundings)
                .execute(args, stream(outBytes), stream(errBytes));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return this;
    }

    /** Runs {@code train} with a model, pictures and a prompt, so that nothing but the given options can be wrong. */
    CliFixture train(String... more) throws IOException {
        Files.createDirectories(folder.resolve("model"));
        Files.createDirectories(folder.resolve("pictures"));
        Stream<String> right = Stream.of(
                "train",
                "--base-model",
                folder.resolve("model").toString(),
                "--instance-dir",
                folder.resolve("pictures").toString(),
                "--instance-prompt",
                "fsk49",
                "--output-dir",
                folder.resolve("output").toString());
        return run(Stream.concat(right, Stream.of(more)).toArray(String[]::new));
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log/loralei.log"));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
