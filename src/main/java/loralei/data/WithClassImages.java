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
        List<Picture> pictures = scan.get().pictures();
        List<List<PictureSize>> sizes = new ClassSizes(found.all())
                .of(pictures.stream().map(Picture::size).toList());
        List<Example> all = new ArrayList<>(found.all());
        for (int i = 0; i < pictures.size(); i++) {
            for (PictureSize size : sizes.get(i)) {
                all.add(new Example(pictures.get(i), size, prompt, 1, 1, Optional.empty(), Example.Role.CLASS));
            }
        }
        List<PictureScan> scans = new ArrayList<>(found.folders());
        scans.add(scan.get());
        return new Examples(all, scans);
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
