package loralei.job;

import java.nio.file.Path;

/**
 * Of all texts that pictures bring with them, the one that is the most tokens.
 *
 * @param picture whose text it is
 * @param tokens how many it has
 * @param mostTokens how many of them are read
 * @param truncatedText its end that is not read; empty where all of it is
 */
public record LongestCaption(Path picture, int tokens, int mostTokens, String truncatedText) {}
