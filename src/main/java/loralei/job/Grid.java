package loralei.job;

import java.util.List;
import java.util.Optional;

/**
 * A grid with all that belongs to it.
 *
 * @param request what was asked for
 * @param cells all pictures, in the order in which they are drawn
 */
public record Grid(GridRequest request, List<GridCell> cells) {
    /** Keeps a copy of the cells. */
    public Grid {
        cells = List.copyOf(cells);
    }

    /** The cell at a place; empty where there is none, as below the picture without a LoRA. */
    public Optional<GridCell> at(int page, int column, int row) {
        return cells.stream().filter(cell -> cell.isAt(page, column, row)).findFirst();
    }

    /** The cells of a page. */
    public List<GridCell> ofPage(int page) {
        return cells.stream().filter(cell -> cell.page() == page).toList();
    }
}
