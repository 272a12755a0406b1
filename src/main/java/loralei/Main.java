package loralei;

import loralei.cli.Cli;
import loralei.cli.Surroundings;
import loralei.gui.Gui;
import loralei.job.UseCases;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    /**
     * Runs the command line and ends the process with its exit code.
     *
     * @param args the words of the command line
     */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        UseCases useCases = UseCases.ofThisProgram();
        return new Cli(useCases, tab -> Gui.open(useCases, tab), Surroundings.ofThisProcess())
                .execute(args, System.out, System.err);
    }
}
