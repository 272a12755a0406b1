package loralei.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One picture of a grid.
 *
 * @param page which prompt and seed, from 0
 * @param column which checkpoint, from 0; where there is a column without a LoRA, that is the first
 * @param row which strength, from 0
 * @param lora the LoRA; empty for the base model alone
 * @param strength what its change of the base model is multiplied by
 * @param file where the picture is, or will be
 */
public record GridCell(int page, int column, int row, Optional<Path> lora, double strength, Path file) {
    /** Whether it is at this place. */
    public boolean isAt(int itsPage, int itsColumn, int itsRow) {
        return page == itsPage && column == itsColumn && row == itsRow;
    }
}
