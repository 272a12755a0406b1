package loralei.gui.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    @Test
    void aUserErrorSpeaksForItself() {
        Explanation explanation = explain(
                UserError.request(Message.text("The folder x is empty."), Message.text("Put pictures into it.")));
        assertThat(explanation.headline()).isEqualTo("The folder x is empty.");
        assertThat(explanation.remedy()).isEqualTo("Put pictures into it.");
    }

    @Test
    void aUserErrorIsFoundBehindOtherExceptions() {
        Throwable failure = new ExecutionException(
                new IllegalStateException(UserError.run(Message.text("No."), Message.text("Try later."))));
        assertThat(explain(failure).headline()).isEqualTo("No.");
    }

    @Test
    void aUserErrorCountsMoreThanWhatCausedIt() {
        Throwable failure = UserError.run(Message.text("The LoRA cannot be saved."), Message.text("Free some space."))
                .causedBy(new IOException("No space left on device"));
        assertThat(explain(failure).headline()).isEqualTo("The LoRA cannot be saved.");
    }

    @Test
    void aBrokenModelFileIsNamed() {
        Explanation explanation =
                explain(new SafetensorsException(Path.of("unet.safetensors"), Message.text("is cut off.")));
        assertThat(explanation.headline()).contains("unet.safetensors", "is cut off.");
        assertThat(explanation.remedy()).contains("another file");
    }

    @Test
    void librariesThatAreMissingAreNoDefect() {
        assertThat(explain(new IllegalStateException("Failed to load PyTorch native library"))
                        .headline())
                .contains("libraries that do the computing");
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device",
        "There is not enough space on the disk",
        "Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung",
        "Auf dem Gerät ist kein Speicherplatz mehr verfügbar"
    })
    void aFullDiskIsUnderstoodInBothLanguages(String reason) {
        Throwable failure = new UncheckedIOException(new FileSystemException("a", null, reason));
        assertThat(explain(failure).headline()).isEqualTo("The disk is full.");
    }

    @Test
    void javaOutOfMemoryIsNoDefect() {
        assertThat(explain(new OutOfMemoryError("Java heap space")).remedy()).contains("batch size 1");
    }

    @Test
    void anEngineThatCannotBeLoadedIsNoDefect() {
        assertThat(explain(new UnsatisfiedLinkError("x.dll: Can't find dependent libraries"))
                        .headline())
                .contains("libraries");
        assertThat(explain(new ExceptionInInitializerError(new UnsatisfiedLinkError("x")))
                        .remedy())
                .contains("Visual C++");
    }

    @Test
    void filesThatMayNotBeUsedOrAreGoneAreNamed() {
        assertThat(explain(new AccessDeniedException("out/x")).headline()).endsWith(": out/x");
        assertThat(explain(new IOException(new NoSuchFileException("models/x"))).headline())
                .endsWith(": models/x");
        assertThat(explain(new InvalidPathException("a\0b", "Nul")).headline()).endsWith(": a\0b");
    }

    @Test
    void everythingElseIsADefectAndSaysSo() {
        Explanation explanation = explain(new IllegalStateException("shape (2, 3)\nmore"));
        assertThat(explanation.headline()).endsWith(": IllegalStateException: shape (2, 3)");
        assertThat(explanation.remedy()).contains("defect");
    }

    @Test
    void anExceptionWithoutAMessageIsADefectToo() {
        assertThat(explain(new NullPointerException()).headline()).endsWith(": NullPointerException");
    }

    @Test
    void anExceptionThatIsItsOwnCauseEnds() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        assertThat(explain(one).remedy()).contains("defect");
    }

    @Test
    void germanIsSpokenToo() {
        assertThat(Explanation.of(new OutOfMemoryError(), Locale.GERMANY).headline())
                .isEqualTo("Der Arbeitsspeicher reicht nicht.");
    }

    @Test
    void whatTheEngineSaysIsTranslatedAndTheReportStaysEnglish() {
        Explanation file = Explanation.of(
                new SafetensorsException(Path.of("unet.safetensors"), Message.of("tensors.missing")), Locale.GERMANY);
        assertThat(file.headline()).isEqualTo("unet.safetensors: Diese Datei gibt es nicht.");
        Explanation folder = Explanation.of(
                UserError.request(Message.of("inspect.noFile", "x"), Message.of("inspect.checkPath")), Locale.GERMANY);
        assertThat(folder.headline()).isEqualTo("Die Datei x gibt es nicht.");
        assertThat(folder.remedy()).isEqualTo("Den Pfad prüfen.");
        assertThat(folder.report()).contains("There is no file x.").doesNotContain("gibt es nicht");
    }

    @Test
    void theReportHoldsVersionsAndTheWholeTrace() {
        String report = explain(new IllegalStateException("outer", new IOException("inner")))
                .report();
        assertThat(report)
                .startsWith("Loralei ")
                .contains("Java " + Runtime.version(), System.getProperty("os.name"))
                .contains(
                        "IllegalStateException: outer", "Caused by: java.io.IOException: inner", "    at loralei.gui");
    }

    @Test
    void theReportDoesNotNameTheHomeFolder() {
        String home = System.getProperty("user.home");
        assertThat(explain(new NoSuchFileException(home + "/pictures")).report())
                .contains("~/pictures")
                .doesNotContain(home + "/pictures");
        assertThat(Report.withoutHome("at C:\\Users\\eva\\x and C:/Users/eva/y", "C:\\Users\\eva"))
                .isEqualTo("at ~\\x and ~/y");
        assertThat(Report.withoutHome("/a/b", "/")).isEqualTo("/a/b");
    }

    private static Explanation explain(Throwable failure) {
        return Explanation.of(failure, Locale.ENGLISH);
    }
}
