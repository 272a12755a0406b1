package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Examples of a thing, and pictures of its class beside them.
 *
 * @param instances where the examples of the thing come from
 * @param folder where the class pictures lie; may be missing as long as none was drawn
 * @param prompt what all of them are said to show
 */
public record WithClassImages(ExampleSource instances, Path folder, String prompt) implements ExampleSource {
    @Override
    public Examples find(Folders folders) throws PictureFolderException {
        Examples found = instances.find(folders);
        Optional<PictureScan> scan = scan(folders);
        if (scan.isEmpty()) {
            return found;
        }
        List<Example> ofClass =
                scan.get().pictures().stream().map(this::ofClass).toList();
        List<Example> all = new ArrayList<>(found.all());
        all.addAll(new ClassSizes(found.of(Example.Role.INSTANCE)).fitted(ofClass));
        List<PictureScan> scans = new ArrayList<>(found.folders());
        scans.add(scan.get());
        return new Examples(all, scans, found.notes());
    }

    private Example ofClass(Picture picture) {
        return new Example(picture, picture.size(), prompt, 1, 1, Optional.empty(), Example.Role.CLASS);
    }

    /** Nothing, where there is no usable picture yet. */
    private Optional<PictureScan> scan(Folders folders) {
        try {
            return Optional.of(folders.scan(folder));
        } catch (PictureFolderException nothingYet) {
            return Optional.empty();
        }
    }
}
