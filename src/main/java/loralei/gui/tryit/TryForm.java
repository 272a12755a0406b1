package loralei.gui.tryit;

import java.awt.Component;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.Choice;
import loralei.config.Family;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.SettingType;
import loralei.gui.entry.AreaEditor;
import loralei.gui.entry.Field;
import loralei.gui.entry.FileLook;
import loralei.gui.entry.LoraRow;
import loralei.gui.entry.LoraRows;
import loralei.gui.form.ChoiceEditor;
import loralei.gui.form.Editor;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathEditor;
import loralei.gui.form.SwitchEditor;
import loralei.gui.form.TextEditor;
import loralei.gui.state.TryState;
import loralei.text.Texts;

/** What is to be drawn: the fields of the tab, checked while they are filled in. For the event thread only. */
final class TryForm {
    private static final int PAUSE_MILLIS = 300;
    private static final String SAFETENSORS = ".safetensors";
    private static final LoraRows.Kind WEIGHTS = new LoraRows.Kind("try", 1, 0, 1.5);

    private final Texts texts;
    private final Runnable changed;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final LoraRows loras;
    private final PathEditor model;
    private final SeedEditor seed;
    private final FileLook look;
    private final LatestQuery<FileLook.Found> looks;
    private final LatestQuery<Map<Boolean, List<Path>>> drops;
    private final Timer timer = new Timer(PAUSE_MILLIS, event -> look());
    private final TryLayout layout;
    private String filled = "";
    private Optional<FileLook.Found> found = Optional.empty();

    /**
     * Builds the form.
     *
     * @param models base models to choose from
     * @param knownLoras LoRAs to choose from
     * @param changed told of each change
     */
    TryForm(
            Texts texts,
            TryServices services,
            Supplier<List<Path>> models,
            Supplier<List<Path>> knownLoras,
            Runnable changed) {
        this.texts = texts;
        this.changed = changed;
        this.look = new FileLook(services.inspect(), texts);
        this.looks = new LatestQuery<>(services.background(), this::found);
        this.drops = new LatestQuery<>(services.background(), this::take);
        Texts form = texts.part("form");
        model = new PathEditor(form, PathChooser::swing, true, texts.get("model.choose"))
                .withRecent(form.get("recent"), models);
        seed = new SeedEditor(texts);
        loras = new LoraRows(texts, WEIGHTS, knownLoras, this::edited);
        add(Entries.MODEL, model);
        add(Entries.PROMPT, new AreaEditor(4));
        add(Entries.NEGATIVE, new AreaEditor(2));
        add(Entries.WIDTH, TextEditor.ofNumberOrNone(texts.get("size.none")));
        add(Entries.HEIGHT, TextEditor.ofNumberOrNone(texts.get("size.none")));
        add(Entries.STEPS, TextEditor.ofNumber());
        add(Entries.GUIDANCE, TextEditor.ofNumber());
        add(Entries.SAMPLER, choice(Entries.SAMPLERS, this::sampler));
        add(Entries.SCHEDULE, choice(Entries.SCHEDULES, this::schedule));
        add(Entries.SEED, seed);
        add(Entries.COUNT, TextEditor.ofNumber());
        add(Entries.BESIDE, new SwitchEditor(texts.get("beside.label")));
        add(Entries.FOLDER, new PathEditor(form, PathChooser::swing, false, texts.get("folder.choose")));
        layout = new TryLayout(texts, fields, loras);
        timer.setRepeats(false);
        show(TryState.FIRST);
    }

    private void add(String name, Editor editor) {
        Field field = new Field(texts, name, "try-" + name, editor);
        fields.put(name, field);
        editor.onEdit(this::edited);
    }

    private static Editor choice(SettingType<?> type, UnaryOperator<String> label) {
        return new ChoiceEditor(type.choices(), label);
    }

    private String sampler(String id) {
        return label("sampler.name." + id, id);
    }

    private String schedule(String id) {
        return label("schedule.name." + id, id);
    }

    private String label(String key, String id) {
        return texts.has(key) ? texts.get(key) : id;
    }

    JComponent component() {
        return layout.component();
    }

    Entries entries() {
        Map<String, String> written = fields.values().stream()
                .collect(Collectors.toMap(Field::name, field -> field.editor().text()));
        written.put(Entries.FILLED, filled);
        return new Entries(written, loras.entries());
    }

    /** Shows what was said the last time, and looks at it. */
    void show(TryState state) {
        Map<String, String> written = new LinkedHashMap<>(Entries.DEFAULTS);
        written.putAll(state.texts());
        filled = written.get(Entries.FILLED);
        fields.forEach((name, field) -> field.editor().show(written.get(name)));
        loras.show(state.loras());
        timer.restart();
    }

    /** Enters some fields as a person would. */
    void enter(Map<String, String> some) {
        some.forEach((name, text) -> fields.get(name).editor().show(text));
        edited();
    }

    /** Enters LoRAs as a person would. */
    void enterLoras(List<TryState.Lora> some) {
        loras.show(some);
        edited();
    }

    /** The seed that "Again" enters. */
    void showLastSeed(long last) {
        seed.offer(last);
    }

    /** Takes what was dropped on the tab: folders and files that hold one are base models, other files LoRAs. */
    void drop(List<Path> dropped) {
        drops.ask(() -> dropped.stream()
                .collect(Collectors.partitioningBy(path ->
                        !path.toString().toLowerCase(Locale.ROOT).endsWith(SAFETENSORS) || look.isModel(path))));
    }

    private void take(Map<Boolean, List<Path>> models) {
        models.get(true).forEach(model::take);
        loras.drop(models.get(false));
    }

    /** Looks at files again, which may have changed while the person was elsewhere. */
    void refresh() {
        timer.restart();
    }

    /** The family of the base model, if that is known. */
    Optional<Family> family() {
        return found.flatMap(now -> now.model().family());
    }

    /** Whether all can be drawn. Where not, shows what is wrong, and goes to the first field of it. */
    boolean isReady() {
        List<Component> wrong = new ArrayList<>();
        boolean noModel = fields.get(Entries.MODEL).editor().text().isBlank();
        if (noModel) {
            fields.get(Entries.MODEL).wrong(Optional.of(texts.get("problem.model")));
        }
        if (noModel || found.filter(now -> now.model().isBad()).isPresent()) {
            wrong.add(fields.get(Entries.MODEL).editor().field());
        }
        for (int i = 0; i < loras.rows().size(); i++) {
            int row = i;
            if (found.filter(now ->
                            row < now.loras().size() && now.loras().get(row).isBad())
                    .isPresent()) {
                wrong.add(loras.rows().get(i).field());
            }
            if (!loras.rows().get(i).check()) {
                wrong.add(loras.rows().get(i).weightField());
            }
        }
        List<String> bad = check();
        fields.values().stream()
                .filter(field -> bad.contains(field.name()))
                .forEach(field -> wrong.add(field.editor().field()));
        wrong.stream().findFirst().ifPresent(field -> SwingUtilities.invokeLater(field::requestFocusInWindow));
        return wrong.isEmpty();
    }

    private void edited() {
        timer.restart();
        changed.run();
    }

    private void look() {
        check();
        loras.rows().forEach(LoraRow::check);
        Entries now = entries();
        looks.ask(() -> look.at(
                now.text(Entries.MODEL),
                now.loras().stream().map(TryState.Lora::file).toList()));
    }

    private List<String> check() {
        List<String> wrong = entries().wrong();
        fields.forEach((name, field) -> {
            if (texts.has("problem." + name) && !name.equals(Entries.MODEL)) {
                field.wrong(wrong.contains(name) ? Optional.of(texts.get("problem." + name)) : Optional.empty());
            }
        });
        return wrong;
    }

    private void found(FileLook.Found now) {
        found = Optional.of(now);
        fields.get(Entries.MODEL).say(now.model().severity(), now.model().text());
        loras.show(now);
        if (fillPrompt(now)) {
            changed.run();
        }
    }

    /** The words of the LoRAs, as long as nobody has written anything else. */
    private boolean fillPrompt(FileLook.Found now) {
        Editor prompt = fields.get(Entries.PROMPT).editor();
        boolean ours = prompt.text().isBlank() || prompt.text().equals(filled);
        String words = now.loras().stream()
                .flatMap(lora -> lora.trigger().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!ours || words.isEmpty() || prompt.text().equals(words)) {
            return false;
        }
        prompt.show(words);
        filled = words;
        return true;
    }

    /** From the names that programs give to the values of a choice, to the values. */
    static <E extends Enum<E> & Choice> Map<String, String> names(Class<E> type, UnaryOperator<String> label) {
        Map<String, String> names = new LinkedHashMap<>();
        for (E value : type.getEnumConstants()) {
            names.put(Infotext.plain(value.id()), value.id());
            names.put(Infotext.plain(label.apply(value.id())), value.id());
        }
        return names;
    }

    Map<String, String> samplerNames() {
        return names(SamplerKind.class, this::sampler);
    }

    Map<String, String> scheduleNames() {
        Map<String, String> names = names(SamplingSchedule.class, this::schedule);
        names.put(Infotext.plain("SGM Uniform"), SamplingSchedule.TRAILING.id()); // as A1111 and Forge call it
        return names;
    }
}
