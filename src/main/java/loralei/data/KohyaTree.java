package loralei.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loralei.text.Message;

/**
 * Folders as kohya's {@code --train_data_dir} has them: {@code 10_fsk49 cat} holds pictures that are shown 10 times an
 * epoch and are, without captions, said to show "fsk49 cat". What its window lays out is known as well: such folders in
 * {@code img}, and those of the class in {@code reg}.
 */
final class KohyaTree {
    private static final Pattern NAME = Pattern.compile("(\\d{1,6})_(.+)");
    private static final String TRAINED = "img";
    private static final String OF_CLASS = "reg";

    private final Concept plain;
    private final List<Concept> concepts = new ArrayList<>();
    private final List<Message> read = new ArrayList<>();
    private final List<Message> others = new ArrayList<>();

    private KohyaTree(Concept plain) {
        this.plain = plain;
    }

    /** The concepts of a folder without pictures of its own; empty where it is not such a tree. */
    static Optional<DataSet> find(Concept plain) {
        KohyaTree tree = new KohyaTree(plain);
        tree.add(plain.folder(), Example.Role.INSTANCE);
        if (tree.concepts.isEmpty()) {
            tree.others.clear();
            tree.add(plain.folder().resolve(TRAINED), Example.Role.INSTANCE);
            if (!tree.concepts.isEmpty()) {
                tree.add(plain.folder().resolve(OF_CLASS), Example.Role.CLASS);
            }
        }
        if (tree.concepts.isEmpty()) {
            return Optional.empty();
        }
        List<Message> notes = new ArrayList<>(List.of(Message.of("dataset.tree", FileNames.listed(tree.read, ", "))));
        if (!tree.others.isEmpty()) {
            notes.add(Message.of("dataset.treeOthers", FileNames.listed(tree.others, ", ")));
        }
        return Optional.of(new DataSet(tree.concepts, notes));
    }

    /** A folder with pictures of its own, which its name may say more of. */
    static List<Concept> named(Concept plain) {
        Matcher name = NAME.matcher(FileNames.of(plain.folder()));
        boolean says = name.matches() && Integer.parseInt(name.group(1)) > 0;
        return List.of(says ? named(plain, plain.folder(), name, Example.Role.INSTANCE) : plain);
    }

    private static Concept named(Concept plain, Path folder, Matcher name, Example.Role role) {
        return Concept.plain(folder, plain.captions().withPrompt(name.group(2)))
                .deep(plain.deep())
                .flipped(plain.flip())
                .ruled(plain.rules())
                .with(new Concept.Share(Integer.parseInt(name.group(1)), false), role);
    }

    private void add(Path top, Example.Role role) {
        for (Path folder : folders(top)) {
            Matcher name = NAME.matcher(FileNames.of(folder));
            if (!Subfolders.hasPictures(folder) && !plain.deep()) {
                continue;
            }
            if (name.matches() && Integer.parseInt(name.group(1)) > 0) {
                concepts.add(named(plain, folder, name, role));
                read.add(Message.of(
                        "dataset.treeFolder", FileNames.of(folder), Integer.parseInt(name.group(1)), name.group(2)));
            } else {
                others.add(Message.text(FileNames.of(folder)));
            }
        }
    }

    private static List<Path> folders(Path top) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(top, Files::isDirectory)) {
            stream.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Stream<Path> sorted = folders.stream()
                .filter(folder -> !PictureScanner.isHidden(folder))
                .sorted(Comparator.comparing(FileNames::of, new NaturalOrder()));
        return sorted.toList();
    }
}
