package loralei.job.fetch;

import java.util.Optional;
import loralei.config.UserError;

/** What it means when a certain service says no. */
@FunctionalInterface
public interface Refusals {
    /** A server that nothing is known of. */
    Refusals UNKNOWN = refusal -> Optional.empty();

    /** What is wrong and what to do; empty where there is nothing to say but what the status says. */
    Optional<UserError> explain(Refusal refusal);
}
