package loralei.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import loralei.config.Resources;

/**
 * Writes the TorchScript archive of an empty module whose methods are the kernels.
 *
 * <p>The format is that of {@code torch.jit.save}: a ZIP of stored entries with a pickle of the module, a pickle of its
 * constants, a version, and the code.
 */
final class KernelArchive {
    private static final String CODE_HEADER =
            "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    /** The named tuples, which stand beside the module. */
    private static final String TYPES = "types.torchscript";

    private KernelArchive() {}

    /**
     * The archive's bytes, its code being the named resources of this package's {@code kernels} folder joined, and a kernel
     * {@code has_avx512} for those that choose by the processor.
     */
    static byte[] of(List<String> sources) {
        StringBuilder code = new StringBuilder(withoutComments(TYPES, ""));
        code.append(CODE_HEADER);
        code.append("  def has_avx512(self) -> bool:\n    return ").append(Processor.hasAvx512() ? "True" : "False");
        code.append('\n');
        for (String source : sources) {
            code.append(withoutComments(source, "  "));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "ops/data.pkl", pickledModule());
            store(zip, "ops/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "ops/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2 of an object of class {@code __torch__.Ops} whose only attribute is training = false. */
    private static byte[] pickledModule() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        out.writeBytes("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        byte[] key = "training".getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(new byte[] {'X', (byte) key.length, 0, 0, 0});
        out.writeBytes(key);
        out.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return out.toByteArray();
    }

    private static String withoutComments(String source, String indent) {
        StringBuilder out = new StringBuilder();
        Resources.text(KernelArchive.class, "kernels/" + source)
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .forEach(line -> out.append(indent).append(line).append('\n'));
        return out.toString();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
