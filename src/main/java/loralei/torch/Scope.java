package loralei.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Frees what was made on this thread since it was opened and has neither been closed nor kept. Scopes nest.
 *
 * <p>Long loops close what they no longer need at once; the scope is what makes that safe when something fails half way.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final Scope parent;
    private final Set<Handle> handles = Collections.newSetFromMap(new IdentityHashMap<>());

    private Scope(Scope parent) {
        this.parent = parent;
    }

    /** Opens a scope on this thread. */
    public static Scope open() {
        Scope scope = new Scope(CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    static Scope current() {
        return CURRENT.get();
    }

    /** Lets a tensor outlive this scope: the enclosing scope owns it, or, where there is none, the caller. */
    public <T extends AutoCloseable> T keep(T kept) {
        Handle handle = (Handle) kept;
        handle.detach();
        if (parent != null) {
            handle.adopt(parent);
        }
        return kept;
    }

    /** Takes a tensor out of any scope: it lives until it is closed. */
    public static Tensor detached(Tensor tensor) {
        tensor.detach();
        return tensor;
    }

    /** The number of native objects that this scope would free now; for tests that look for leaks. */
    public int size() {
        return handles.size();
    }

    void add(Handle handle) {
        handles.add(handle);
    }

    void remove(Handle handle) {
        handles.remove(handle);
    }

    @Override
    public void close() {
        List<Handle> left = new ArrayList<>(handles);
        left.forEach(Handle::close);
        CURRENT.set(parent);
    }
}
