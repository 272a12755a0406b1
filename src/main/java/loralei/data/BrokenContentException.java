package loralei.data;

import static loralei.config.Words.say;

import loralei.config.SpokenIOException;
import loralei.config.Words;

/** The bytes of a picture are not what they should be; the message is a reason in a person's words. */
final class BrokenContentException extends SpokenIOException {
    private static final long serialVersionUID = 1L;

    private static final Words CUT_OFF = say("the file ends before the picture does; copy or download it again");

    BrokenContentException(Words reason) {
        super(reason);
    }

    BrokenContentException(Words reason, Throwable cause) {
        super(reason, cause);
    }

    static BrokenContentException cutOff() {
        return new BrokenContentException(CUT_OFF);
    }

    static BrokenContentException damaged(Words what) {
        return new BrokenContentException(say("it is damaged ({0}); copy or download it again", what));
    }
}
