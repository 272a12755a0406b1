package loralei.gui.run;

import java.nio.file.Path;

/**
 * A picture that a run drew on its way.
 *
 * @param file where it is
 * @param step the step that it is of; 0 before the first one
 * @param prompt which of the preview prompts, from 0
 * @param drawing tells one drawing of a file from the next
 */
record Preview(Path file, int step, int prompt, int drawing) {}
