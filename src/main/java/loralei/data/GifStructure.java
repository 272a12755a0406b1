package loralei.data;

import loralei.text.Message;

/** The blocks of a GIF file (GIF89a specification), read to the end of its first picture. */
final class GifStructure {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int COLOUR_TABLE_FLAG = 0x80;

    private final byte[] content;
    private int at = 6; // past the signature

    private GifStructure(byte[] content) {
        this.content = content;
    }

    /**
     * Checks that the first picture is there to its end.
     *
     * @param content the whole file
     * @throws BrokenContentException if the file ends too early or has no picture
     */
    static void check(byte[] content) throws BrokenContentException {
        GifStructure gif = new GifStructure(content);
        gif.skipDescriptor(7, 4);
        while (true) {
            int block = gif.next();
            if (block == IMAGE) {
                gif.skipDescriptor(9, 8);
                gif.skip(1); // code size
                gif.skipSubBlocks();
                return;
            }
            if (block != EXTENSION) {
                throw BrokenContentException.damaged(Message.of("pictures.emptyGif"));
            }
            gif.skip(1); // label
            gif.skipSubBlocks();
        }
    }

    /** Skips a screen or image descriptor and the colour table that its flags may announce. */
    private void skipDescriptor(int length, int flagsAt) throws BrokenContentException {
        int start = at;
        skip(length);
        int flags = content[start + flagsAt] & 0xFF;
        if ((flags & COLOUR_TABLE_FLAG) != 0) {
            skip(3 << ((flags & 7) + 1));
        }
    }

    private void skipSubBlocks() throws BrokenContentException {
        int length;
        do {
            length = next();
            skip(length);
        } while (length != 0);
    }

    private int next() throws BrokenContentException {
        skip(1);
        return content[at - 1] & 0xFF;
    }

    private void skip(int bytes) throws BrokenContentException {
        at += bytes;
        if (at > content.length) {
            throw BrokenContentException.cutOff();
        }
    }
}
