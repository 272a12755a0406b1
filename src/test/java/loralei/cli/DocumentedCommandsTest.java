package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command in a block of the pages that people read is one that the program, the scripts or the build know. */
class DocumentedCommandsTest {
    private static final List<Path> PAGES = List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"));
    private static final List<Path> FOLDERS = List.of(Path.of("docs"), Path.of("scripts"), Path.of("models"));

    /** A block between fences that is called sh. */
    private static final Pattern BLOCK = Pattern.compile("```sh\\R(.*?)```", Pattern.DOTALL);

    /** A file or folder of the project that a page leads to. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @TempDir
    Path folder;

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(PAGES);
        for (Path place : FOLDERS) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> commands(Path page) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(page));
        List<String> commands = new ArrayList<>();
        while (blocks.find()) {
            blocks.group(1)
                    .replaceAll("\\\\\\R\\s*", "")
                    .lines()
                    .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(commands::add);
        }
        return commands;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandIsKnown() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            for (String command : commands(page)) {
                tests.add(DynamicTest.dynamicTest(page + ": " + command, () -> check(words(command))));
            }
        }
        assertThat(tests).as("commands in the pages").hasSizeGreaterThan(10);
        return tests.stream();
    }

    private static List<String> words(String command) {
        assertThat(command).as("a command that no shell has to take apart").doesNotContain("'", "\"", "$", "|", ">");
        return Arrays.asList(command.split("\\s+"));
    }

    private void check(List<String> words) throws IOException {
        if (words.get(0).equals("mvn")) {
            checkMaven(words.subList(1, words.size()));
            return;
        }
        assertThat(Path.of(words.get(0))).as("a script of ours").isExecutable();
        if (words.get(0).equals("scripts/loralei.sh")) {
            checkProgram(words.subList(1, words.size()));
        } else {
            assertThat(words).as("scripts that are documented without words").hasSize(1);
        }
    }

    /** A training is checked as far as the engine, with folders that are there; other commands by their options. */
    private void checkProgram(List<String> words) throws IOException {
        List<String> args = new ArrayList<>(words);
        boolean training = args.contains("train") && !args.contains("--help");
        if (training) {
            replace(args, "--base-model");
            replace(args, "--instance-dir");
            replace(args, "--output-dir");
        } else if (!args.contains("--help")) {
            args.add("--help");
        }
        CliFixture cli = new CliFixture(folder).run(args.toArray(String[]::new));
        assertThat(cli.exitCode).as(cli.err).isZero();
        if (training) {
            assertThat(cli.trained).isNotNull();
        }
    }

    private void replace(List<String> args, String option) throws IOException {
        int at = args.indexOf(option);
        if (at >= 0) {
            args.set(at + 1, Files.createDirectories(folder.resolve(option)).toString());
        }
    }

    /** Phases of Maven, plugins by their short name, tests and profiles that exist. */
    private void checkMaven(List<String> words) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String word : words) {
            if (word.startsWith("-Dtest=")) {
                String name = word.substring("-Dtest=".length()) + ".java";
                try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
                    assertThat(tests)
                            .anyMatch(file -> file.getFileName().toString().equals(name));
                }
            } else if (word.startsWith("-P")) {
                assertThat(pom).contains("<id>" + word.substring(2) + "</id>");
            } else if (word.startsWith("-D")) {
                assertThat(pom).contains("<property><name>" + word.substring(2) + "</name></property>");
            } else if (word.contains(":")) {
                assertThat(pom).contains("<artifactId>" + word.substring(0, word.indexOf(':')) + "-maven-plugin<");
            } else {
                assertThat(word).isIn("-B", "test", "verify", "package", "process-classes");
            }
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                Path target = page.resolveSibling(links.group(1));
                assertThat(target).as("link in " + page).exists();
            }
        }
    }

    @Test
    void theTableForOtherTrainersNamesEverySetting() throws IOException {
        String page = Files.readString(Path.of("docs/for-kohya-and-onetrainer-users.md"));
        assertThat(loralei.config.Settings.ALL)
                .allSatisfy(setting -> assertThat(page).contains("`" + setting.flag()));
    }
}
