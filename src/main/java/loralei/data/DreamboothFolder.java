package loralei.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Pictures of one thing, as in "DreamBooth" (Ruiz et al. 2022): one folder, one prompt.
 *
 * @param folder where the pictures lie
 * @param prompt what all of them are said to show
 * @param sizes what a picture of some size is scaled and cropped to
 */
public record DreamboothFolder(Path folder, String prompt, UnaryOperator<PictureSize> sizes) implements ExampleSource {
    @Override
    public Examples find(Folders folders) throws PictureFolderException {
        PictureScan scan = folders.scan(folder);
        return new Examples(
                scan.pictures().stream()
                        .map(picture -> Example.plain(picture, sizes.apply(picture.size()), prompt))
                        .toList(),
                List.of(scan));
    }
}
