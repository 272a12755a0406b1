package loralei.sample;

import java.util.List;
import loralei.diffusion.DdimSchedule;
import loralei.model.AdapterBank;
import loralei.model.Conditioning;
import loralei.model.Tape;
import loralei.model.Unet;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Deterministic DDIM sampling with classifier-free guidance. */
public final class DdimSampler {
    private final Unet unet;
    private final DdimSchedule schedule;
    private final double guidance;
    private final ComputeDevice device;

    /** A sampler of so many steps; a guidance of 1 asks the network with the prompt only in effect. */
    public DdimSampler(Unet unet, DdimSchedule schedule, double guidance, ComputeDevice device) {
        this.unet = unet;
        this.schedule = schedule;
        this.guidance = guidance;
        this.device = device;
    }

    /**
     * Takes noise to latents.
     *
     * @param noise standard normal draws (B, 4, h, w), on the device
     * @param conditioning 2B prompts: the negative prompts first, then the prompts
     * @param adapters adapters to run with
     * @return scaled latents (B, 4, h, w)
     */
    public Tensor sample(Tensor noise, Conditioning conditioning, AdapterBank adapters) {
        Tensor latents = noise.share();
        for (DdimSchedule.Step step : schedule.steps()) {
            try (Scope scope = Scope.open()) {
                Tensor next = next(latents, step, conditioning, adapters);
                latents.close();
                latents = scope.keep(next);
            }
        }
        return latents;
    }

    private Tensor next(Tensor latents, DdimSchedule.Step step, Conditioning conditioning, AdapterBank adapters) {
        int batch = (int) latents.shape()[0];
        long[] timesteps = new long[2 * batch];
        java.util.Arrays.fill(timesteps, step.timestep());
        Tensor twice = Kernels.tensor("concat_batch", List.of(latents, latents));
        Tensor times = device.move(Tensor.of(timesteps, timesteps.length));
        try (Tape tape = Tape.inference()) {
            Tensor both = unet.forward(twice, times, conditioning, adapters, tape);
            Tensor output = Kernels.tensor("guidance", both, guidance);
            return Kernels.tensor("combine", latents, output, step.sampleScale(), step.outputScale());
        }
    }
}
