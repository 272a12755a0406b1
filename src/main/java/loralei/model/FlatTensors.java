package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** Tensors laid out one after the other, so that they can be copied in one go: those of one type in one flat tensor. */
final class FlatTensors implements AutoCloseable {
    /** Each begins at a multiple of so many values, which is as kernels of graphics cards like it. */
    private static final long ALIGNMENT = 64;

    private record Place(int type, long start, List<Long> shape) {
        long count() {
            return shape.stream().reduce(1L, (one, other) -> one * other);
        }

        long[] sizes() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private final Map<Integer, Tensor> flats;
    private final List<Place> places;

    private FlatTensors(Map<Integer, Tensor> flats, List<Place> places) {
        this.flats = flats;
        this.places = places;
    }

    /**
     * Lays tensors out.
     *
     * @param tensors are closed
     * @param kept from a flat tensor to the one that is kept in its place, for which it is closed
     */
    static FlatTensors of(List<Tensor> tensors, UnaryOperator<Tensor> kept) {
        Map<Integer, List<Tensor>> byType = new TreeMap<>();
        Map<Integer, Long> ends = new TreeMap<>();
        List<Place> places = new ArrayList<>();
        for (Tensor tensor : tensors) {
            int type = (int) Kernels.number("type_of", tensor);
            long start = ends.getOrDefault(type, 0L);
            places.add(
                    new Place(type, start, LongStream.of(tensor.shape()).boxed().toList()));
            if (tensor.count() > 0) {
                byType.computeIfAbsent(type, any -> new ArrayList<>()).add(tensor);
            }
            ends.put(type, start + (tensor.count() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
        Map<Integer, Tensor> flats = new TreeMap<>();
        byType.forEach((type, same) -> flats.put(
                type, Scope.detached(kept.apply(Kernels.tensor("laid_out", same, ALIGNMENT, ends.get(type))))));
        tensors.forEach(Tensor::close);
        return new FlatTensors(flats, List.copyOf(places));
    }

    /** The flat tensors by libtorch's numbers of their types. */
    Map<Integer, Tensor> flats() {
        return flats;
    }

    /** The size of all values. */
    long bytes() {
        return flats.values().stream()
                .mapToLong(flat -> (long) Kernels.number("bytes_of", flat))
                .sum();
    }

    /** The tensors in other flat tensors, which hold the same at the time when they are used. */
    TensorList viewsIn(Map<Integer, Tensor> others) {
        List<Tensor> views = new ArrayList<>();
        for (Place place : places) {
            views.add(
                    place.count() == 0
                            ? Tensor.of(new float[0], 0)
                            : Kernels.tensor(
                                    "slice_of", others.get(place.type()), place.start(), place.count(), place.sizes()));
        }
        return new TensorList(views);
    }

    @Override
    public void close() {
        flats.values().forEach(Tensor::close);
    }
}
