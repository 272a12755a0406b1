package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.Family;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(folder);
    }

    @Test
    void withoutArgumentsOpensTheWindowAsItWas() {
        assertThat(cli.run().exitCode).isZero();
        assertThat(cli.tab).isEmpty();
    }

    @Test
    void opensTheWindowOnATab() {
        assertThat(cli.run("window", "--tab", "sdxl").exitCode).isZero();
        assertThat(cli.tab).contains(Family.SDXL);
    }

    @Test
    void refusesAnUnknownTab() {
        assertThat(cli.run("window", "--tab", "sd3").exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--tab", "sd15, sdxl");
        assertThat(cli.tab).isNull();
    }

    @Test
    void showsHelpOnRequest() {
        assertThat(cli.run("--help").exitCode).isZero();
        assertThat(cli.out).contains("Commands:", "train", "--version");
    }

    @Test
    void showsEverySettingInTheHelpOfTrain() {
        assertThat(cli.run("train", "--help").exitCode).isZero();
        assertThat(cli.out.replace("[no-]", "").replaceAll("\\s+", " "))
                .contains(Settings.ALL.stream().map(Setting::flag).toList())
                .contains("--resume", "--dry-run", "--trace", "--json", "--config")
                .contains("512, for sdxl 1024", "--resolution=PIXELS", "--family=sd15|sdxl", "--lr-scheduler=NAME");
        assertThat(cli.err).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        assertThat(cli.run("--version").out).startsWith("loralei ");
    }

    @ParameterizedTest
    @CsvSource({
        "train --rnk 4,There is no option --rnk.,Did you mean --rank?",
        "train --learning_rate 4,There is no option --learning_rate.,Did you mean --learning-rate?",
        "train --colour red,There is no option --colour.,loralei train --help lists",
        "trian,There is no command trian.,Did you mean train?",
        "paint,There is no command paint.,loralei --help lists",
        "--verson,There is no option --verson.,Did you mean --version?",
        "train --rank,--rank,loralei train --help",
        "train --rank 4 --rank 8,--rank,loralei train --help",
        "inspect,FILE,loralei inspect --help",
        "inspect a b,There is no option b.,inspect --help"
    })
    void refusesWrongWordsWithOneMessageAndAHint(String words, String message, String hint) {
        cli.run(words.split(" "));

        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err)
                .startsWith("error: ")
                .contains(message)
                .contains(hint)
                .hasLineCount(2);
        assertThat(cli.out).isEmpty();
    }

    @Test
    void tellsAFailureThatAPersonCanMendWithoutAStackTrace() throws IOException {
        cli.inspect = any -> {
            throw UserError.request(Message.text("The file is a recipe."), Message.text("Choose a LoRA."))
                    .causedBy(new IOException("flour"));
        };
        cli.run("inspect", "x");

        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).isEqualTo(String.format("error: The file is a recipe.%n       Choose a LoRA.%n"));
        assertThat(cli.log()).contains("flour", "at loralei.cli.CliTest");
    }

    @Test
    void endsWithOneWhereTheRunFailed() {
        cli.inspect = any -> {
            throw UserError.run(Message.text("The disk is full."), Message.text("Make room."));
        };

        assertThat(cli.run("inspect", "x").exitCode).isEqualTo(1);
        assertThat(cli.err).contains("The disk is full.", "Make room.");
    }

    @Test
    void passesOnWhatABrokenFileSays() {
        cli.inspect = any -> {
            throw new SafetensorsException(any, Message.text("the header is longer than the file."));
        };

        assertThat(cli.run("inspect", "x").exitCode).isEqualTo(1);
        assertThat(cli.err).contains("the header is longer than the file").doesNotContain("Exception");
    }

    @Test
    void keepsAnUnexpectedFailureToOneLineAndNamesTheLog() throws IOException {
        cli.inspect = any -> {
            throw new IllegalStateException("first line\nsecond line");
        };
        cli.run("inspect", "x");

        assertThat(cli.exitCode).isEqualTo(1);
        assertThat(cli.err)
                .contains("IllegalStateException: first line")
                .contains(folder.resolve("log/loralei.log").toString())
                .doesNotContain("second line")
                .doesNotContain("at loralei")
                .hasLineCount(2);
        assertThat(cli.log()).contains("second line", "at loralei.cli.CliTest");
    }

    @Test
    void survivesErrors() {
        cli.inspect = any -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThat(cli.run("inspect", "x").exitCode).isEqualTo(1);
        assertThat(cli.err).contains("not enough memory", "--batch-size");
    }

    @Test
    void worksWithoutALog() throws IOException {
        Files.createFile(folder.resolve("log")); // where the folder would be
        cli.inspect = any -> {
            throw new IllegalStateException("oops");
        };

        assertThat(cli.run("inspect", "x").exitCode).isEqualTo(1);
        assertThat(cli.err).contains("oops").doesNotContain("log");
    }
}
