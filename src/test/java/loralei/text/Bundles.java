package loralei.text;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of texts, as they are in the sources. */
final class Bundles {
    private static final Path FOLDER = Path.of("src", "main", "resources", "loralei", "text");

    private Bundles() {}

    /** The names of the English ones. */
    static List<String> parts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("_"))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .sorted()
                    .toList();
        }
    }

    /** One file. */
    static Map<String, String> load(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
            texts.load(reader);
        }
        Map<String, String> sorted = new TreeMap<>();
        texts.stringPropertyNames().forEach(key -> sorted.put(key, texts.getProperty(key)));
        return sorted;
    }

    /** The keys as they stand there, one that is given twice twice. */
    static List<String> keys(String name) throws IOException {
        return Files.readAllLines(FOLDER.resolve(name + ".properties")).stream()
                .filter(line -> line.contains(" = ") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .toList();
    }
}
