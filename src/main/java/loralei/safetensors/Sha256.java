package loralei.safetensors;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making. */
public final class Sha256 {
    private final MessageDigest digest;

    /** Starts with no bytes. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** That of some bytes, as {@link #hex} gives it. */
    public static String of(byte[] bytes) {
        Sha256 digest = new Sha256();
        digest.update(ByteBuffer.wrap(bytes));
        return digest.hex();
    }

    /**
     * Takes in bytes.
     *
     * @param bytes all that remain in it; its position moves to its limit
     */
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /**
     * Finishes, and starts anew.
     *
     * @return 64 hexadecimal digits, lower case
     */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
