package loralei.torch;

import ai.djl.pytorch.jni.IValue;

/** What a forward kernel keeps for its derivative: a named tuple that Java need not look into. */
public final class Saved extends Handle {
    private final IValue value;

    Saved(IValue value) {
        this.value = value;
    }

    IValue value() {
        return value;
    }

    @Override
    void free() {
        value.close();
    }
}
