package loralei.gui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import loralei.config.PictureSpec;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;

/** Preview pictures as a run leaves them, each in a colour of its own. */
public final class PreviewFixture {
    /** The prompts of the pictures. */
    public static final List<String> PROMPTS =
            List.of("a photo of fsk49 cat", "fsk49 cat on a beach at sunset, wide angle, golden light, film grain");

    private PreviewFixture() {}

    /** Writes the picture of a step, as a run does, and tells of it. */
    public static TrainingEvent.Drawn draw(RunFiles files, int step, int prompt, int side) throws IOException {
        Path file = files.preview(step, prompt);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(colour(step, prompt));
        g.fillRect(0, 0, side, side);
        g.setColor(Color.WHITE);
        g.fillOval(side / 4, side / 4, side / 2, side / 2);
        g.dispose();
        ImageIO.write(image, "png", file.toFile());
        return new TrainingEvent.Drawn(file, step, prompt, PictureSpec.of(PROMPTS.get(prompt), side));
    }

    /** The colour at the edge of a picture. */
    public static Color colour(int step, int prompt) {
        return Color.getHSBColor(step / 1000f + prompt * 0.3f, 0.7f, 0.8f);
    }
}
