package loralei.train;

import java.util.List;
import java.util.Map;
import loralei.lora.LoraAdapter;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** AdamW (Loshchilov and Hutter 2019) with moments in fp32: one fused call for all parameters. */
final class AdamW implements Optimizer {
    private final AdamWSettings settings;
    private final Tensor parameters;
    private final Tensor gradients;
    private final StateTensors state;

    AdamW(LoraAdapter adapter, AdamWSettings settings, ComputeDevice device) {
        this(adapter.parameters(), adapter.gradients(), settings, device);
    }

    /** Over any flat fp32 vectors of one size; the caller closes them. */
    AdamW(Tensor parameters, Tensor gradients, AdamWSettings settings, ComputeDevice device) {
        this.settings = settings;
        this.parameters = parameters;
        this.gradients = gradients;
        long size = parameters.count();
        this.state = new StateTensors(Map.of(
                "exp_avg", Scope.detached(device.zeros(size)),
                "exp_avg_sq", Scope.detached(device.zeros(size)),
                "step", Scope.detached(device.zeros())));
    }

    @Override
    public void step(double learningRate) {
        Kernels.run(
                "adamw",
                List.of(parameters),
                List.of(gradients),
                List.of(state.get("exp_avg")),
                List.of(state.get("exp_avg_sq")),
                List.of(state.get("step")),
                learningRate,
                settings.beta1(),
                settings.beta2(),
                settings.weightDecay(),
                settings.eps());
    }

    @Override
    public Map<String, TensorData> state() {
        return state.write();
    }

    @Override
    public void load(Map<String, TensorData> saved) {
        state.read(saved);
    }

    @Override
    public void close() {
        state.close();
    }
}
