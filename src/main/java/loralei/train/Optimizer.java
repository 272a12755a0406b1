package loralei.train;

import java.util.Map;
import loralei.safetensors.TensorData;

/** Moves the adapter's parameters by their gradients. Its state can be written and read back to the bit. */
public interface Optimizer extends AutoCloseable {
    /** One step with the gradients as they stand, at this learning rate. */
    void step(double learningRate);

    /** The whole state, by name. */
    Map<String, TensorData> state();

    /** Sets the whole state. Fails if names or sizes are not those of {@link #state}. */
    void load(Map<String, TensorData> state);

    @Override
    void close();
}
