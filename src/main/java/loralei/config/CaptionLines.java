package loralei.config;

/** What is taken of a text beside a picture. */
public enum CaptionLines implements Choice {
    /** Nothing: all pictures share the prompt. */
    NONE,
    /** The first line, as kohya's trainers do. */
    FIRST,
    /** One of the lines, another one each time, as OneTrainer does. */
    RANDOM
}
