package loralei.data;

/**
 * One of the ways in which an example is shown.
 *
 * @param flip whether it is mirrored
 * @param variant which of its crops and colours it has, from 0; see {@link Variation}
 */
public record View(boolean flip, int variant) {
    /** What is shown where nothing is drawn. */
    static final View FIRST = new View(false, 0);
}
