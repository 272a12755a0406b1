package loralei.data;

import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** The bytes of a picture are not what they should be; the message is a reason in a person's words. */
final class BrokenContentException extends LocalizedIOException {
    private static final long serialVersionUID = 1L;

    private static final Message CUT_OFF = Message.of("pictures.endsEarly");

    BrokenContentException(Message reason) {
        super(reason);
    }

    BrokenContentException(Message reason, Throwable cause) {
        super(reason, cause);
    }

    static BrokenContentException cutOff() {
        return new BrokenContentException(CUT_OFF);
    }

    static BrokenContentException damaged(Message what) {
        return new BrokenContentException(Message.of("pictures.damaged", what));
    }
}
