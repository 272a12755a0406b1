package loralei.torch;

import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Numbers that are passed to kernels together, time and again: what the adapters of a block are scaled by.
 *
 * <p>Not bound to a scope: it lives until it is closed.
 */
public final class NumberList implements AutoCloseable {
    private final List<Double> numbers;
    private final IValue value;

    /** Of these numbers. */
    public NumberList(List<Double> numbers) {
        this.numbers = List.copyOf(numbers);
        this.value = IValue.listFrom(
                numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }

    @Override
    public String toString() {
        return numbers.toString();
    }
}
