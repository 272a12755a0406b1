package loralei.config;

/** At which amounts of noise a sampler asks the network. */
public enum SamplingSchedule implements Choice {
    /** As the base model's own {@code scheduler_config.json} says. */
    NORMAL,
    /** Karras et al. 2022, formula (5): more steps where there is little noise. */
    KARRAS,
    /** Counted back from the last timestep (Lin et al. 2023), as models with zero terminal SNR need it. */
    TRAILING
}
