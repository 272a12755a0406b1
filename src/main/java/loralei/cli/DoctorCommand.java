package loralei.cli;

import java.util.List;
import loralei.config.ConfigFolder;
import loralei.config.Places;
import loralei.job.DoctorReport;
import loralei.job.DoctorRequest;
import loralei.job.Finding;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: what is right and wrong with this computer, and what to do. */
record DoctorCommand(UseCases.Doctor doctor) implements Command {
    private static final String MODELS = "models";
    private static final String OUTPUT = "output";

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("doctor");
        spec.usageMessage().description(texts.get("doctor"));
        return spec.addOption(Options.value(texts, "--models", "DIR", texts.get("doctor.models", MODELS)))
                .addOption(Options.value(texts, "--output-dir", "DIR", texts.get("results", OUTPUT)))
                .addOption(Options.flag("--json", texts.get("json")));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        DoctorReport report = doctor.run(new DoctorRequest(
                Places.of(Options.text(parsed, "--models").orElse(MODELS)),
                Places.of(Options.text(parsed, "--output-dir").orElse(OUTPUT)),
                List.of(ConfigFolder.ofThisUser(), console.surroundings().logFolder())));
        if (parsed.hasMatchedOption("--json")) {
            console.out().println(Json.pretty(report));
        } else {
            report.findings().forEach(finding -> print(finding, console));
            console.out().println(console.texts().get("doctor.all." + report.verdict()));
        }
        return report.verdict() == Finding.Verdict.RED ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static void print(Finding finding, Console console) {
        Texts texts = console.texts();
        int width = texts.get("doctor.one.YELLOW").length() + 1; // the longest of them
        String mark = texts.get("doctor.one." + finding.verdict());
        console.out()
                .println(mark
                        + " ".repeat(width - mark.length())
                        + texts.say(Message.of("shared.colon", finding.name(), finding.text())));
        texts.say(finding.remedy()).lines().forEach(line -> console.out().println(" ".repeat(width) + line));
    }
}
