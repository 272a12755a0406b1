package loralei.gui.check;

import static org.assertj.core.api.Assertions.assertThat;

import loralei.data.PictureArea;
import loralei.data.PictureSize;
import loralei.gui.check.CropDrag.Grip;
import org.junit.jupiter.api.Test;

class CropDragTest {
    private static final PictureSize SIZE = new PictureSize(400, 300);
    private static final PictureArea AREA = new PictureArea(100, 50, 200, 150);

    private final CropDrag drag = CropDrag.in(SIZE);

    @Test
    void aCropThatIsMovedKeepsItsSizeAndStaysInThePicture() {
        assertThat(drag.dragged(AREA, Grip.INSIDE, 10, -20)).isEqualTo(new PictureArea(110, 30, 200, 150));
        assertThat(drag.dragged(AREA, Grip.INSIDE, 999, 999)).isEqualTo(new PictureArea(200, 150, 200, 150));
        assertThat(drag.dragged(AREA, Grip.INSIDE, -999, -999)).isEqualTo(new PictureArea(0, 0, 200, 150));
    }

    @Test
    void eachCornerAndEdgeMovesWhatItTouches() {
        assertThat(drag.dragged(AREA, Grip.NORTH_WEST, -10, 5)).isEqualTo(new PictureArea(90, 55, 210, 145));
        assertThat(drag.dragged(AREA, Grip.SOUTH_EAST, 10, 5)).isEqualTo(new PictureArea(100, 50, 210, 155));
        assertThat(drag.dragged(AREA, Grip.NORTH, 10, 5)).isEqualTo(new PictureArea(100, 55, 200, 145));
        assertThat(drag.dragged(AREA, Grip.WEST, 10, 5)).isEqualTo(new PictureArea(110, 50, 190, 150));
        assertThat(drag.dragged(AREA, Grip.EAST, 999, 999)).isEqualTo(new PictureArea(100, 50, 300, 150));
        assertThat(drag.dragged(AREA, Grip.EAST, -999, 0)).isEqualTo(new PictureArea(100, 50, 64, 150));
        assertThat(drag.dragged(AREA, Grip.NORTH_WEST, 999, 999)).isEqualTo(new PictureArea(236, 136, 64, 64));
    }

    @Test
    void aFrameIsDrawnFromAnyCornerAndIsNeverTooSmallOrOutside() {
        assertThat(drag.between(300, 200, 100, 50)).isEqualTo(AREA);
        assertThat(drag.between(-50, -50, 900, 900)).isEqualTo(new PictureArea(0, 0, 400, 300));
        assertThat(drag.between(390, 290, 399, 299)).isEqualTo(new PictureArea(336, 236, 64, 64));
        assertThat(drag.between(100, 100, 95, 95)).isEqualTo(new PictureArea(36, 36, 64, 64));
        CropDrag tiny = CropDrag.in(new PictureSize(40, 900));
        assertThat(tiny.between(10, 10, 20, 20)).isEqualTo(new PictureArea(10, 10, 10, 10));
    }
}
