package loralei.gui.tools;

import java.awt.Component;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.SettingType;
import loralei.gui.entry.Field;
import loralei.gui.entry.FileLook;
import loralei.gui.entry.Finding;
import loralei.gui.entry.KnownLoras;
import loralei.gui.entry.LoraRow;
import loralei.gui.entry.LoraRows;
import loralei.gui.form.Editor;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.PathEditor;
import loralei.text.Texts;

/** The fields of one tool, checked while they are filled in. For the event thread only. */
final class ToolForm {
    private static final int PAUSE_MILLIS = 300;
    private static final double MOST_WEIGHT = 2;

    private final Texts texts;
    private final ToolKind kind;
    private final ToolEditors editors;
    private final Works works;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final LoraRows loras;
    private final Optional<DescribePane> description;
    private final ToolLayout layout;
    private final FileLook files;
    private final ToolLook look;
    private final LatestQuery<ToolLook.Found> looks;
    private final LatestQuery<Map<Boolean, List<Path>>> sorted;
    private final Timer timer = new Timer(PAUSE_MILLIS, event -> look());
    private Optional<BiConsumer<Work, Boolean>> waiting = Optional.empty();
    private boolean demanding;
    private String suggested = "";
    private String justMade = "";

    /**
     * Builds the form.
     *
     * @param known LoRAs to choose from
     * @param header shows what a file says of itself
     */
    ToolForm(Texts texts, ToolKind kind, ToolServices services, FileLook files, KnownLoras known, HeaderTable header) {
        this.texts = texts;
        this.kind = kind;
        this.files = files;
        works = new Works(services.tools());
        editors = new ToolEditors(texts, services, known);
        look = new ToolLook(files, services.tools().read(), texts);
        looks = new LatestQuery<>(services.background(), this::found);
        sorted = new LatestQuery<>(services.background(), this::take);
        LoraRows.Kind rows = new LoraRows.Kind("tool", kind == ToolKind.MERGE ? 2 : 1, -MOST_WEIGHT, MOST_WEIGHT);
        loras = new LoraRows(texts, rows, known, () -> edited(ToolEntries.LORAS));
        kind.fields().stream().filter(name -> !name.equals(ToolEntries.LORAS)).forEach(name -> add(name));
        description = kind == ToolKind.DESCRIBE
                ? Optional.of(new DescribePane(texts, new DescribeFields(fields), services.dialogs(), header))
                : Optional.empty();
        layout = new ToolLayout(texts, kind, fields, loras);
        timer.setRepeats(false);
        showSize();
    }

    private void add(String name) {
        Editor editor = editors.of(kind, name, this::entries);
        fields.put(name, new Field(texts, name, "tool-" + name, editor));
        editor.onEdit(() -> edited(name));
    }

    JComponent component() {
        return layout.component();
    }

    ToolKind kind() {
        return kind;
    }

    ToolEntries entries() {
        return new ToolEntries(
                kind,
                fields.values().stream()
                        .collect(Collectors.toMap(
                                Field::name, field -> field.editor().text())),
                kind.has(ToolEntries.LORAS) ? loras.entries() : List.of());
    }

    /** Looks at files again, which may have changed while the person was elsewhere. */
    void refresh() {
        timer.restart();
    }

    /** Looks at nothing any more. */
    void dispose() {
        timer.stop();
    }

    /**
     * Looks at all that is named. Where it is right, hands over what is to be done, and whether something would be
     * replaced; else shows what is wrong, and goes to the first field of it.
     */
    void prepare(BiConsumer<Work, Boolean> ready) {
        waiting = Optional.of(ready);
        demanding = true;
        look();
    }

    /** The work has begun. */
    void begun() {
        demanding = false;
        entries().inputs().stream().findFirst().ifPresent(editors::remember);
    }

    /** Something was made, and is what is described from now on. */
    void made(Path file) {
        justMade = SettingType.PATH.toText(file);
        description.ifPresent(pane -> {
            pane.forget();
            editor(ToolEntries.FILE).show(SettingType.PATH.toText(file));
            suggest();
        });
        look();
    }

    private Editor editor(String name) {
        return fields.get(name).editor();
    }

    private void edited(String name) {
        if (name.equals(ToolEntries.SIZE)) {
            showSize();
        }
        if (!name.equals(ToolEntries.OUTPUT)) {
            suggest();
        }
        timer.restart();
    }

    private void showSize() {
        if (kind.has(ToolEntries.SIZE)) {
            String size = editor(ToolEntries.SIZE).text();
            fields.get(ToolEntries.RANK).setVisible(size.equals(ToolEntries.BY_RANK));
            fields.get(ToolEntries.SHARE).setVisible(size.equals(ToolEntries.BY_SHARE));
            fields.get(ToolEntries.MOST).setVisible(size.equals(ToolEntries.BY_SHARE));
        }
    }

    /** Suggests where to save, as long as the person has named nothing. */
    private void suggest() {
        if (kind.has(ToolEntries.OUTPUT)) {
            String now = editor(ToolEntries.OUTPUT).text();
            if (now.isBlank() || now.equals(suggested)) {
                suggested =
                        Suggestion.of(entries()).map(SettingType.PATH::toText).orElse("");
                editor(ToolEntries.OUTPUT).show(suggested);
            }
        }
    }

    private void look() {
        timer.stop();
        ToolEntries now = entries();
        looks.ask(() -> look.at(now));
    }

    private void found(ToolLook.Found now) {
        if (!now.entries().equals(entries())) { // edited meanwhile
            look();
            return;
        }
        if (description.filter(pane -> !pane.show(now.description())).isPresent()) {
            waiting = Optional.empty();
            Optional<Path> before = description.flatMap(DescribePane::file);
            editor(ToolEntries.FILE).show(before.map(SettingType.PATH::toText).orElse(""));
            suggest();
            look();
            return;
        }
        List<Component> wrong = mark(now);
        Optional<BiConsumer<Work, Boolean>> ready = waiting;
        waiting = Optional.empty();
        if (ready.isEmpty()) {
            return;
        }
        if (wrong.isEmpty()) {
            Optional<DescribeFields.Changes> changes = description.map(DescribePane::changes);
            ready.get().accept(works.of(now.entries(), changes), now.exists());
        } else {
            SwingUtilities.invokeLater(() -> wrong.get(0).requestFocusInWindow());
        }
    }

    /** Shows what was found at each field; tells which are wrong, from the top down. */
    private List<Component> mark(ToolLook.Found now) {
        Map<String, String> objections = now.entries().wrong();
        List<Component> wrong = new ArrayList<>();
        for (String name : kind.fields()) {
            if (name.equals(ToolEntries.LORAS)) {
                wrong.addAll(markLoras(now));
                continue;
            }
            Field field = fields.get(name);
            boolean told = demanding || !now.entries().text(name).isEmpty();
            Finding finding = now.fields().getOrDefault(name, Finding.NONE);
            if (objections.containsKey(name) && told && !finding.isBad()) {
                finding = Finding.bad(texts.get(objections.get(name)));
            } else if (name.equals(ToolEntries.OUTPUT) && isUnchanged(now)) {
                finding = Finding.bad(texts.get("problem.unchanged"));
            }
            if (name.equals(ToolEntries.OUTPUT)
                    && !demanding
                    && now.entries().text(name).equals(justMade)) {
                finding = Finding.NONE; // that it is there is no news
            }
            field.say(finding.severity(), finding.text());
            if (finding.isBad()) {
                wrong.add(field.editor().field());
            }
        }
        return wrong;
    }

    private boolean isUnchanged(ToolLook.Found now) {
        return demanding
                && now.exists()
                && now.entries().text(ToolEntries.OUTPUT).equals(now.entries().text(ToolEntries.FILE))
                && description
                        .filter(pane ->
                                pane.file().isPresent() && pane.changes().isEmpty())
                        .isPresent();
    }

    private List<Component> markLoras(ToolLook.Found now) {
        List<Component> wrong = new ArrayList<>();
        loras.show(new FileLook.Found(Finding.NONE, now.loras()));
        int missing = demanding
                ? now.entries().least()
                        - (int) now.entries().loras().stream()
                                .filter(lora -> !lora.file().isBlank())
                                .count()
                : 0;
        for (int i = 0; i < loras.rows().size(); i++) {
            LoraRow row = loras.rows().get(i);
            if (missing > 0 && row.entry().file().isBlank()) {
                row.show(Finding.bad(texts.get("problem.loras." + kind.id())));
                wrong.add(row.field());
                missing--;
            } else if (now.loras().get(i).isBad()) {
                wrong.add(row.field());
            }
            if (!row.check()) {
                wrong.add(row.weightField());
            }
        }
        return wrong;
    }

    /** Takes what was dropped on the tab. */
    void drop(List<Path> dropped) {
        switch (kind) {
            case CONVERT, RESIZE -> enter(ToolEntries.FILE, dropped.get(0));
            case MERGE -> {
                loras.drop(dropped);
                edited(ToolEntries.LORAS);
            }
            case INTO_MODEL ->
                sorted.ask(() -> dropped.stream()
                        .collect(Collectors.partitioningBy(
                                path -> !ToolEntries.isFile(path.toString()) || files.isModel(path))));
            case EXTRACT -> both(ToolEntries.BASE, ToolEntries.TUNED, dropped);
            case COMPARE -> both(ToolEntries.FIRST, ToolEntries.SECOND, dropped);
            case DESCRIBE -> {
                Path file = dropped.get(0);
                if (ToolEntries.isFile(file.toString())) {
                    enter(ToolEntries.FILE, file);
                } else {
                    description.ifPresent(pane -> pane.take(file));
                }
            }
        }
    }

    private void take(Map<Boolean, List<Path>> models) {
        models.get(true).forEach(model -> enter(ToolEntries.MODEL, model));
        loras.drop(models.get(false));
        edited(ToolEntries.LORAS);
    }

    /** Two at once into both fields; one alone into the first that is empty. */
    private void both(String first, String second, List<Path> dropped) {
        if (dropped.size() > 1) {
            enter(first, dropped.get(0));
            enter(second, dropped.get(1));
        } else {
            enter(editor(first).text().isBlank() ? first : second, dropped.get(0));
        }
    }

    private void enter(String name, Path path) {
        ((PathEditor) editor(name)).take(path);
    }
}
