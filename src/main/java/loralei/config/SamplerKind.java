package loralei.config;

/** How a picture is drawn out of noise, step by step. The names are those of ComfyUI. */
public enum SamplerKind implements Choice {
    /** Song et al. 2021, without noise of its own. */
    DDIM,
    /** Karras et al. 2022, algorithm 2 without churn. */
    EULER,
    /** Euler with noise added after each step, as k-diffusion has it. */
    EULER_A,
    /** DPM-Solver++ of second order over several steps (Lu et al. 2022). */
    DPMPP_2M,
    /** UniPC of second order with B(h) = e^h - 1, diffusers' bh2 (Zhao et al. 2023). */
    UNIPC,
    /** Luo et al. 2023: few steps and little guidance, for models and LoRAs that were distilled for it. */
    LCM
}
