package loralei.gui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.swing.table.AbstractTableModel;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.job.ListedModel;
import loralei.text.Texts;

/** Base models as rows, those of a family first. */
final class ModelTable extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    static final int NAME = 0;
    static final int SIZE = 3;

    private static final List<String> COLUMNS = List.of("name", "family", "type", "size", "folder");

    private final transient Texts texts;
    private final Family family;
    private final transient List<ListedModel> models = new ArrayList<>();

    ModelTable(Family family, Texts texts) {
        this.family = family;
        this.texts = texts;
    }

    void show(List<ListedModel> found) {
        models.clear();
        found.stream()
                .sorted(Comparator.comparing(model -> !canBeChosen(model)))
                .forEach(models::add);
        fireTableDataChanged();
    }

    ListedModel at(int row) {
        return models.get(row);
    }

    boolean canBeChosen(ListedModel model) {
        return model.family().filter(family::equals).isPresent();
    }

    @Override
    public int getRowCount() {
        return models.size();
    }

    @Override
    public int getColumnCount() {
        return COLUMNS.size();
    }

    @Override
    public String getColumnName(int column) {
        return texts.get("column." + COLUMNS.get(column));
    }

    @Override
    public Object getValueAt(int row, int column) {
        ListedModel model = models.get(row);
        return switch (column) {
            case NAME -> model.name();
            case 1 -> model.family().map(Family::label).orElse("");
            case 2 -> type(model);
            case SIZE -> model.bytes() == 0 ? "" : Bytes.stored(model.bytes(), texts.locale());
            default -> model.folder().toString();
        };
    }

    /** Or the reason why it cannot be chosen. */
    private String type(ListedModel model) {
        if (model.objection().isPresent()) {
            return texts.say(model.objection().get());
        }
        return canBeChosen(model)
                ? texts.say(model.type())
                : texts.get("otherFamily", model.family().orElseThrow().label());
    }
}
