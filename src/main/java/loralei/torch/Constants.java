package loralei.torch;

import ai.djl.pytorch.jni.IValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Single numbers and flags as libtorch takes them. Kernels are called with the same few over and over, and making one takes
 * two ways into native code and back: the first that come are kept for good.
 */
final class Constants {
    private static final int KEPT = 512;
    private static final Map<Object, IValue> VALUES = new ConcurrentHashMap<>();

    private Constants() {}

    /** A number's or flag's kept value, which nobody closes; null where as many as are kept are others. */
    static IValue find(Object constant, Function<Object, IValue> make) {
        IValue value = VALUES.get(constant);
        return value != null || VALUES.size() >= KEPT ? value : VALUES.computeIfAbsent(constant, make);
    }
}
