package loralei.job;

import java.nio.file.Path;
import java.util.List;

/**
 * What to look at beside the computer itself.
 *
 * @param models the folder that holds the base models
 * @param output the folder for the results
 * @param alsoWritten further folders that Loralei writes into, as for its log and its settings
 */
public record DoctorRequest(Path models, Path output, List<Path> alsoWritten) {}
