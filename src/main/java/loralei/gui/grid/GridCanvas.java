package loralei.gui.grid;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.ToolTipManager;
import javax.swing.UIManager;
import loralei.config.SettingType;
import loralei.gui.widget.Actions;
import loralei.gui.widget.SmoothGraphics;
import loralei.job.Grid;
import loralei.job.GridCell;
import loralei.job.GridColumn;
import loralei.text.Texts;

/** A page of a grid: checkpoints across, strengths down. As large as there is room across. For the event thread only. */
final class GridCanvas extends JPanel implements Scrollable {
    private static final long serialVersionUID = 1L;
    private static final int GAP = 6;
    private static final int SMALLEST = 72;
    private static final int LARGEST = 256;
    private static final int LABEL = 44;

    private final transient Texts texts;
    private final transient CellPictures pictures;
    private final transient Consumer<GridCell> opened;
    private transient Optional<Grid> grid = Optional.empty();
    private transient List<GridColumn> columns = List.of();
    private transient List<Double> rows = List.of();
    private transient Set<Path> there = Set.of();
    private int page;
    private int column;
    private int row;

    /**
     * Without a grid.
     *
     * @param opened told of the cell that the person wants to see large
     */
    GridCanvas(Texts texts, Executor background, Consumer<GridCell> opened) {
        this.texts = texts;
        this.opened = opened;
        this.pictures = new CellPictures(background, this::repaint);
        setName("gridCells");
        setFocusable(true);
        setOpaque(false);
        getAccessibleContext().setAccessibleName(texts.get("cells.name"));
        ToolTipManager.sharedInstance().registerComponent(this);
        addMouseListener(new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent event) {
                requestFocusInWindow();
                if (SwingUtilities.isLeftMouseButton(event)) {
                    at(event).ifPresent(cell -> {
                        select(cell);
                        open();
                    });
                }
            }
        });
        Actions.onKey(this, "LEFT", () -> go(-1, 0));
        Actions.onKey(this, "RIGHT", () -> go(1, 0));
        Actions.onKey(this, "UP", () -> go(0, -1));
        Actions.onKey(this, "DOWN", () -> go(0, 1));
        Actions.onKey(this, "ENTER", this::open);
    }

    /** Shows a page as far as its pictures are there. */
    void show(Optional<Grid> shown, int itsPage, Set<Path> itsFiles) {
        if (!shown.equals(grid)) {
            columns = shown.map(one -> one.request().columns()).orElse(List.of());
            rows = shown.map(one -> one.request().rows()).orElse(List.of());
            column = Math.min(column, Math.max(0, columns.size() - 1));
            row = Math.min(row, Math.max(0, rows.size() - 1));
            grid = shown;
            revalidate();
        } else if (page == itsPage && there.equals(itsFiles)) {
            return;
        }
        page = itsPage;
        there = itsFiles;
        repaint();
    }

    /** The cell that is marked. */
    Optional<GridCell> selected() {
        return grid.flatMap(one -> one.at(page, column, row));
    }

    /** Marks another cell; one beside it, where there is none below the base model alone. */
    void go(int across, int down) {
        int nextColumn = Math.floorMod(column + across, Math.max(1, columns.size()));
        int nextRow = Math.floorMod(row + down, Math.max(1, rows.size()));
        boolean onlyOne =
                columns.size() > nextColumn && columns.get(nextColumn).lora().isEmpty();
        column = nextColumn;
        row = onlyOne ? 0 : nextRow;
        selected().ifPresent(this::select);
    }

    private void select(GridCell cell) {
        column = cell.column();
        row = cell.row();
        getAccessibleContext().setAccessibleDescription(title(cell));
        scrollRectToVisible(place(cell));
        repaint();
    }

    private void open() {
        selected().filter(cell -> there.contains(cell.file())).ifPresent(opened);
    }

    /** What a cell is, in words. */
    String title(GridCell cell) {
        String name = texts.say(columns.get(cell.column()).title());
        return cell.lora().isEmpty() ? name : texts.get("cell", name, SettingType.NUMBER.toText(cell.strength()));
    }

    @Override
    public String getToolTipText(MouseEvent event) {
        return at(event).map(this::title).orElse(null);
    }

    private Optional<GridCell> at(MouseEvent event) {
        return grid.stream()
                .flatMap(one -> one.ofPage(page).stream())
                .filter(cell -> place(cell).contains(event.getPoint()))
                .findFirst();
    }

    /** Where a cell stands. */
    Rectangle place(GridCell cell) {
        int gap = UIScale.scale(GAP);
        int width = cellWidth(getWidth());
        int height = cellHeight(width);
        int label = cell.lora().isEmpty() ? 0 : UIScale.scale(LABEL); // strengths stand before those that have one
        return new Rectangle(
                label + cell.column() * (width + gap), head() + cell.row() * (height + gap), width, height);
    }

    private int head() {
        return getFontMetrics(getFont()).getHeight() + UIScale.scale(GAP);
    }

    private int cellWidth(int whole) {
        int count = Math.max(1, columns.size());
        int room = (whole - UIScale.scale(LABEL)) / count - UIScale.scale(GAP);
        return Math.max(UIScale.scale(SMALLEST), Math.min(UIScale.scale(LARGEST), room));
    }

    private int cellHeight(int width) {
        return grid.map(one -> one.request()
                        .pages()
                        .get(Math.min(page, one.request().pages().size() - 1)))
                .map(picture -> (int) (width * (long) picture.height() / picture.width()))
                .orElse(width);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        if (grid.isEmpty()) {
            return;
        }
        Graphics2D g = SmoothGraphics.of(graphics);
        g.setFont(getFont());
        grid.get().ofPage(page).forEach(cell -> paint(g, cell));
        g.dispose();
    }

    private void paint(Graphics2D g, GridCell cell) {
        Rectangle place = place(cell);
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(UIManager.getColor("Label.foreground"));
        boolean first = cell.row() == 0;
        if (first) {
            String heading = texts.say(columns.get(cell.column()).title());
            g.drawString(fitted(heading, metrics, place.width), place.x, metrics.getAscent());
        }
        boolean leftmost = cell.lora().isPresent()
                && cell.lora()
                        .equals(columns.stream()
                                .flatMap(one -> one.lora().stream())
                                .findFirst());
        if (leftmost) {
            String strength = SettingType.NUMBER.toText(cell.strength());
            g.drawString(
                    strength,
                    place.x - UIScale.scale(LABEL - GAP),
                    place.y + place.height / 2 + metrics.getAscent() / 2);
        }
        Optional<BufferedImage> picture = there.contains(cell.file()) ? pictures.get(cell.file()) : Optional.empty();
        if (picture.isPresent()) {
            g.drawImage(picture.get(), place.x, place.y, place.width, place.height, null);
        } else {
            g.setColor(UIManager.getColor("Component.borderColor"));
            g.setStroke(new BasicStroke(UIScale.scale(1f)));
            g.drawRect(place.x, place.y, place.width - 1, place.height - 1);
        }
        if (cell.column() == column && cell.row() == row) {
            g.setColor(UIManager.getColor("Component.accentColor"));
            g.setStroke(new BasicStroke(UIScale.scale(isFocusOwner() ? 3f : 2f)));
            g.drawRect(place.x, place.y, place.width - 1, place.height - 1);
        }
    }

    private static String fitted(String text, FontMetrics metrics, int width) {
        String shown = text;
        while (metrics.stringWidth(shown) > width && shown.length() > 1) {
            shown = shown.substring(0, shown.length() - 2) + "\u2026";
        }
        return shown;
    }

    @Override
    public Dimension getPreferredSize() {
        int gap = UIScale.scale(GAP);
        int width = cellWidth(getParent() == null ? 0 : getParent().getWidth());
        return new Dimension(
                UIScale.scale(LABEL) + columns.size() * (width + gap),
                head() + rows.size() * (cellHeight(width) + gap));
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return new Dimension(UIScale.scale(4 * SMALLEST), UIScale.scale(3 * SMALLEST));
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return UIScale.scale(SMALLEST);
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return orientation == SwingConstants.VERTICAL ? visible.height : visible.width;
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return getParent() != null
                && UIScale.scale(LABEL) + columns.size() * UIScale.scale(SMALLEST + GAP)
                        <= getParent().getWidth();
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return getParent() != null && getPreferredSize().height <= getParent().getHeight();
    }
}
