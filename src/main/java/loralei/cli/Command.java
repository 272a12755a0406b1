package loralei.cli;

import java.io.IOException;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One word of the command line with its options. */
interface Command {
    /**
     * Name, description and options.
     *
     * @param texts the language of the help
     */
    CommandSpec spec(Texts texts);

    /**
     * Does it.
     *
     * @param parsed the options as they were given
     * @param console where to write
     * @return the exit code
     */
    int run(ParseResult parsed, Console console) throws IOException;
}
