package loralei.gui.form;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.data.Example;
import loralei.job.OwnEdits;
import loralei.job.RunPreview;
import loralei.text.Texts;

/**
 * The form of one family: a row for each setting. What is wrong is shown at the fields shortly after the last keystroke,
 * and only where the person was already. To be used on the event thread.
 */
public final class FormView {
    private static final int PAUSE_MILLIS = 300;
    private static final String MODEL = "baseModel";
    private static final String PICTURES = "instanceDir";
    private static final String DEVICE = "device";
    private static final String EDITS = "pictureEdits";

    /** Asked for wherever there are class images, also such as the pictures bring along. */
    private static final String CLASS_WEIGHT = "priorLossWeight";

    private final FormServices services;
    private final Texts texts = Texts.of("form");
    private final FormValues values;
    private final RowFactory factory;
    private final Map<String, RowView> rows = new LinkedHashMap<>();
    private final FormExtras extras;
    private final FormLayout layout;
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Consumer<FormReview>> reviewers = new ArrayList<>();
    private final Timer timer = new Timer(PAUSE_MILLIS, event -> look());
    private final LatestQuery<List<Problem>> checks;
    private final LatestQuery<FormReview> reviews;
    private final LatestQuery<Path> ownEdits;
    private List<Problem> problems = List.of();
    private Optional<FormReview> lastReview = Optional.empty();

    /** Builds the form with the defaults of a family. */
    public FormView(Family family, FormServices services) {
        this(family, services, PathChooser::swing);
    }

    FormView(Family family, FormServices services, PathChooser chooser) {
        this.services = services;
        values = new FormValues(family);
        factory = new RowFactory(family, texts, services.recentModels(), chooser, () -> config().trainingPrompt());
        checks = new LatestQuery<>(services.background(), this::checked);
        reviews = new LatestQuery<>(services.background(), this::reviewed);
        ownEdits = new LatestQuery<>(services.background(), this::takeOwnEdits);
        FormRows.ALL.forEach(row -> rows.put(row.name(), factory.make(row)));
        rows.values().forEach(row -> row.listen(() -> edited(row), () -> left(row)));
        PictureStrip strip = new PictureStrip(services, texts, new Pictures());
        extras = new FormExtras(
                services,
                texts,
                strip,
                () -> editFolders(List.of()),
                button -> services.knownModels().choose(button, family, this::takeModel));
        if (rows.get(PICTURES).editor() instanceof PathEditor editor) {
            editor.withSeveral(this::editFolders);
        }
        layout = new FormLayout(texts, rows.values(), extras);
        timer.setRepeats(false);
        fill();
        timer.start();
    }

    /** The whole form, in a pane that scrolls. */
    public JComponent component() {
        return layout.component();
    }

    /** What the fields say now: what a person chose, and nothing of what is a default. */
    public PartialConfig partial() {
        return values.partial();
    }

    /** The settings as the form has them now, with defaults for what cannot be read. */
    public TrainingConfig config() {
        return partial().config();
    }

    /** Fills the fields. */
    public void show(TrainingConfig config) {
        values.choose(config);
        rows.values().forEach(row -> row.setVisited(false));
        fill();
        changed();
        timer.restart();
    }

    /**
     * What is wrong now, from the top of the form down, without looking into files again. Shows all of it at the fields,
     * also where the person has not been yet.
     */
    public List<Problem> problems() {
        rows.values().forEach(row -> row.setVisited(true));
        problems = partial().check();
        mark();
        timer.restart();
        List<String> places = List.copyOf(rows.keySet());
        Set<String> wrong = problems.stream().map(Problem::field).collect(Collectors.toSet());
        return Stream.concat(
                        problems.stream(),
                        contentProblems().stream().filter(problem -> !wrong.contains(problem.field())))
                .sorted(Comparator.comparingInt(problem -> places.indexOf(problem.field())))
                .toList();
    }

    /**
     * Goes to a field, opening the fold where it is.
     *
     * @param setting name of a setting; one without a field is ignored
     */
    public void focus(String setting) {
        Optional.ofNullable(rows.get(setting)).ifPresent(row -> {
            if (row.row().advanced()) {
                setAdvancedOpen(true);
            }
            JComponent field = row.editor().field();
            SwingUtilities.invokeLater(field::requestFocusInWindow);
        });
    }

    /** Has a listener told of every change by a person or by {@link #show}. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Looks at folders and files again, which may have changed while the person was elsewhere. */
    public void refresh() {
        timer.restart();
    }

    /** Whether the advanced settings are shown. */
    public boolean isAdvancedOpen() {
        return layout.fold().isOpen();
    }

    /** Shows or hides the advanced settings. */
    public void setAdvancedOpen(boolean open) {
        layout.fold().setOpen(open);
    }

    /** Has a listener told what was found, each time the form was looked at. */
    void onReview(Consumer<FormReview> reviewer) {
        reviewers.add(reviewer);
        lastReview.ifPresent(reviewer);
    }

    /** Takes a base model that is there now. */
    public void takeModel(Path model) {
        if (!config().baseModel().equals(model)) {
            enter(MODEL, model);
        }
        refresh();
    }

    private void enter(String setting, Path path) {
        RowView row = rows.get(setting);
        if (row.editor() instanceof PathEditor editor) {
            editor.take(path);
        }
    }

    private void editFolders(List<Path> dropped) {
        services.severalFolders().edit(config(), dropped, list -> enter(PICTURES, list));
    }

    /** The row of the pictures, for the strip below it. */
    private final class Pictures implements PictureStrip.Owner {
        @Override
        public Path place() {
            return config().instanceDir();
        }

        @Override
        public void choose(Path folder) {
            enter(PICTURES, folder);
        }

        @Override
        public void choose(List<Path> folders) {
            editFolders(folders);
        }

        @Override
        public void added() {
            refresh();
        }
    }

    /** Takes a file of changes to the pictures, or that there are none; what is in it may be new. */
    public void takeEdits(Path file) {
        enter(EDITS, file);
        refresh();
    }

    /** Changes that the window keeps belong to one folder, and go and come with it. */
    private void takeOwnEdits(Path file) {
        Path now = config().pictureEdits();
        if (!now.equals(file) && (now.equals(TrainingConfig.NO_EDITS) || OwnEdits.contain(now))) {
            enter(EDITS, file);
        }
    }

    private void edited(RowView row) {
        values.choose(row.setting(), row.editor().text());
        if (row.row().name().equals(PICTURES)) {
            Path folder = config().instanceDir();
            ownEdits.ask(() -> OwnEdits.find(folder));
        }
        followDefaults(row);
        changed();
        timer.restart();
    }

    private void left(RowView row) {
        row.editor().show(values.texts().get(row.row().name()));
        timer.restart();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private void fill() {
        Map<String, String> texts = values.texts();
        rows.forEach((name, row) -> {
            row.editor().show(texts.get(name));
            row.show(Optional.empty());
            factory.explain(row, values.defaultText(row.setting()));
        });
        followChoices();
    }

    /** Shows defaults that depend on what was changed; the field that is being changed is left alone. */
    private void followDefaults(RowView changed) {
        Map<String, String> texts = values.texts();
        rows.forEach((name, row) -> {
            if (row != changed && !values.isChosen(name)) {
                row.editor().show(texts.get(name));
            }
        });
        followChoices();
    }

    /** Shows what belongs to the choices that were made. */
    private void followChoices() {
        TrainingConfig config = config();
        extras.stepsDecide(config.steps() > 0);
        boolean paired = lastReview
                .flatMap(review -> review.preview().examples())
                .filter(examples -> !examples.of(Example.Role.CLASS).isEmpty())
                .isPresent();
        rows.forEach((name, row) -> row.setNeeded(config.reads(name) || (paired && name.equals(CLASS_WEIGHT))));
    }

    private void look() {
        PartialConfig partial = partial();
        TrainingConfig config = partial.config();
        OptionalDouble secondsPerStep = services.secondsPerStep().apply(config);
        checks.ask(partial::check);
        reviews.ask(
                () -> new FormReview(config, partial.check(), services.preview().run(config), secondsPerStep));
        extras.prompts(config);
    }

    private void checked(List<Problem> found) {
        problems = found;
        mark();
    }

    private void reviewed(FormReview review) {
        lastReview = Optional.of(review);
        extras.show(review);
        offerCards(review.preview().memory().devices());
        followChoices();
        mark();
        reviewers.forEach(reviewer -> reviewer.accept(review));
    }

    private void offerCards(List<RunPreview.Device> cards) {
        if (rows.get(DEVICE).editor() instanceof ChoiceEditor choice) {
            Map<String, String> names = new LinkedHashMap<>();
            cards.forEach(card -> names.put(card.id(), card.id() + ": " + card.name()));
            choice.offer(names);
        }
    }

    private void mark() {
        Map<String, String> sentences = new LinkedHashMap<>();
        problems.forEach(problem -> sentences.putIfAbsent(problem.field(), texts.say(problem.remedy())));
        contentProblems()
                .forEach(problem -> sentences.putIfAbsent(
                        problem.field(),
                        texts.get("content." + problem.field(), problem.message(), problem.remedy())
                                .strip()));
        rows.forEach((name, row) -> row.show(Optional.ofNullable(row.visited() ? sentences.get(name) : null)));
    }

    /** What the last look found in the base model and the picture folder, if they are still the same ones. */
    private List<Problem> contentProblems() {
        return lastReview.stream()
                .flatMap(review -> review.preview().problems().stream())
                .filter(this::isStillThere)
                .toList();
    }

    private boolean isStillThere(Problem problem) {
        RowView row = rows.get(problem.field());
        try {
            return row != null && Places.of(row.editor().text()).equals(Path.of(problem.value()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
