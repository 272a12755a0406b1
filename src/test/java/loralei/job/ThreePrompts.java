package loralei.job;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.conformance.ConformanceData;
import loralei.data.Example;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.Picture;
import loralei.data.PictureFolderException;
import loralei.data.PictureScan;
import loralei.data.PictureSize;

/**
 * The six pictures of the tiny models under three prompts and at two sizes, with weights, repeats, two masks and two
 * pictures of the class.
 *
 * @param pictures where the pictures lie
 * @param masks where the masks of the first and the third lie
 */
record ThreePrompts(Path pictures, Path masks) implements ExampleSource {
    static final List<String> PROMPTS = List.of("fsk49 cat", "a cat on a sofa, red", "cat");
    static final PictureSize SQUARE = new PictureSize(64, 64);
    static final PictureSize TALL = new PictureSize(64, 128);

    private static final List<Double> WEIGHTS = List.of(1.0, 0.5, 2.0, 1.0, 1.0, 0.25);

    /** Copies the pictures, and paints the masks, in a folder. */
    static ThreePrompts in(Path folder) throws IOException {
        ThreePrompts source = new ThreePrompts(
                Files.createDirectories(folder.resolve("pictures")), Files.createDirectories(folder.resolve("masks")));
        try (Stream<Path> all = Files.list(ConformanceData.of("sd15").path("images"))) {
            for (Path picture : all.toList()) {
                Files.copy(
                        picture, source.pictures.resolve(picture.getFileName().toString()));
            }
        }
        paint(source.masks.resolve("00.png"), 96, 64);
        paint(source.masks.resolve("02.png"), 64, 96);
        return source;
    }

    /** Black, and white in the left part, whose border lies within a latent position. */
    private static void paint(Path file, int width, int height) throws IOException {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = mask.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width / 2 + 4, height);
        g.dispose();
        ImageIO.write(mask, "png", file.toFile());
    }

    @Override
    public Examples find(Folders folders) throws PictureFolderException {
        PictureScan scan = folders.scan(pictures);
        List<Picture> found = folders.scan(masks).pictures();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < scan.pictures().size(); i++) {
            Picture picture = scan.pictures().get(i);
            examples.add(new Example(
                    picture,
                    i % 3 == 2 ? TALL : SQUARE,
                    PROMPTS.get(i / 2),
                    WEIGHTS.get(i),
                    i == 4 ? 2 : 1,
                    found.stream()
                            .filter(mask -> mask.path()
                                    .getFileName()
                                    .equals(picture.path().getFileName()))
                            .findFirst(),
                    Example.Role.INSTANCE));
        }
        return new Examples(examples, List.of(scan));
    }
}
