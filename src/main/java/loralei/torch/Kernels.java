package loralei.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Calls the kernels by name.
 *
 * <p>An argument is a {@link Tensor}, a {@link TensorList}, {@link TensorMaps}, a {@code List<Tensor>}, a {@link Saved}, a {@code long} or
 * {@code int}, a {@code double}, a {@code boolean}, a {@link NumberList}, a {@code long[]} or a {@code double[]}, in the order
 * of the kernel's parameters; a wrong one fails with libtorch's message, which names the parameter. No kernel records gradients.
 */
public final class Kernels {
    private Kernels() {}

    /** What a forward kernel gives: its output, and what its derivative needs. */
    public record ForwardResult(Tensor output, Saved saved) {}

    /** Runs a kernel that returns one tensor. */
    public static Tensor tensor(String kernel, Object... arguments) {
        try (IValue result = call(kernel, arguments)) {
            return new Tensor(result.toTensor(Torch.manager()));
        }
    }

    /** Runs a kernel that returns a list of tensors. */
    public static List<Tensor> tensors(String kernel, Object... arguments) {
        try (IValue result = call(kernel, arguments)) {
            List<Tensor> tensors = new ArrayList<>();
            for (PtNDArray array : result.toTensorArray(Torch.manager())) {
                tensors.add(new Tensor(array));
            }
            return tensors;
        }
    }

    /** Runs a kernel that returns its output and what its derivative needs. */
    public static ForwardResult forward(String kernel, Object... arguments) {
        try (IValue result = call(kernel, arguments)) {
            IValue[] pair = result.toIValueTuple();
            try (IValue output = pair[0]) {
                return new ForwardResult(new Tensor(output.toTensor(Torch.manager())), new Saved(pair[1]));
            }
        }
    }

    /** Runs a kernel that returns a number, or whether something holds: 1 or 0. */
    public static double number(String kernel, Object... arguments) {
        try (IValue result = call(kernel, arguments)) {
            if (result.isBoolean()) {
                return result.toBoolean() ? 1 : 0;
            }
            return result.isLong() ? result.toLong() : result.toDouble();
        }
    }

    /** The values of fp32 scalars, read all at once: a GPU has to finish its work for each reading. */
    public static float[] scalars(Tensor... scalars) {
        try (Tensor gathered = tensor("gather_scalars", List.of(scalars))) {
            return gathered.floats();
        }
    }

    /** Runs a kernel for what it does to its arguments. */
    public static void run(String kernel, Object... arguments) {
        call(kernel, arguments).close();
    }

    /** Runs a kernel that needs a graphics card, for what it does. */
    static void runOnCard(String kernel, Object... arguments) {
        call(Torch::runOnCard, kernel, arguments).close();
    }

    /** Runs such a kernel for an object that Java need not look into. */
    static Saved madeOnCard(String kernel, Object... arguments) {
        return new Saved(call(Torch::runOnCard, kernel, arguments));
    }

    private static IValue call(String kernel, Object... arguments) {
        return call(Torch::run, kernel, arguments);
    }

    private static IValue call(BiFunction<String, IValue[], IValue> archive, String kernel, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        List<IValue> made = new ArrayList<>();
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = held(arguments[i]);
                if (values[i] == null) {
                    values[i] = make(arguments[i]);
                    made.add(values[i]);
                }
            }
            return TorchFailure.translated(() -> archive.apply(kernel, values));
        } finally {
            made.forEach(IValue::close);
        }
    }

    /** An argument's value that somebody holds; null where it has to be made. */
    private static IValue held(Object argument) {
        if (argument instanceof Tensor tensor) {
            return tensor.value();
        } else if (argument instanceof TensorList list) {
            return list.value();
        } else if (argument instanceof TensorMaps maps) {
            return maps.value();
        } else if (argument instanceof Saved saved) {
            return saved.value();
        } else if (argument instanceof NumberList numbers) {
            return numbers.value();
        } else if (argument instanceof Number || argument instanceof Boolean) {
            return Constants.find(argument, Kernels::make);
        }
        return null;
    }

    private static IValue make(Object argument) {
        if (argument instanceof Integer number) {
            return IValue.from((long) number);
        } else if (argument instanceof Long number) {
            return IValue.from((long) number);
        } else if (argument instanceof Double number) {
            return IValue.from((double) number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from((boolean) flag);
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof List<?> tensors) {
            return IValue.listFrom(
                    tensors.stream().map(t -> ((Tensor) t).array()).toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException("a kernel takes no " + argument.getClass());
    }
}
