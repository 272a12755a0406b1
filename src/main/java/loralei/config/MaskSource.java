package loralei.config;

/** Where the mask of a picture is, which tells in which parts its error counts. */
public enum MaskSource implements Choice {
    /** Nowhere: pictures count in all their parts. */
    NONE,
    /** In a file beside the picture, named as OneTrainer has it: {@code cat-masklabel.png} for {@code cat.jpg}. */
    FILES,
    /** In the picture's own alpha channel: what is transparent is left out. */
    ALPHA
}
