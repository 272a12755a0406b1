package loralei.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import loralei.safetensors.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name for the part of this program that makes numbers out of pictures and prompts: after a change in it they are computed
 * anew, whatever was changed.
 */
public final class CodeMark {
    private static final Logger LOG = LoggerFactory.getLogger(CodeMark.class);

    /** Whatever takes part; their resources are the kernels. */
    private static final List<String> PACKAGES = List.of("cache", "data", "model", "safetensors", "tokenizer", "torch");

    private static final class Known {
        static final String MARK = compute();
    }

    private CodeMark() {}

    /** That of this program; 64 hexadecimal digits. */
    public static String ofThisProgram() {
        return Known.MARK;
    }

    private static String compute() {
        try {
            CodeSource source = CodeMark.class.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                return of(place.resolve("loralei"));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return of(jar.getPath("/loralei"));
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            LOG.warn("The program's own files cannot be read, so what is in the cache is not used", e);
            return UUID.randomUUID().toString();
        }
    }

    private static String of(Path root) throws IOException {
        Sha256 digest = new Sha256();
        for (String part : PACKAGES) {
            try (Stream<Path> files = Files.walk(root.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = root.relativize(file).toString();
                    digest.update(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
                    digest.update(ByteBuffer.wrap(Files.readAllBytes(file)));
                }
            }
        }
        return digest.hex();
    }
}
