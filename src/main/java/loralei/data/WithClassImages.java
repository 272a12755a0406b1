package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.text.Message;

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
        List<Message> notes = new ArrayList<>(found.notes());
        Optional<PictureScan> scan = scan(folders, notes);
        if (scan.isEmpty()) {
            return new Examples(found.all(), found.folders(), notes);
        }
        List<Example> ofClass =
                scan.get().pictures().stream().map(this::ofClass).toList();
        List<Example> all = new ArrayList<>(found.all());
        all.addAll(new ClassSizes(found.of(Example.Role.INSTANCE)).fitted(ofClass));
        List<PictureScan> scans = new ArrayList<>(found.folders());
        scans.add(scan.get());
        return new Examples(all, scans, notes);
    }

    private Example ofClass(Picture picture) {
        return new Example(picture, picture.size(), prompt, 1, 1, Optional.empty(), Example.Role.CLASS);
    }

    /** Nothing, where there is no usable picture yet; if that is because all are broken, it is noted. */
    private Optional<PictureScan> scan(Folders folders, List<Message> notes) {
        try {
            return Optional.of(folders.scan(folder));
        } catch (PictureFolderException nothingYet) {
            if (Subfolders.hasPictures(folder)) {
                notes.add(Message.of(nothingYet));
            }
            return Optional.empty();
        }
    }
}
