package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import loralei.config.Companions;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.train.RunFiles;

/**
 * Checkpoints to compare: each is drawn with each strength, on every page.
 *
 * @param baseModel the base model, of any family
 * @param checkpoints LoRAs, a column each, in this order
 * @param strengths rows; 0 stands for one picture without any LoRA, before the others
 * @param pages what a page draws: a prompt with its seed; without a width or height in that of the base model's own
 * @param device where
 * @param precision type of the frozen weights and the arithmetic
 * @param folder where the grid goes
 * @param with parts to use in place of the base model's own
 */
public record GridRequest(
        Path baseModel,
        List<Path> checkpoints,
        List<Double> strengths,
        List<PictureSpec> pages,
        DeviceChoice device,
        PrecisionChoice precision,
        Path folder,
        Companions with) {
    /** The base model alone, somewhat less than was trained, and as it was trained. */
    public static final List<Double> STRENGTHS = List.of(0.0, 0.6, 0.8, 1.0);

    /** Beyond this a LoRA draws nothing but noise. */
    public static final double STRONGEST = 10;

    /** More than anybody looks at, and than a picture file has room for. */
    private static final int MOST_COLUMNS = 200;

    /** With the base model's own parts. */
    public GridRequest(
            Path baseModel,
            List<Path> checkpoints,
            List<Double> strengths,
            List<PictureSpec> pages,
            DeviceChoice device,
            PrecisionChoice precision,
            Path folder) {
        this(baseModel, checkpoints, strengths, pages, device, precision, folder, Companions.NONE);
    }

    /** Keeps copies of the lists, with nothing in them twice. */
    public GridRequest {
        checkpoints = checkpoints.stream().distinct().toList();
        strengths =
                strengths.stream().map(strength -> strength + 0.0).distinct().toList(); // -0.0 is 0.0
        pages = pages.stream().distinct().toList();
    }

    /**
     * The LoRAs that a run left, in the order of their steps, the finished one last.
     *
     * @throws UserError if there is none
     */
    public static List<Path> checkpointsOf(Path outputDir, String name) {
        RunFiles files = new RunFiles(outputDir, name);
        List<Path> found = new ArrayList<>();
        try {
            found.addAll(files.checkpoints());
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("shared.unreadable", outputDir, Message.of(e)), Message.of("shared.whoMayRead"))
                    .causedBy(e);
        }
        if (Files.exists(files.lora())) {
            found.add(files.lora());
        }
        if (found.isEmpty()) {
            throw UserError.request(Message.of("grid.noRun", name, outputDir), Message.of("grid.noRun.remedy"));
        }
        return found;
    }

    /** Where the grid of a run goes, beside its LoRAs. */
    public static Path folderOf(Path outputDir, String name) {
        return outputDir.resolve(name + "-grid");
    }

    /**
     * Objects to what cannot be drawn, before anything is read.
     *
     * @throws UserError names the first thing that is wrong
     */
    public void check() {
        if (checkpoints.isEmpty()) {
            throw UserError.request(Message.of("grid.noLora"), Message.of("grid.noLora.remedy"));
        }
        if (checkpoints.size() > MOST_COLUMNS) {
            throw UserError.request(
                    Message.of("grid.tooMany", checkpoints.size()), Message.of("grid.tooMany.remedy", MOST_COLUMNS));
        }
        for (double strength : strengths) {
            if (!(Math.abs(strength) <= STRONGEST)) {
                throw UserError.request(
                        Message.of("grid.strength", strength), Message.of("grid.strength.remedy", STRONGEST));
            }
        }
        if (rows().isEmpty()) {
            throw UserError.request(Message.of("grid.noStrength"), Message.of("grid.strength.remedy", STRONGEST));
        }
        if (pages.isEmpty()) {
            throw UserError.request(Message.of("grid.noPrompt"), Message.of("grid.noPrompt.remedy"));
        }
        if (pages.stream().anyMatch(page -> page.prompt().isBlank())) {
            throw UserError.request(Message.of("grid.emptyPrompt"), Message.of("grid.noPrompt.remedy"));
        }
    }

    /** The strengths of the rows, as they were asked for. */
    public List<Double> rows() {
        return strengths.stream().filter(strength -> strength != 0).toList();
    }

    /** The columns, from left to right. */
    public List<GridColumn> columns() {
        return GridColumn.of(isWithBase(), checkpoints);
    }

    /** Whether the base model alone is drawn, too. */
    public boolean isWithBase() {
        return strengths.contains(0.0);
    }

    /** The same with a whole path to go to, and the side of the base model's own pictures where a page has no size. */
    GridRequest resolved(int side) {
        return new GridRequest(
                baseModel,
                checkpoints,
                strengths,
                pages.stream().map(page -> page.inSizeOf(side)).toList(),
                device,
                precision,
                folder.toAbsolutePath().normalize(),
                with);
    }

    /**
     * All cells in the order of work: page by page, and on a page the base model first, then the whole row of the
     * strength that is nearest to 1, so that the checkpoints can be compared while the others are drawn.
     *
     * @param namer gives a cell the name of its file
     */
    List<GridCell> cells(Namer namer) {
        List<Double> rows = rows();
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> Math.abs(rows.get(row) - 1)))
                .toList();
        List<GridColumn> columns = columns();
        List<GridCell> cells = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            if (isWithBase()) {
                cells.add(cell(namer, page, 0, 0, Optional.empty(), 0));
            }
            for (int row : order) {
                for (int column = isWithBase() ? 1 : 0; column < columns.size(); column++) {
                    cells.add(cell(namer, page, column, row, columns.get(column).lora(), rows.get(row)));
                }
            }
        }
        return cells;
    }

    private GridCell cell(Namer namer, int page, int column, int row, Optional<Path> lora, double strength) {
        Path file = folder.resolve(namer.name(lora, strength, pages.get(page)));
        return new GridCell(page, column, row, lora, strength, file);
    }

    /** Names the file of a cell, relative to the folder of the grid. */
    @FunctionalInterface
    interface Namer {
        String name(Optional<Path> lora, double strength, PictureSpec picture);
    }
}
