package loralei.model;

import java.util.Set;

/** Which blocks keep only their input for the derivative, and run again when it is due. */
@FunctionalInterface
public interface Checkpoints {
    /** No block: everything that derivatives need is kept. */
    Checkpoints NONE = path -> false;

    /** Each residual and each transformer block. */
    Checkpoints ALL = path -> true;

    /** Whether this block does, by diffusers' name of it. */
    boolean has(String path);

    /** These blocks. */
    static Checkpoints of(Set<String> paths) {
        return Set.copyOf(paths)::contains;
    }
}
