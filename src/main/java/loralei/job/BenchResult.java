package loralei.job;

import java.util.List;

/**
 * What a benchmark measured.
 *
 * @param family sd15 or sdxl
 * @param weights random, or the base model's folder
 * @param resolution side of the square picture in pixels
 * @param batchSize pictures per step
 * @param rank rank of the adapters
 * @param optimizer the optimizer
 * @param precision type of the frozen weights and the arithmetic
 * @param gradientCheckpointing whether activations are computed again
 * @param device cpu or cuda
 * @param threads threads that libtorch computes with on the CPU
 * @param unetParameters values of the frozen network
 * @param adapterParameters values that are trained
 * @param buildSeconds making or loading the network
 * @param warmUpSeconds the first step, which is not counted
 * @param stepSeconds each step that was measured
 * @param medianStepSeconds their median
 * @param stepsPerSecond its inverse
 * @param peakMemoryBytes the most memory that the process ever held (resident set); 0 where the system does not tell
 * @param peakDeviceMemoryBytes the most memory in use on the GPU as seen after each step, by all programs; 0 on the CPU
 */
public record BenchResult(
        String family,
        String weights,
        int resolution,
        int batchSize,
        int rank,
        String optimizer,
        String precision,
        boolean gradientCheckpointing,
        String device,
        int threads,
        long unetParameters,
        long adapterParameters,
        double buildSeconds,
        double warmUpSeconds,
        List<Double> stepSeconds,
        double medianStepSeconds,
        double stepsPerSecond,
        long peakMemoryBytes,
        long peakDeviceMemoryBytes) {}
