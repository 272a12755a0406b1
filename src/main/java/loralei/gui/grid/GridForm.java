package loralei.gui.grid;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import loralei.config.PictureSpec;
import loralei.config.PictureValue;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.PromptLines;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import loralei.job.GridColumn;
import loralei.job.GridInput;
import loralei.job.GridRequest;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What to draw: checkpoints, strengths, prompts, seeds, and how. For the event thread only. */
final class GridForm {
    /** So many checkpoints are chosen at first, for each is a column. */
    private static final int COLUMNS_AT_FIRST = 6;

    private static final int NOTE_WIDTH = 260;
    private static final int LIST_ROWS = 5;
    private static final int PROMPT_ROWS = 4;
    private static final Map<String, String> NUMBERS =
            Map.of("width", "--width", "height", "--height", "steps", "--steps", "guidance", "--guidance");

    private final Texts texts;
    private final DefaultListModel<Path> loras = new DefaultListModel<>();
    private final JList<Path> checkpoints = new JList<>(loras);
    private final JTextField baseModel = new JTextField();
    private final JTextField strengths = new JTextField();
    private final JTextArea prompts = new JTextArea(PROMPT_ROWS, 10);
    private final JTextField negative = new JTextField();
    private final JTextField seeds = new JTextField();
    private final Map<String, JTextField> numbers = new LinkedHashMap<>();
    private final JTextArea note = WrappedText.of("gridNote", "", "small", NOTE_WIDTH);
    private final TrackingPanel panel = new TrackingPanel(
            new MigLayout("insets 0 0 0 8lp, fillx, wrap 2, hidemode 3", "[grow,fill,sg]rel[grow,fill,sg]"));
    private Optional<GridSubject> subject = Optional.empty();

    GridForm(Texts texts) {
        this.texts = texts;
        checkpoints.setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
        checkpoints.setVisibleRowCount(LIST_ROWS);
        checkpoints.setCellRenderer(new Titles());
        prompts.setLineWrap(true);
        prompts.setWrapStyleWord(true);
        Stream.of("width", "height", "steps", "guidance").forEach(name -> numbers.put(name, new JTextField()));
        add("checkpoints", checkpoints, scrolled(checkpoints), "span 2, growx, wmin 0, hmin 60lp, wrap");
        add("strengths", strengths, strengths, "span 2, growx, wmin 0, wrap");
        add("prompts", prompts, scrolled(prompts), "span 2, growx, wmin 0, hmin 60lp, wrap");
        add("negative", negative, negative, "span 2, growx, wmin 0, wrap");
        add("seeds", seeds, seeds, "span 2, growx, wmin 0, wrap");
        addPair("width", "height");
        addPair("steps", "guidance");
        add("baseModel", baseModel, baseModel, "span 2, growx, wmin 0, wrap");
    }

    private static JScrollPane scrolled(JComponent component) {
        JScrollPane scroll = new JScrollPane(component);
        Dimension size = scroll.getPreferredSize();
        scroll.setPreferredSize(new Dimension(UIScale.scale(120), size.height));
        return scroll;
    }

    private void add(String key, JComponent field, JComponent shown, String constraints) {
        panel.add(label(key, field), "span 2, wmin 0, wrap");
        panel.add(shown, constraints);
    }

    private void addPair(String left, String right) {
        panel.add(label(left, numbers.get(left)), "wmin 0");
        panel.add(label(right, numbers.get(right)), "wmin 0, wrap");
        panel.add(numbers.get(left), "wmin 0");
        panel.add(numbers.get(right), "wmin 0, wrap");
    }

    private JLabel label(String key, JComponent field) {
        JLabel label = new JLabel(texts.get("form." + key));
        label.setLabelFor(field);
        label.setToolTipText(texts.get("form." + key + ".help"));
        field.setToolTipText(texts.get("form." + key + ".help"));
        field.setName("grid." + key);
        return label;
    }

    JComponent component() {
        return panel;
    }

    /** What is wrong with the entries, to be shown near the button. */
    JTextArea note() {
        return note;
    }

    /** Fills in what is usual for a run, or what was entered for it the last time. */
    void show(GridSubject shown, Optional<GridRequest> last) {
        subject = Optional.of(shown);
        Set<Path> all = new LinkedHashSet<>(shown.checkpoints());
        last.ifPresent(request -> all.addAll(request.checkpoints()));
        loras.clear();
        loras.addAll(all);
        TrainingConfig config = shown.config();
        choose(last.map(GridRequest::checkpoints).orElseGet(() -> spread(shown.checkpoints())));
        baseModel.setText(
                last.map(GridRequest::baseModel).orElse(config.baseModel()).toString());
        strengths.setText(joined(last.map(GridRequest::strengths).orElse(GridRequest.STRENGTHS)));
        PictureSpec usual = last.map(request -> request.pages().get(0))
                .orElse(PictureSpec.of("", config.resolution().largest()).withSeed(config.seed()));
        negative.setText(usual.negativePrompt());
        List<PictureSpec> pages = last.map(GridRequest::pages).orElse(List.of());
        seeds.setText(pages.isEmpty() ? String.valueOf(usual.seed()) : joined(seedsOf(pages)));
        prompts.setText(pages.isEmpty() ? usualPrompts(config) : String.join("\n", promptsOf(pages)));
        values().forEach((value, field) -> field.setText(value.text(usual)));
        tell("");
    }

    /** The training prompt, which shows what was learned, and the class alone, which shows what was damaged. */
    private static String usualPrompts(TrainingConfig config) {
        return Stream.of(config.trainingPrompt(), config.classPrompt())
                .filter(prompt -> !prompt.isBlank())
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static List<String> promptsOf(List<PictureSpec> pages) {
        return pages.stream().map(PictureSpec::prompt).distinct().toList();
    }

    private static List<Long> seedsOf(List<PictureSpec> pages) {
        return pages.stream().map(PictureSpec::seed).distinct().toList();
    }

    private static String joined(List<? extends Number> numbers) {
        return numbers.stream()
                .map(number -> number instanceof Long ? number.toString() : SettingType.NUMBER.toText(number))
                .collect(Collectors.joining(", "));
    }

    /** Some of them, evenly spread, with the last. */
    static List<Path> spread(List<Path> all) {
        int count = Math.min(COLUMNS_AT_FIRST, all.size());
        List<Path> some = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            some.add(all.get(i * all.size() / count - 1));
        }
        return some;
    }

    private void choose(List<Path> chosen) {
        checkpoints.clearSelection();
        chosen.stream()
                .mapToInt(loras::indexOf)
                .filter(index -> index >= 0)
                .forEach(index -> checkpoints.addSelectionInterval(index, index));
    }

    private Map<PictureValue<?>, JTextField> values() {
        Map<PictureValue<?>, JTextField> values = new LinkedHashMap<>();
        numbers.forEach((name, field) -> PictureValue.ALL.stream()
                .filter(value -> value.option().equals(NUMBERS.get(name)))
                .forEach(value -> values.put(value, field)));
        return values;
    }

    /**
     * What is asked for.
     *
     * @throws UserError names the first entry that is wrong
     */
    GridRequest request() {
        GridSubject of = subject.orElseThrow();
        PictureSpec usual = PictureSpec.of("", of.config().resolution().largest())
                .withPrompts("", negative.getText().strip());
        for (Map.Entry<PictureValue<?>, JTextField> entry : values().entrySet()) {
            String text = entry.getValue().getText().replace(',', '.');
            usual = entry.getKey().read(usual, text).orElseThrow(() -> wrong(entry.getKey(), entry.getValue()));
        }
        if (prompts.getText().isBlank()) {
            throw UserError.request(Message.of("grid.noPrompt"), Message.of("grid.noPrompt.remedy"));
        }
        if (baseModel.getText().isBlank()) {
            throw UserError.request(Message.of("grid.noBaseModel"), Message.of("grid.noBaseModel.remedy"));
        }
        GridRequest request = new GridRequest(
                Places.of(baseModel.getText()),
                checkpoints.getSelectedValuesList(),
                GridInput.strengths(strengths.getText()),
                GridInput.pages(
                        picture -> PromptLines.of(prompts.getText(), Message.of("grid.thePrompts"), picture),
                        usual,
                        GridInput.seeds(seeds.getText())),
                of.config().device(),
                of.config().precision(),
                of.folder(),
                of.config().companions());
        request.check();
        return request;
    }

    private UserError wrong(PictureValue<?> value, JTextField field) {
        String label = texts.get("form." + value.option().substring(2));
        Problem problem = value.problem(label, field.getText());
        return UserError.request(Message.of("draw.value", label, problem.value(), problem.message()), problem.remedy());
    }

    void tell(String text) {
        WrappedText.show(note, text);
        note.setVisible(!text.isEmpty());
    }

    /** Checkpoints by what tells them apart. */
    private static final class Titles extends DefaultListCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            String title = GridColumn.nameOf((Path) value);
            return super.getListCellRendererComponent(list, title, index, selected, focused);
        }
    }
}
