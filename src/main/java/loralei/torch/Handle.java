package loralei.torch;

/** Something native that must be freed: by {@link #close}, or else by the scope it was made in. */
abstract class Handle implements AutoCloseable {
    private Scope owner;

    Handle() {
        Scope scope = Scope.current();
        if (scope != null) {
            adopt(scope);
        }
    }

    /** Frees the native object. Closing twice does nothing. */
    @Override
    public final void close() {
        detach();
        free();
    }

    /** Takes this out of its scope: whoever calls this closes it. */
    final void detach() {
        if (owner != null) {
            owner.remove(this);
            owner = null;
        }
    }

    final void adopt(Scope scope) {
        owner = scope;
        scope.add(this);
    }

    abstract void free();
}
