package loralei.data;

import java.io.IOException;

/** The bytes of a picture are not what they should be; the message is a reason in a person's words. */
final class BrokenContentException extends IOException {
    private static final long serialVersionUID = 1L;

    static final String CUT_OFF = "the file ends before the picture does; copy or download it again";

    BrokenContentException(String reason) {
        super(reason);
    }

    BrokenContentException(String reason, Throwable cause) {
        super(reason, cause);
    }

    static BrokenContentException cutOff() {
        return new BrokenContentException(CUT_OFF);
    }

    static BrokenContentException damaged(String what) {
        return new BrokenContentException("it is damaged (" + what + "); copy or download it again");
    }
}
