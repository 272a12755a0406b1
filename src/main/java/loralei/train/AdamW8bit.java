package loralei.train;

import java.util.LinkedHashMap;
import java.util.Map;
import loralei.lora.AdapterLayout;
import loralei.lora.LoraAdapter;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * AdamW with both moments in 8 bits (Dettmers et al. 2022, "8-bit optimizers via block-wise quantization").
 *
 * <p>Each block of 256 values has one scale; a value's code names a point of the dynamic tree map. Matrices under 4,096
 * values stay in 32 bits, as in bitsandbytes. Thanks to {@link AdapterLayout} all others are one (n, 256) matrix, so the
 * number of kernel launches does not grow with the number of modules.
 */
final class AdamW8bit implements Optimizer {
    private static final String SMALL_PREFIX = "small.";

    private final AdamWSettings settings;
    private final Tensor parameters;
    private final Tensor gradients;
    private final Tensor signedMap;
    private final Tensor unsignedMap;
    private final Tensor smallParameters;
    private final Tensor smallGradients;
    private final AdamW small;
    private final StateTensors state;
    private final StateTensors steps;

    AdamW8bit(LoraAdapter adapter, AdamWSettings settings, ComputeDevice device) {
        this(adapter.parameters(), adapter.gradients(), adapter.layout().smallSize(), settings, device);
    }

    /** Over flat fp32 vectors whose first {@code smallSize} values stay in 32 bits; the rest is whole blocks. */
    AdamW8bit(Tensor parameters, Tensor gradients, int smallSize, AdamWSettings settings, ComputeDevice device) {
        this.settings = settings;
        int blocks = Math.toIntExact(parameters.count() - smallSize) / AdapterLayout.BLOCK;
        this.smallParameters = view(parameters, 0, smallSize, smallSize);
        this.smallGradients = view(gradients, 0, smallSize, smallSize);
        this.small = new AdamW(smallParameters, smallGradients, settings, device);
        int large = blocks * AdapterLayout.BLOCK;
        this.parameters = view(parameters, smallSize, large, blocks, AdapterLayout.BLOCK);
        this.gradients = view(gradients, smallSize, large, blocks, AdapterLayout.BLOCK);
        this.signedMap = onDevice(DynamicTreeMap.signed(), device);
        this.unsignedMap = onDevice(DynamicTreeMap.unsigned(), device);
        this.state = new StateTensors(Map.of(
                "exp_avg.codes", codes(blocks, DynamicTreeMap.zeroOf(DynamicTreeMap.signed()), device),
                "exp_avg_sq.codes", codes(blocks, DynamicTreeMap.zeroOf(DynamicTreeMap.unsigned()), device),
                "exp_avg.absmax", Scope.detached(device.zeros(blocks, 1)),
                "exp_avg_sq.absmax", Scope.detached(device.zeros(blocks, 1))));
        this.steps = new StateTensors(
                Map.of("steps", Scope.detached(ComputeDevice.cpu().zeros())));
    }

    private static Tensor view(Tensor flat, int start, int count, long... shape) {
        return Scope.detached(Kernels.tensor("slice_of", flat, start, count, shape));
    }

    private static Tensor onDevice(float[] values, ComputeDevice device) {
        try (Tensor tensor = Tensor.of(values, values.length)) {
            return Scope.detached(device.move(tensor));
        }
    }

    private static Tensor codes(int blocks, int code, ComputeDevice device) {
        return Scope.detached(device.bytes(code, blocks, AdapterLayout.BLOCK));
    }

    @Override
    public void step(double learningRate) {
        small.step(learningRate);
        double step = steps.get("steps").item() + 1;
        Kernels.run("fill", steps.get("steps"), step);
        Kernels.run(
                "adamw8bit",
                parameters,
                gradients,
                state.get("exp_avg.codes"),
                state.get("exp_avg_sq.codes"),
                state.get("exp_avg.absmax"),
                state.get("exp_avg_sq.absmax"),
                signedMap,
                unsignedMap,
                (long) step,
                learningRate,
                // In single precision, as in bitsandbytes: 1 - 0.999f is 1.3e-5 less than 0.001, and the states tell.
                (double) (float) settings.beta1(),
                (double) (float) settings.beta2(),
                settings.weightDecay(),
                settings.eps());
    }

    @Override
    public Map<String, TensorData> state() {
        Map<String, TensorData> all = new LinkedHashMap<>(state.write());
        all.putAll(steps.write());
        small.state().forEach((name, data) -> all.put(SMALL_PREFIX + name, data));
        return all;
    }

    @Override
    public void load(Map<String, TensorData> saved) {
        Map<String, TensorData> ownPart = new LinkedHashMap<>();
        Map<String, TensorData> smallPart = new LinkedHashMap<>();
        Map<String, TensorData> stepPart = new LinkedHashMap<>();
        saved.forEach((name, data) -> {
            if (name.startsWith(SMALL_PREFIX)) {
                smallPart.put(name.substring(SMALL_PREFIX.length()), data);
            } else {
                (name.equals("steps") ? stepPart : ownPart).put(name, data);
            }
        });
        state.read(ownPart);
        steps.read(stepPart);
        small.load(smallPart);
    }

    @Override
    public void close() {
        small.close();
        smallParameters.close();
        smallGradients.close();
        parameters.close();
        gradients.close();
        signedMap.close();
        unsignedMap.close();
        state.close();
        steps.close();
    }
}
