package loralei.job;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The small base model and the eight pictures that are shipped with the program.
 *
 * @param model the base model in the diffusers layout
 * @param pictures the pictures' folder
 */
record DemoMaterial(Path model, Path pictures) {
    private static final String RESOURCE = "/loralei/demo";

    /** Finds the material, unpacking it below {@code folder} if the program runs from a jar. */
    static DemoMaterial find(Path folder) throws IOException {
        URL url = DemoMaterial.class.getResource(RESOURCE + "/model/model_index.json");
        if (url == null) {
            throw new IOException("the program is incomplete: its demo material is missing");
        }
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("file")) {
                Path root = Path.of(uri).getParent().getParent();
                return new DemoMaterial(root.resolve("model"), root.resolve("instance"));
            }
            Path target = folder.resolve("material");
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                unpack(jar.getPath(RESOURCE), target);
            }
            return new DemoMaterial(target.resolve("model"), target.resolve("instance"));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void unpack(Path source, Path target) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(source)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Path copy = target.resolve(source.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
