package loralei.job.fetch;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for a server, and how often to try again.
 *
 * @param tries how many times in a row without a single byte received
 * @param firstPause before the second try; each further one is twice as long
 * @param longestPause also where a server asks for more
 * @param connect for a connection
 * @param silence between two pieces of an answer
 */
public record Patience(int tries, Duration firstPause, Duration longestPause, Duration connect, Duration silence) {
    /** For people and servers on the internet. */
    public static final Patience USUAL = new Patience(
            6, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofSeconds(20), Duration.ofSeconds(60));

    Duration pause(int failures, Optional<Duration> asked) {
        Duration own = firstPause.multipliedBy(1L << Math.min(failures - 1, 16));
        Duration pause = asked.filter(time -> time.compareTo(own) > 0).orElse(own);
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
