package loralei.job;

/**
 * How far a download is.
 *
 * @param file the file that is received, relative to the model's folder
 * @param doneBytes received of all files, with what was there before
 * @param totalBytes of all files
 * @param bytesPerSecond over the last seconds; 0 where it is not known
 * @param secondsLeft -1 where it is not known
 */
public record DownloadProgress(
        String file, long doneBytes, long totalBytes, double bytesPerSecond, double secondsLeft) {
    /** From 0 to 1. */
    public double share() {
        return totalBytes == 0 ? 0 : (double) doneBytes / totalBytes;
    }
}
