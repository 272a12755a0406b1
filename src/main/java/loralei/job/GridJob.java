package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loralei.config.PictureSpec;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/**
 * Draws checkpoints beside each other, with the base model loaded once. Each cell is a picture file whose name is made of
 * what it shows, so that another start draws only what is missing, and what has changed since.
 */
public final class GridJob {
    private static final String CELLS = "cells";
    private static final int NAME_DIGITS = 32;
    /** To be changed with all that changes what is drawn of the same request. */
    private static final int DRAWN_BY = 2;

    private final GridRequest request;
    private final BooleanSupplier stop;
    private final Consumer<GridEvent> listener;
    private final Opener opener;
    private final long start = System.nanoTime();
    private Optional<DrawingModel> opened = Optional.empty();
    private int missing;
    private int done;
    private int fresh;
    private double secondsDrawing;

    /** Loads a base model to draw with. */
    @FunctionalInterface
    interface Opener {
        DrawingModel open(BaseModel model, ComputeDevice device, ComputeType type) throws IOException;
    }

    private GridJob(GridRequest request, BooleanSupplier stop, Consumer<GridEvent> listener, Opener opener) {
        this.request = request;
        this.stop = stop;
        this.listener = listener;
        this.opener = opener;
    }

    /** Draws on the calling thread. */
    public static void run(GridRequest request, BooleanSupplier stop, Consumer<GridEvent> listener) throws IOException {
        run(request, stop, listener, DrawingModel::new);
    }

    static void run(GridRequest request, BooleanSupplier stop, Consumer<GridEvent> listener, Opener opener)
            throws IOException {
        request.check();
        BaseModel model = BaseModel.open(request.baseModel(), request.with());
        GridRequest whole = request.resolved(model.pictureSide());
        whole.pages().forEach(page -> DrawJob.expectFitting(page, model));
        new GridJob(whole, stop, listener, opener).run(model);
    }

    private void run(BaseModel model) throws IOException {
        LoraShelf loras = new LoraShelf(model);
        int count = request.checkpoints().size();
        for (int i = 0; i < count; i++) {
            if (stop.getAsBoolean()) {
                listener.accept(new GridEvent.Stopped(0, 0));
                return;
            }
            listener.accept(new GridEvent.Preparing(Message.of("grid.looking", i + 1, count)));
            loras.look(request.checkpoints().get(i));
        }
        OutputCheck.tryOut(request.folder());
        Files.createDirectories(request.folder().resolve(CELLS));
        try (ComputeDevice device = Devices.device(request.device(), card -> 0)) {
            ComputeType type = Devices.type(request.precision(), device);
            Devices.idleCard(request.device(), device).ifPresent(this::warn);
            Devices.aboutType(request.precision(), type, device).forEach(this::warn);
            String base = model.mark() + " " + type;
            Grid grid = new Grid(request, request.cells((lora, strength, picture) -> {
                String content = lora.map(loras::sha256).orElse("");
                return CELLS + "/" + name(DRAWN_BY + " " + base, content, strength, picture) + ".png";
            }));
            tidy();
            GridFile.write(grid);
            missing = (int) grid.cells().stream()
                    .map(GridCell::file)
                    .distinct()
                    .filter(file -> !Files.exists(file))
                    .count();
            long there = grid.cells().stream()
                    .filter(cell -> Files.exists(cell.file()))
                    .count();
            listener.accept(new GridEvent.Ready(grid, (int) there));
            draw(grid, loras, model, () -> open(model, loras, device, type));
        }
    }

    private void warn(Message text) {
        listener.accept(new GridEvent.Warning(text));
    }

    /** Everything that a picture depends on, and nothing else: not, for one, what a checkpoint is called. */
    private static String name(String base, String lora, double strength, PictureSpec picture) {
        String told = String.join("\n", base, lora, Double.toString(strength), picture.toString());
        return Sha256.of(told.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
    }

    /** Takes away what a start that was killed left half-written, and pages that this grid does not have. */
    private void tidy() throws IOException {
        for (Path folder : List.of(request.folder(), request.folder().resolve(CELLS))) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "loralei-*.tmp")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(request.folder(), "page-[0-9]*.png")) {
            for (Path page : pages) {
                Files.deleteIfExists(page);
            }
        }
    }

    private void draw(Grid grid, LoraShelf loras, BaseModel model, Loader loader) throws IOException {
        try {
            for (int page = 0; page < request.pages().size(); page++) {
                GridSheet sheet = new GridSheet(request, request.pages().get(page));
                boolean whole = true;
                for (GridCell cell : grid.ofPage(page)) {
                    whole = whole && take(grid, cell, sheet, loras, model, loader);
                }
                Path file = request.folder().resolve(String.format(Locale.ROOT, "page-%02d.png", page + 1));
                PictureFile.write(file, sheet.draw());
                listener.accept(new GridEvent.Page(page, file));
                if (!whole) {
                    listener.accept(new GridEvent.Stopped(done, grid.cells().size()));
                    return;
                }
            }
            listener.accept(new GridEvent.Finished(grid.cells().size(), fresh, (System.nanoTime() - start) / 1e9));
        } finally {
            opened.ifPresent(DrawingModel::close);
        }
    }

    /** Loads the base model; called where the first cell is missing. */
    @FunctionalInterface
    private interface Loader {
        DrawingModel load() throws IOException;
    }

    /** All prompts are read before the network is loaded: once, and once more for each LoRA that changes how. */
    private DrawingModel open(BaseModel model, LoraShelf loras, ComputeDevice device, ComputeType type)
            throws IOException {
        DrawingModel drawing = opener.open(model, device, type);
        opened = Optional.of(drawing);
        listener.accept(new GridEvent.Preparing(Message.of("grid.reading")));
        drawing.read(request.pages(), List.of());
        DrawJob.aboutPrompts(request.pages(), drawing.cutOff()).forEach(this::warn);
        for (Path lora : request.checkpoints()) {
            for (double strength : loras.isOfText(lora) ? request.rows() : List.<Double>of()) {
                drawing.read(request.pages(), loras.take(lora, strength));
            }
        }
        listener.accept(new GridEvent.Preparing(Message.of("grid.loading")));
        return drawing;
    }

    /** Reads a cell or draws it; false where it was stopped. */
    private boolean take(Grid grid, GridCell cell, GridSheet sheet, LoraShelf loras, BaseModel model, Loader loader)
            throws IOException {
        Optional<BufferedImage> there = PictureFile.read(cell.file());
        boolean drawn = there.isEmpty();
        if (drawn) {
            if (stop.getAsBoolean()) {
                return false;
            }
            DrawingModel drawing = opened.isPresent() ? opened.get() : loader.load();
            long begun = System.nanoTime();
            List<WeightedLora> stack =
                    cell.lora().isPresent() ? loras.take(cell.lora().get(), cell.strength()) : List.of();
            int cells = grid.cells().size();
            there = drawing.draw(List.of(request.pages().get(cell.page())), stack, (step, steps) -> {
                        double now = secondsDrawing + (System.nanoTime() - begun) / 1e9;
                        double share = fresh + step / (double) steps;
                        double left = now / share * Math.max(0, missing - share);
                        listener.accept(new GridEvent.Step(done, cells, step, steps, left));
                        return !stop.getAsBoolean();
                    })
                    .map(images -> images.get(0));
            if (there.isEmpty()) {
                return false;
            }
            List<LoraChoice> choices = cell.lora().stream()
                    .map(lora -> new LoraChoice(lora, cell.strength()))
                    .toList();
            PictureSpec picture = request.pages().get(cell.page());
            PictureFile.write(cell.file(), there.get(), new PictureParameters(model, choices).of(picture));
            fresh++;
            secondsDrawing += (System.nanoTime() - begun) / 1e9;
        }
        sheet.put(cell, there.get());
        done++;
        listener.accept(new GridEvent.Drawn(done, grid.cells().size(), cell, drawn));
        return true;
    }
}
