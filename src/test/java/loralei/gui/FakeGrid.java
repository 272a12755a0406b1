package loralei.gui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import loralei.config.PictureSpec;
import loralei.job.Grid;
import loralei.job.GridCell;
import loralei.job.GridEvent;
import loralei.job.GridRequest;
import loralei.job.UseCases;
import loralei.text.Message;

/** A grid of plain colours, which waits before a cell as long as a test wants. */
final class FakeGrid implements UseCases.Grid {
    final List<GridRequest> requests = new ArrayList<>();
    volatile CountDownLatch turn = new CountDownLatch(0);
    volatile CountDownLatch second = new CountDownLatch(0);

    @Override
    public void run(GridRequest request, BooleanSupplier stop, Consumer<GridEvent> listener) throws IOException {
        requests.add(request);
        listener.accept(new GridEvent.Waiting(List.of(Message.text("the training of cat"))));
        await(turn);
        Grid grid = grid(request);
        listener.accept(new GridEvent.Ready(grid, 0));
        int done = 0;
        for (GridCell cell : grid.cells()) {
            listener.accept(new GridEvent.Step(done, grid.cells().size(), 10, 20, 65));
            if (stop.getAsBoolean()) {
                listener.accept(new GridEvent.Stopped(done, grid.cells().size()));
                return;
            }
            draw(cell, request.pages().get(cell.page()));
            listener.accept(new GridEvent.Drawn(++done, grid.cells().size(), cell, true));
            if (done == 1) {
                await(second);
            }
        }
        listener.accept(new GridEvent.Finished(done, done, 3));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Grid grid(GridRequest request) {
        List<GridCell> cells = new ArrayList<>();
        for (int page = 0; page < request.pages().size(); page++) {
            int first = request.isWithBase() ? 1 : 0;
            if (request.isWithBase()) {
                cells.add(cell(request, page, 0, 0, Optional.empty(), 0));
            }
            for (int row = 0; row < request.rows().size(); row++) {
                for (int column = first; column < request.columns().size(); column++) {
                    Optional<Path> lora = request.columns().get(column).lora();
                    cells.add(cell(
                            request, page, column, row, lora, request.rows().get(row)));
                }
            }
        }
        return new Grid(request, cells);
    }

    private static GridCell cell(GridRequest of, int page, int column, int row, Optional<Path> lora, double strength) {
        Path file = of.folder().resolve("cells").resolve(page + "-" + column + "-" + row + ".png");
        return new GridCell(page, column, row, lora, strength, file);
    }

    private static void draw(GridCell cell, PictureSpec picture) throws IOException {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.getHSBColor(cell.column() / 6f, 0.3f + cell.row() / 5f, 0.5f + cell.page() / 4f));
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.dispose();
        Files.createDirectories(cell.file().getParent());
        ImageIO.write(image, "png", cell.file().toFile());
    }
}
