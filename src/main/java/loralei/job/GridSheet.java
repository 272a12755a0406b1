package loralei.job;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.PictureSpec;
import loralei.config.SettingType;
import loralei.sample.PictureSheet;
import loralei.text.Message;

/** A page of a grid as one picture, with everything written on it. The cells are made smaller where they are too many. */
final class GridSheet {
    /** More is refused by viewers and web pages, and its pixels take 64 MB to draw. */
    private static final double MOST_PIXELS = 16_000_000;

    private static final double LONGEST_SIDE = 8000;
    private static final int SMALLEST_SIDE = 32;

    private final GridRequest request;
    private final PictureSpec page;
    private final int width;
    private final int height;
    private final BufferedImage[][] pictures; // row by row

    GridSheet(GridRequest request, PictureSpec page) {
        this.request = request;
        this.page = page;
        int columns = request.columns().size();
        int rows = request.rows().size();
        double wide = (double) columns * page.width();
        double high = (double) rows * page.height();
        double scale = Math.min(
                Math.min(1, Math.sqrt(MOST_PIXELS / (wide * high))),
                Math.min(LONGEST_SIDE / wide, LONGEST_SIDE / high));
        this.width = Math.max(SMALLEST_SIDE, (int) (page.width() * scale));
        this.height = Math.max(SMALLEST_SIDE, (int) (page.height() * scale));
        this.pictures = new BufferedImage[rows][columns];
    }

    /** Takes a picture, which is not kept in its own size. */
    void put(GridCell cell, BufferedImage picture) {
        pictures[cell.row()][cell.column()] = shrunk(picture);
    }

    private BufferedImage shrunk(BufferedImage picture) {
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        return small;
    }

    /** Draws the page as far as its pictures are there. */
    BufferedImage draw() {
        PictureSheet sheet = new PictureSheet(width, height)
                .headed(page.prompt(), note())
                .columns(request.columns().stream()
                        .map(column -> column.title().toString())
                        .toList());
        for (int row = 0; row < pictures.length; row++) {
            List<BufferedImage> cells = new ArrayList<>();
            for (BufferedImage picture : pictures[row]) {
                cells.add(Optional.ofNullable(picture).orElse(PictureSheet.BLANK));
            }
            String strength = SettingType.NUMBER.toText(request.rows().get(row));
            sheet.add(new PictureSheet.Row("", strength, List.of(), cells));
        }
        return sheet.draw();
    }

    private String note() {
        String drawn = Message.of(
                        "grid.note",
                        String.valueOf(page.seed()),
                        page.width(),
                        page.height(),
                        page.steps(),
                        SettingType.NUMBER.toText(page.guidance()),
                        page.sampler().id(),
                        page.schedule().id())
                .toString();
        return page.negativePrompt().isEmpty()
                ? drawn
                : Message.of("grid.note.negative", drawn, page.negativePrompt()).toString();
    }
}
