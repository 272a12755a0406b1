package loralei.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Examples of pictures that are nowhere, for what looks at records only. */
public final class ExampleFixture {
    private static final PictureSize SIZE = PictureSize.square(64);

    private ExampleFixture() {}

    /** So many plain examples of one size. */
    public static List<Example> plain(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Example.plain(picture(i), SIZE, "fsk49"))
                .toList();
    }

    /** An example of this size that repeats. */
    public static Example of(int number, PictureSize bucket, int repeats) {
        return new Example(picture(number), bucket, "fsk49", 1, repeats, Optional.empty(), Example.Role.INSTANCE);
    }

    private static Picture picture(int number) {
        Path path = Path.of("pictures", number + ".png");
        return new Picture(path, PictureFormat.PNG, SIZE, Orientation.NONE, 1, "sha of " + number);
    }
}
