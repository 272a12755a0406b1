package loralei.job.tool;

/** Watches a tool at work. */
public interface ToolWatcher {
    /** Watches nothing, and never stops it. */
    ToolWatcher NONE = new ToolWatcher() {
        @Override
        public void at(int done, int of) {}

        @Override
        public boolean stopped() {
            return false;
        }
    };

    /**
     * Hears how far it is, on the tool's thread.
     *
     * @param done parts that are done
     * @param of all parts
     */
    void at(int done, int of);

    /** Whether to end within a moment, leaving everything as it was. */
    boolean stopped();
}
