package loralei.job.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether content is what is published, by the hash that there is: SHA-256, or that of git for small files. */
public final class ContentCheck {
    private final MessageDigest digest;
    private final String published;

    private ContentCheck(MessageDigest digest, String published) {
        this.digest = digest;
        this.published = published;
    }

    /** Begins with no bytes. */
    public static ContentCheck of(RemoteFile file) {
        if (!file.sha256().isEmpty() || file.blob().isEmpty()) {
            return new ContentCheck(digest("SHA-256"), file.sha256());
        }
        MessageDigest git = digest("SHA-1");
        git.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.US_ASCII));
        return new ContentCheck(git, file.blob());
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    /** Takes in bytes; their position moves to their limit. */
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Whether all that was taken in is the file; to be asked once, at the end. Right is all where nothing is published. */
    public boolean isRight() {
        return published.isEmpty() || HexFormat.of().formatHex(digest.digest()).equals(published);
    }
}
