package loralei.job;

import static loralei.job.DownloadFixture.LARGE;
import static loralei.job.DownloadFixture.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import loralei.config.UserError;
import loralei.job.DownloadEvent.Finished;
import loralei.job.DownloadEvent.Retrying;
import loralei.job.DownloadEvent.Started;
import loralei.job.DownloadEvent.Stopped;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from servers that behave, and from servers that do not. */
class DownloadJobTest {
    @TempDir
    private Path folder;

    private DownloadFixture download;

    @BeforeEach
    void start() throws IOException {
        download = new DownloadFixture(folder);
    }

    @AfterEach
    void stop() {
        download.close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failing() {
        AbstractThrowableAssert<?, ? extends Throwable> failure =
                assertThatThrownBy(() -> download.run()).isInstanceOf(UserError.class);
        assertThat(download.target).doesNotExist();
        return failure;
    }

    private static String remedy(Throwable failure) {
        return ((UserError) failure).remedy();
    }

    @Test
    void aModelIsDownloadedWholeAndNothingElseIsLeft() throws IOException {
        assertThat(download.run()).contains(download.target);
        download.theModelIsInPlace();
        Started started = download.eventsOf(Started.class).get(0);
        assertThat(started.totalBytes()).isEqualTo(download.small.length + download.large.length);
        assertThat(download.eventsOf(Finished.class)).containsExactly(new Finished(download.target, false));
        List<DownloadEvent.Progress> told = download.eventsOf(DownloadEvent.Progress.class);
        assertThat(told.get(told.size() - 1).progress().share()).isEqualTo(1);
    }

    @Test
    void aDroppedLineIsTakenUpWhereItBroke() throws IOException {
        download.server.once(LARGE, RudeServer.hangUpAfter(100_000), RudeServer.hangUpAfter(100_000));
        download.run();
        download.theModelIsInPlace();
        assertThat(download.server.askedFor(LARGE)).hasSize(3);
        RudeServer.Asked last = download.server.askedFor(LARGE).get(2);
        assertThat(last.header("Range")).isEqualTo("bytes=200000-");
        assertThat(last.header("If-Range")).startsWith("\"v");
        assertThat(download.eventsOf(Retrying.class)).hasSize(2);
    }

    @Test
    void aLineThatDropsForGoodLeavesAPartThatTheNextDownloadGoesOnWith() throws IOException {
        download.server.once(
                LARGE,
                RudeServer.hangUpAfter(100_000),
                RudeServer.hangUpAfter(0),
                RudeServer.hangUpAfter(0),
                RudeServer.hangUpAfter(0));
        failing().satisfies(failure -> assertThat(remedy(failure)).contains("go on where it stopped"));
        assertThat(download.part()).hasSize(100_000);

        download.run();
        download.theModelIsInPlace();
        assertThat(download.server.askedFor(SMALL)).hasSize(1);
        assertThat(download.eventsOf(Started.class).get(1).doneBytes()).isEqualTo(100_000 + download.small.length);
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws IOException {
        download.silence = Duration.ofMillis(300);
        download.server.once(LARGE, RudeServer.fallSilentAfter(1000));
        download.run();
        download.theModelIsInPlace();
        assertThat(download.eventsOf(Retrying.class).get(0).reason()).hasToString("the server fell silent");
    }

    @Test
    void aFileThatChangedMeanwhileIsBegunAgain() throws IOException {
        Files.createDirectories(download.part().getParent());
        Files.write(download.part(), new byte[1000]);
        Files.writeString(download.part().resolveSibling("weights.safetensors.part.etag"), "\"older\"");
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void aSpoiltPartIsFoundOutAndBegunAgain() throws IOException {
        Files.createDirectories(download.part().getParent());
        Files.write(download.part(), new byte[1000]); // no mark, so that the server sends only the rest
        download.run();
        download.theModelIsInPlace();
        assertThat(download.server.askedFor(LARGE).get(0).header("Range")).isEqualTo("bytes=1000-");
        assertThat(download.server.askedFor(LARGE).get(1).header("Range")).isNull();
    }

    @Test
    void aFileThatWasSpoiltAfterItWasCompleteIsFetchedAgain() throws IOException {
        Path complete = folder.resolve("models/sd15.download").resolve(LARGE);
        Files.createDirectories(complete.getParent());
        Files.write(complete, new byte[download.large.length]);
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void aServerThatDoesNotHaveTheRestIsAskedForTheWhole() throws IOException {
        Files.createDirectories(download.part().getParent());
        Files.write(download.part(), Arrays.copyOf(download.large, 1000));
        download.server.once(LARGE, RudeServer.status(416));
        download.run();
        download.theModelIsInPlace();
        assertThat(download.server.askedFor(LARGE).get(1).header("Range")).isNull();
    }

    @Test
    void aServerThatSendsAnotherPartThanAskedForIsAskedForTheWhole() throws IOException {
        Files.createDirectories(download.part().getParent());
        Files.write(download.part(), Arrays.copyOf(download.large, 1000));
        download.server.once(LARGE, (exchange, content) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/300000");
            exchange.sendResponseHeaders(206, 5);
            exchange.getResponseBody().write(content, 5, 5);
        });
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void aServerWithoutRangesIsAskedForTheWhole() throws IOException {
        Files.createDirectories(download.part().getParent());
        Files.write(download.part(), Arrays.copyOf(download.large, 1000));
        download.server.once(LARGE, RudeServer.bodyOfUnknownLength(download.large));
        download.run();
        download.theModelIsInPlace();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 408})
    void aBusyServerIsAskedAgain(int status) throws IOException {
        download.server.once(SMALL, RudeServer.status(status), RudeServer.status(status));
        download.run();
        download.theModelIsInPlace();
        assertThat(download.eventsOf(Retrying.class).get(0).reason().toString()).contains(String.valueOf(status));
    }

    @Test
    void aServerThatStaysBusyIsGivenUpInTheEnd() {
        download.server.once(SMALL, RudeServer.status(503), RudeServer.status(503), RudeServer.status(503));
        failing().hasMessageContaining("busy (503)");
        assertThat(download.server.askedFor(SMALL)).hasSize(3);
    }

    @Test
    void theServerSaysHowLongToWaitWithinBounds() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(2));
        download.server.once(SMALL, RudeServer.busy(429, "3600"), RudeServer.busy(503, soon));
        download.run();
        assertThat(download.eventsOf(Retrying.class))
                .extracting(Retrying::seconds)
                .containsExactly(0.04, 0.04); // the longest pause of this test
    }

    @Test
    void aRefusalWithoutATokenTellsHowToGetOne() {
        download.server.once(SMALL, RudeServer.status(401));
        failing()
                .hasMessageContaining("401")
                .satisfies(failure -> assertThat(remedy(failure)).contains("HF_TOKEN", "Access Tokens", "terms"));
        assertThat(download.server.askedFor(SMALL)).hasSize(1);
    }

    @Test
    void aRefusalInSpiteOfATokenSaysSo() {
        download.environment.put("HF_TOKEN", "hf_secret");
        download.server.once(SMALL, RudeServer.status(403));
        failing()
                .hasMessageContaining("403")
                .hasMessageNotContaining("hf_secret")
                .satisfies(failure -> assertThat(remedy(failure)).contains("not accepted"));
    }

    @Test
    void aMissingFileIsToldWithItsAddress() {
        download.server.once(SMALL, RudeServer.status(404));
        failing()
                .hasMessageContaining("/org/model/resolve/abc/" + SMALL)
                .satisfies(failure -> assertThat(remedy(failure)).contains("--mirror"));
    }

    @Test
    void aPageInsteadOfTheFileIsRefusedAtOnce() throws IOException {
        download.server.once(LARGE, RudeServer.body("<html>Please sign in</html>"));
        failing().hasMessageContaining("it has 27 bytes, not 300000");
        assertThat(download.part()).isEmptyFile();
    }

    @Test
    void aBodyShorterThanPublishedIsNotTakenForTheFile() throws IOException {
        byte[] half = Arrays.copyOf(download.large, 150_000);
        download.server.once(LARGE, RudeServer.bodyOfUnknownLength(half));
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void aBodyLongerThanPublishedIsCutAndChecked() throws IOException {
        byte[] longer = Arrays.copyOf(download.large, download.large.length + 5000);
        download.server.once(LARGE, RudeServer.bodyOfUnknownLength(longer));
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void wrongContentOfTheRightLengthIsFetchedOnceMore() throws IOException {
        download.server.once(LARGE, RudeServer.bodyOfUnknownLength(new byte[download.large.length]));
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void wrongContentTwiceIsRefusedAndNotKept() throws IOException {
        byte[] wrong = new byte[download.large.length];
        download.server.once(LARGE, RudeServer.bodyOfUnknownLength(wrong), RudeServer.bodyOfUnknownLength(wrong));
        failing().hasMessageContaining("SHA-256");
        assertThat(download.part()).isEmptyFile();
    }

    @Test
    void theTokenGoesToTheServerAndNotToWhereItRedirects() throws IOException {
        download.environment.put("HF_TOKEN", "hf_secret");
        try (RudeServer other = new RudeServer()) {
            other.has("/store/1", download.large);
            download.server.once(LARGE, RudeServer.redirect(other.address() + "/store/1"));
            download.run();
            download.theModelIsInPlace();
            assertThat(download.server.askedFor(LARGE).get(0).header("Authorization"))
                    .isEqualTo("Bearer hf_secret");
            assertThat(other.asked).hasSize(1);
            assertThat(other.asked.get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void theTokenGoesWithARedirectOnTheSameServer() throws IOException {
        download.environment.put("HF_TOKEN", "hf_secret");
        download.server.has("/store/1", download.small);
        download.server.once(SMALL, RudeServer.redirect("/store/1"));
        download.run();
        download.theModelIsInPlace();
        assertThat(download.server.askedFor("/store/1").get(0).header("Authorization"))
                .isEqualTo("Bearer hf_secret");
    }

    @Test
    void redirectsInACircleAreGivenUp() {
        RudeServer.Answer[] circle = new RudeServer.Answer[40];
        Arrays.fill(circle, RudeServer.redirect("/org/model/resolve/abc/" + SMALL));
        download.server.once(SMALL, circle);
        failing().hasMessageContaining("circle");
    }

    @Test
    void aStopKeepsWhatIsThereAndTheNextDownloadGoesOn() throws IOException {
        download.server.once(LARGE, RudeServer.fallSilentAfter(50_000));
        int kept = download.small.length + 50_000;
        Thread person = new Thread(() -> {
            while (download.part().toFile().length() < 50_000) {
                LockSupport.parkNanos(1_000_000);
            }
            download.stop.set(true);
        });
        person.setDaemon(true);
        person.start();
        assertThat(download.run()).isEmpty();
        assertThat(download.eventsOf(Stopped.class))
                .extracting(Stopped::doneBytes)
                .containsExactly((long) kept);
        assertThat(download.target).doesNotExist();
        try (DownloadFixture next = new DownloadFixture(folder)) {
            next.run();
            assertThat(next.server.askedFor(LARGE).get(0).header("Range")).isEqualTo("bytes=50000-");
        }
        download.theModelIsInPlace();
    }

    @Test
    void aListenerThatFailsDoesNotEndTheDownload() throws IOException {
        download.listener = event -> {
            throw new IllegalStateException("a bug in the window");
        };
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void theServerComesFromTheEnvironmentUnlessAMirrorIsGiven() throws IOException {
        download.mirror = Optional.empty();
        download.environment.put("HF_ENDPOINT", download.server.address() + "/");
        download.run();
        download.theModelIsInPlace();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface.co", "ftp://host", "https://", "not an address"})
    void anAddressThatIsNoneIsRefused(String mirror) {
        download.mirror = Optional.of(mirror);
        failing().hasMessageContaining("is not an address");
    }

    @Test
    void aProxyFromTheEnvironmentIsUsed() throws IOException {
        download.mirror = Optional.of("http://models.invalid");
        download.environment.put("http_proxy", download.server.address());
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void aProxyThatWantsAPasswordIsToldWithWhereToWriteIt() {
        download.server.once(SMALL, RudeServer.status(407));
        failing().satisfies(failure -> assertThat(remedy(failure)).contains("name:password@host:port"));
    }

    @Test
    void aServerThatCannotBeReachedIsToldWithARemedy() {
        String address = download.server.address();
        download.server.close();
        download.mirror = Optional.of(address);
        failing()
                .hasMessageContaining("cannot be reached")
                .satisfies(failure -> assertThat(remedy(failure)).contains("HTTPS_PROXY"));
    }
}
