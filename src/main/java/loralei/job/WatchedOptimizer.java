package loralei.job;

import java.util.Map;
import loralei.safetensors.TensorData;
import loralei.train.Optimizer;

/**
 * An optimizer that tells when it begins.
 *
 * @param optimizer does the work
 * @param beginning called before each step
 */
record WatchedOptimizer(Optimizer optimizer, Runnable beginning) implements Optimizer {
    @Override
    public void step(double learningRate) {
        beginning.run();
        optimizer.step(learningRate);
    }

    @Override
    public Map<String, TensorData> state() {
        return optimizer.state();
    }

    @Override
    public void load(Map<String, TensorData> state) {
        optimizer.load(state);
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
