package loralei.config;

import java.nio.file.Path;

/**
 * Parts that take the place of a base model's own.
 *
 * @param vae a file or folder with a VAE, or the empty path for the base model's own
 * @param textEncoders another base model with the text encoders, or the empty path for the base model's own
 */
public record Companions(Path vae, Path textEncoders) {
    private static final Path OWN = Path.of("");

    /** All parts are the base model's own. */
    public static final Companions NONE = new Companions(OWN, OWN);

    /** Only another VAE, or the empty path for none. */
    public static Companions ofVae(Path vae) {
        return new Companions(vae, OWN);
    }

    /** Whether the VAE is the base model's own. */
    public boolean isOwnVae() {
        return vae.equals(OWN);
    }

    /** Whether the text encoders are the base model's own. */
    public boolean areOwnTextEncoders() {
        return textEncoders.equals(OWN);
    }
}
