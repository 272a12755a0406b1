package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import loralei.config.UserError;
import loralei.job.DoctorReport;
import loralei.job.Finding;
import loralei.job.Finding.Verdict;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void german() {
        cli = new CliFixture(folder);
        cli.language = Locale.GERMANY;
    }

    @ParameterizedTest
    @CsvSource({
        "de_DE,--help,Aufruf:",
        "en_US,--help,Usage:",
        "fr_FR,--help,Usage:",
        "de_DE,--lang en --help,Usage:",
        "de_DE,train --help --lang=en,Usage:",
        "en_US,--lang de train --help,Aufruf:",
        "en_US,train --lang de --help,Aufruf:"
    })
    void theSystemsLanguageIsSpokenOrTheOneThatIsAskedFor(String system, String words, String usage) {
        cli.language = Locale.forLanguageTag(system.replace('_', '-'));
        assertThat(cli.run(words.split(" ")).exitCode).isZero();
        assertThat(cli.out).startsWith(usage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"window", "train", "download", "doctor", "inspect", "bench", "grid", "demo", "natives", "convert"
            })
    void noCommandsHelpHasEnglishLeftInGerman(String command) {
        assertThat(cli.run(command, "--help").exitCode).isZero();
        assertThat(cli.out)
                .contains("loralei " + command + " [OPTIONEN]", "--lang=SPRACHE")
                .doesNotContain("Usage", "OPTIONS", " the ", "Default", "DIR", "FILE");
    }

    @ParameterizedTest
    @CsvSource({
        "trian,Den Befehl trian gibt es nicht.,War train gemeint?",
        "train --rnk 4,Die Option --rnk gibt es nicht.,War --rank gemeint?",
        "train --rank,--rank braucht einen Wert.,loralei train --help zählt auf",
        "train --rank 4 --rank 8,--rank wurde mehrmals angegeben.,loralei train --help",
        "inspect,DATEI fehlt.,loralei inspect --help",
        "inspect --json=x y,--json,inspect --help",
        "train --trace-steps 0,--trace-steps 0 ist keine ganze Zahl von 1 bis 2147483647.,Zum Beispiel 3",
        "train --rank 0,--rank 0 ist nur von 1 bis 1024 möglich.,Eine ganze Zahl von 1 bis 1024",
        "download sd3,Ein Modell sd3 gibt es nicht,'sd15, sdxl'",
        "--lang fr doctor,Die Sprache fr gibt es nicht.,'en, de'"
    })
    void whatIsWrongIsToldInGerman(String words, String message, String hint) {
        assertThat(cli.run(words.split(" ")).exitCode).isEqualTo(2);
        assertThat(cli.err).startsWith("Fehler: ").contains(message, hint);
    }

    @Test
    void whatTheEngineSaysNamesOptions() {
        cli.inspect = file -> {
            throw UserError.run(
                    Message.of("check.empty"), Message.of("train.lowerRate", SettingName.of("learningRate")));
        };
        cli.run("inspect", "x");
        assertThat(cli.err).isEqualTo(String.format("Fehler: ist leer%n        --learning-rate niedriger wählen.%n"));
    }

    @Test
    void numbersAndEventsAreGermanAndJsonAndLogsAreEnglish() throws IOException {
        cli.train = (request, control, listener) -> {
            listener.accept(new TrainingEvent.Warning(Message.of("train.promptCut", "x", SettingName.of("maxTokens"))));
            listener.accept(CliFixture.step(1, 1));
            listener.accept(new TrainingEvent.Finished(Path.of("a"), 1, 2));
        };
        cli.train();
        assertThat(cli.out.lines())
                .containsExactly(
                        "Warnung: Ein Prompt ist länger als das, was davon gelesen wird; dieses Ende wird abgeschnitten: „x“. "
                                + "Mehr wird gelesen mit --max-tokens.",
                        "Schritt 1/1  Verlust 0,0432  noch 1:05  12,3 it/s  Epoche 2  Rate 1,0e-04  letzter Verlust 0,0500",
                        "1 Schritt getan in 2 s. Das LoRA ist a");
        cli.train("--json");
        assertThat(cli.out).contains("A prompt is longer", "0.04321").doesNotContain("Prompt ist");
        cli.doctor = request -> new DoctorReport(
                Verdict.RED,
                java.util.List.of(
                        new Finding(Message.of("doctor.memory"), Verdict.RED, Message.text("1"), Message.text(""))));
        assertThat(cli.run("doctor").out).startsWith("FALSCH  Speicher: 1").contains("geht noch nicht");
        assertThat(new ObjectMapper()
                        .readTree(cli.run("doctor", "--json").out)
                        .at("/findings/0/name")
                        .asText())
                .isEqualTo("memory");
        assertThat(cli.run("inspect", "cake.safetensors").out).contains("Art: a cake", "Metadaten: baker = Ann");
        cli.inspect = file -> {
            throw UserError.run(Message.of("device.notFound"), Message.text(""));
        };
        cli.run("inspect", "x");
        assertThat(cli.err).contains("PyTorch findet keine");
        assertThat(cli.log()).contains("PyTorch does not find one").doesNotContain("findet keine");
    }
}
