package loralei.cli;

import java.util.List;
import loralei.config.ConfigFolder;
import loralei.config.Places;
import loralei.job.DoctorReport;
import loralei.job.DoctorRequest;
import loralei.job.Finding;
import loralei.job.UseCases;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: what is right and wrong with this computer, and what to do. */
record DoctorCommand(UseCases.Doctor doctor) implements Command {
    private static final String MODELS = "models";
    private static final String OUTPUT = "output";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("doctor");
        spec.usageMessage()
                .description("Tells whether this computer is fit for training, and what to do about what is not.");
        return spec.addOption(Options.value("--models", "DIR", "Folder with the base models. Default: " + MODELS))
                .addOption(Options.value("--output-dir", "DIR", "Folder for the results. Default: " + OUTPUT))
                .addOption(Options.flag("--json", "Write JSON."));
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
            console.out().println(summary(report.verdict()));
        }
        return report.verdict() == Finding.Verdict.RED ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static void print(Finding finding, Console console) {
        String mark = switch (finding.verdict()) {
            case GREEN -> "ok     ";
            case YELLOW -> "notice ";
            case RED -> "WRONG  ";
        };
        console.out().println(mark + finding.name() + ": " + finding.text());
        finding.remedy().lines().forEach(line -> console.out().println("       " + line));
    }

    private static String summary(Finding.Verdict worst) {
        return switch (worst) {
            case GREEN -> "All is well.";
            case YELLOW -> "Training works; the notices tell what could be better.";
            case RED -> "Training does not work yet; see what is WRONG above.";
        };
    }
}
