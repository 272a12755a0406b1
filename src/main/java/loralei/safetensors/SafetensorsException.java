package loralei.safetensors;

import java.nio.file.Path;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** A file that is not what it should be. The message names file and tensor, says what is wrong and what to do. */
public class SafetensorsException extends LocalizedIOException {
    private static final long serialVersionUID = 1L;

    /** Names longer than this are cut in messages: a hostile file may hold any. */
    private static final int LONGEST_NAME_SHOWN = 160;

    /**
     * Reports a problem of a whole file.
     *
     * @param file the file
     * @param problem what is wrong and what to do
     */
    public SafetensorsException(Path file, Message problem) {
        super(Message.of("shared.colon", file, problem));
    }

    /**
     * Reports a problem of a whole file that another exception told of.
     *
     * @param file the file
     * @param problem what is wrong and what to do
     * @param cause the exception
     */
    public SafetensorsException(Path file, Message problem, Throwable cause) {
        super(Message.of("shared.colon", file, problem), cause);
    }

    /**
     * Reports a problem of one tensor.
     *
     * @param file the file
     * @param tensor the tensor's name
     * @param problem what is wrong and what to do
     */
    public SafetensorsException(Path file, String tensor, Message problem) {
        super(Message.of("tensors.ofTensor", file, quote(tensor), problem));
    }

    /** Makes a name from a file fit to be shown: no control characters, not endless. */
    static String quote(String name) {
        String shown = name.length() <= LONGEST_NAME_SHOWN ? name : name.substring(0, LONGEST_NAME_SHOWN) + "...";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
