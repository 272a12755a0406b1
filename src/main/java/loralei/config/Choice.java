package loralei.config;

/** A setting with a fixed set of values, each spelled in one way on the command line and in files. */
public interface Choice {
    /** How the value is spelled. */
    String id();
}
