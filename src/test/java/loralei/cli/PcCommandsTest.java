package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.job.DoctorReport;
import loralei.job.DoctorRequest;
import loralei.job.DownloadEvent;
import loralei.job.DownloadProgress;
import loralei.job.DownloadRequest;
import loralei.job.Finding;
import loralei.job.Finding.Verdict;
import loralei.job.fetch.Secret;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code download} and {@code doctor}. */
class PcCommandsTest {
    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void start() {
        cli = new CliFixture(folder);
    }

    private static DownloadEvent progress(long done) {
        return new DownloadEvent.Progress(new DownloadProgress("unet/x", done, 2_000_000_000, 5_000_000, 300));
    }

    private DownloadRequest requested(String... words) {
        DownloadRequest[] seen = new DownloadRequest[1];
        cli.download = (request, control, listener) -> {
            seen[0] = request;
            return request.into();
        };
        cli.run(words);
        return seen[0];
    }

    @Test
    void downloadKnowsWhereAModelGoes() {
        assertThat(requested("download", "sdxl"))
                .isEqualTo(new DownloadRequest(Family.SDXL, Path.of("models", "sdxl"), Optional.empty(), false));
        assertThat(cli.exitCode).isZero();
    }

    @Test
    void downloadTakesAddressesAndAToken() throws IOException {
        DownloadRequest request = requested("download", "owner/name", "--file", "a.safetensors", "--token", "hf_123");
        assertThat(request)
                .isEqualTo(new DownloadRequest(
                        "owner/name",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of("a.safetensors"),
                        Secret.of("hf_123")));
        requested("download", "https://civitai.com/models/1?token=seeecret", "--token=hf_456");
        try (Stream<Path> logs = Files.walk(cli.folder)) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(log)).contains("--token").doesNotContain("hf_", "seeecret");
            }
        }
    }

    @Test
    void downloadTakesItsOptions() {
        assertThat(requested("download", "sd15", "--into", "here", "--mirror", "https://m", "--overwrite"))
                .isEqualTo(new DownloadRequest(Family.SD15, Path.of("here"), Optional.of("https://m"), true));
    }

    @Test
    void anUnknownModelIsRefusedWithTheKnownOnes() {
        assertThat(requested("download", "sd3")).isNull();
        assertThat(cli.exitCode).isEqualTo(ExitCode.WRONG_REQUEST);
        assertThat(cli.err).contains("sd3", "sd15, sdxl");
    }

    @Test
    void inAPipeProgressIsALineNowAndThen() {
        cli.download = (request, control, listener) -> {
            listener.accept(new DownloadEvent.Started("org/m", "a licence", "https://p", "host", 12, 2_000_000_000, 0));
            listener.accept(progress(1_000_000));
            listener.accept(progress(2_000_000));
            cli.nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(6));
            listener.accept(progress(500_000_000));
            listener.accept(new DownloadEvent.Retrying("unet/x", Message.of("download.busy", 503), 2));
            listener.accept(new DownloadEvent.Finished(request.into().orElseThrow(), false));
            return request.into();
        };
        cli.run("download", "sd15");
        assertThat(cli.out.lines())
                .containsExactly(
                        "org/m from host: 12 files, 2.0 GB",
                        "licence: a licence, to be read at https://p",
                        "  0%  1.0 MB of 2.0 GB  5.0 MB/s  5:00 left  unet/x",
                        " 25%  500.0 MB of 2.0 GB  5.0 MB/s  5:00 left  unet/x",
                        "unet/x: the server is busy (503); next try in 2 s",
                        "The model is in " + Path.of("models", "sd15"));
    }

    @Test
    void onATerminalOneLineIsRewritten() {
        cli.terminal = true;
        cli.download = (request, control, listener) -> {
            listener.accept(progress(1_000_000));
            listener.accept(progress(500_000_000));
            return request.into();
        };
        cli.run("download", "sd15");
        assertThat(cli.out.lines().filter(line -> !line.isEmpty())).hasSize(2); // split at the returns
        assertThat(cli.out).startsWith("\r  0%").contains("\r 25%").endsWith(System.lineSeparator());
    }

    @Test
    void eventsAreJsonOnDemand() throws IOException {
        cli.download = (request, control, listener) -> {
            listener.accept(progress(1_000_000));
            return request.into();
        };
        cli.run("download", "sd15", "--json");
        JsonNode event = new ObjectMapper().readTree(cli.out);
        assertThat(event.path("type").asText()).isEqualTo("progress");
        assertThat(event.path("progress").path("doneBytes").asLong()).isEqualTo(1_000_000);
    }

    @Test
    void aStoppedDownloadHasTheExitCodeOfAStop() {
        cli.interrupts = stop -> {
            stop.run();
            return exitCode -> {};
        };
        cli.download = (request, control, listener) -> {
            assertThat(control.getAsBoolean()).isTrue();
            listener.accept(new DownloadEvent.Stopped(Path.of("models/sd15.download"), 5_000_000, 9_000_000));
            return Optional.empty();
        };
        cli.run("download", "sd15");
        assertThat(cli.exitCode).isEqualTo(ExitCode.STOPPED);
        assertThat(cli.out).contains("stopped with 5.0 MB of 9.0 MB kept");
        assertThat(cli.err).contains("keeping what was received");
    }

    @Test
    void aFailedDownloadTellsTheRemedy() {
        cli.download = (request, control, listener) -> {
            throw UserError.run(Message.text("The server refuses."), Message.text("Make a token."));
        };
        cli.run("download", "sd15");
        assertThat(cli.exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("The server refuses.", "Make a token.");
    }

    @Test
    void doctorTellsEachFindingWithItsRemedy() {
        cli.doctor = request -> new DoctorReport(
                Verdict.YELLOW,
                List.of(
                        new Finding(Message.text("Java"), Verdict.GREEN, Message.text("17"), Message.text("")),
                        new Finding(
                                Message.text("models"),
                                Verdict.YELLOW,
                                Message.text("there is none"),
                                Message.text("Get one."))));
        cli.run("doctor");
        assertThat(cli.exitCode).isZero();
        assertThat(cli.out.lines())
                .containsExactly(
                        "ok     Java: 17",
                        "notice models: there is none",
                        "       Get one.",
                        "Training works; the notices tell what could be better.");
    }

    @Test
    void doctorFailsWhereTrainingCannotWork() throws IOException {
        cli.doctor = request -> new DoctorReport(
                Verdict.RED,
                List.of(new Finding(
                        Message.text("Java"), Verdict.RED, Message.text("11"), Message.text("Install 17."))));
        cli.run("doctor", "--json");
        assertThat(cli.exitCode).isEqualTo(ExitCode.FAILED);
        JsonNode report = new ObjectMapper().readTree(cli.out);
        assertThat(report.path("verdict").asText()).isEqualTo("red");
        assertThat(report.path("findings").get(0).path("remedy").asText()).isEqualTo("Install 17.");
    }

    @Test
    void doctorLooksAtTheFoldersItIsGiven() {
        DoctorRequest[] seen = new DoctorRequest[1];
        cli.doctor = request -> {
            seen[0] = request;
            return new DoctorReport(Verdict.GREEN, List.of());
        };
        cli.run("doctor", "--models", "m", "--output-dir", "o");
        assertThat(seen[0].models()).isEqualTo(Path.of("m"));
        assertThat(seen[0].output()).isEqualTo(Path.of("o"));
        assertThat(seen[0].alsoWritten()).contains(folder.resolve("log"));
    }
}
