package loralei.gui.tryit;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSeparator;
import javax.swing.Timer;
import javax.swing.text.JTextComponent;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.gui.entry.KnownLoras;
import loralei.gui.form.PathDrop;
import loralei.gui.state.TryState;
import loralei.gui.widget.Buttons;
import loralei.job.DrawRequest;
import loralei.job.LoraChoice;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The tab that draws with any LoRA on any base model, and beside it all that was drawn. For the event thread only. */
public final class TryTab {
    private static final int POLL_MILLIS = 250;
    private static final long LONGEST_END_MILLIS = 60_000;

    private final Texts texts = Texts.of("tryit");
    private final TryServices services;
    private final DrawController controller;
    private final KnownLoras known;
    private final TryForm form;
    private final TryPictures pictures;
    private final DrawProgress progress;
    private final JButton draw;
    private final JButton stop;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, gap 0, fill, wrap 1", "[grow,fill]", "[grow,fill][][]"));
    private final JPanel right = new JPanel(
            new MigLayout("insets 12lp 14lp 12lp 16lp, fill, wrap 1, hidemode 3", "[grow,fill]", "[]unrel[grow,fill]"));
    private final Timer timer = new Timer(POLL_MILLIS, event -> poll());
    private final RandomGenerator seeds = RandomGenerator.getDefault();
    private Optional<Path> newest = Optional.empty();
    private Path folder;

    /** Builds the tab with what it said the last time. */
    public TryTab(TryServices services) {
        this.services = services;
        controller = new DrawController(services.draw());
        known = new KnownLoras(
                () -> services.memory().tab().get().recentLoras(),
                services.memory().loraFolders(),
                services.background());
        form = new TryForm(texts, services, this::models, known, this::edited);
        pictures = new TryPictures(texts, services, this::use);
        progress = new DrawProgress(texts, services.dialogs());
        draw = Buttons.button(texts, "draw", "try-draw", this::draw);
        stop = Buttons.button(texts, "stop", "try-stop", controller::stop);
        Buttons.prominent(draw);
        stop.setEnabled(false);
        JPanel buttons = new JPanel(new MigLayout("insets 8lp 16lp 14lp 16lp, fillx", "[grow,fill]rel[]"));
        buttons.add(draw, "growx, hmin 36lp");
        buttons.add(stop, "hmin 36lp");
        panel.setName("tryTab");
        panel.add(form.component(), "grow, push, wmin 0");
        panel.add(new JSeparator(), "hmin pref");
        panel.add(buttons, "wmin 0");
        right.setName("tryPictures");
        right.add(progress.component(), "wmin 0");
        right.add(pictures.component(), "grow, push, wmin 0, hmin 0");
        form.show(services.memory().tab().get());
        folder = form.entries().folder();
        drops(panel);
        PathDrop.on(panel, this::dropped);
        PathDrop.on(right, this::dropped);
        timer.start();
        refresh();
    }

    /** What stands in the tab: what to draw. */
    public JComponent component() {
        return panel;
    }

    /** What stands beside it: what was drawn. */
    public JComponent pictures() {
        return right;
    }

    /** Looks at files and folders again, which may have changed while the person was elsewhere. */
    public void refresh() {
        known.refresh();
        form.refresh();
        pictures.refresh(form.entries().folder());
    }

    /** Enters a LoRA and the base model that it was made for. */
    public void tryOut(Path lora, Path model) {
        form.enterLoras(List.of(new TryState.Lora(lora.toString(), "1")));
        form.enter(Map.of(Entries.MODEL, model.toString(), Entries.PROMPT, ""));
    }

    /** Enters a LoRA, and leaves all else as it is. */
    public void tryLora(Path lora) {
        form.enterLoras(List.of(new TryState.Lora(lora.toString(), "1")));
    }

    /** Enters a base model, to draw with it alone. */
    public void tryModel(Path model) {
        form.enterLoras(List.of());
        form.enter(Map.of(Entries.MODEL, model.toString()));
    }

    /** Stops drawing, and waits until that is done, on any thread. */
    public void stopAndWait() {
        controller.stop();
        controller.awaitEnd(LONGEST_END_MILLIS);
    }

    /** Whether something is drawn or waits for its turn. From any thread. */
    public boolean isDrawing() {
        return controller.snapshot().running();
    }

    /** Looks at nothing any more. */
    public void dispose() {
        timer.stop();
    }

    private List<Path> models() {
        Set<Path> models = new LinkedHashSet<>(services.memory().models().get());
        for (Family family : Family.values()) {
            models.add(TrainingConfig.defaults(family).baseModel());
        }
        return List.copyOf(models);
    }

    /** Text fields take drops of their own; here they take files as the tab around them does. */
    private void drops(Container container) {
        for (Component child : container.getComponents()) {
            if (child instanceof JTextComponent text && text.isEditable() && text.getDropTarget() != null) {
                if (text.getName() == null || !text.getName().startsWith("try-lora-")) {
                    PathDrop.on(text, this::dropped);
                }
            } else if (child instanceof Container inner) {
                drops(inner);
            }
        }
    }

    private void dropped(List<Path> paths) {
        form.drop(paths);
    }

    private void edited() {
        Entries now = form.entries();
        services.memory().change().accept(state -> state.withEntries(now.texts(), now.loras()));
        if (!now.folder().equals(folder)) {
            folder = now.folder();
            pictures.refresh(folder);
        }
    }

    private void draw() {
        if (controller.snapshot().running() || !form.isReady()) {
            return;
        }
        Entries entries = form.entries();
        List<LoraChoice> loras = entries.choices();
        List<PictureSpec> specs = entries.pictures(seeds.nextLong(Entries.SEEDS));
        List<DrawRequest> requests = new ArrayList<>();
        if (entries.beside() && !loras.isEmpty()) {
            requests.add(request(entries, List.of(), specs));
        }
        requests.add(request(entries, loras, specs));
        form.showLastSeed(specs.get(0).seed());
        form.family().ifPresent(family -> services.memory().used().model(family, entries.model()));
        services.memory()
                .change()
                .accept(state ->
                        state.withRecent(loras.stream().map(LoraChoice::file).toList()));
        controller.start(requests);
        poll();
    }

    private static DrawRequest request(Entries entries, List<LoraChoice> loras, List<PictureSpec> specs) {
        return new DrawRequest(
                entries.model(), loras, specs, 1, DeviceChoice.AUTO, PrecisionChoice.AUTO, entries.folder());
    }

    private void poll() {
        DrawController.Snapshot now = controller.snapshot();
        progress.show(now);
        draw.setEnabled(!now.running());
        stop.setEnabled(now.running() && now.phase() != DrawController.Phase.STOPPING);
        if (!now.newest().equals(newest)) {
            newest = now.newest();
            newest.ifPresent(pictures::await);
        }
    }

    private void use(Infotext text) {
        Map<String, String> entered = text.entries(form.samplerNames(), form.scheduleNames());
        text.field(Infotext.MODEL)
                .flatMap(name -> named(models(), name))
                .ifPresent(model -> entered.put(Entries.MODEL, model.toString()));
        List<TryState.Lora> loras = new ArrayList<>();
        for (Infotext.Lora lora : text.loras()) {
            named(all(), lora.name()).ifPresent(file -> loras.add(new TryState.Lora(file.toString(), lora.weight())));
        }
        if (loras.size() == text.loras().size()) {
            form.enterLoras(loras);
        }
        form.enter(entered);
    }

    /** LoRAs that are known, those in the fields first. */
    private List<Path> all() {
        List<Path> all = new ArrayList<>();
        form.entries().loras().stream()
                .flatMap(lora -> SettingType.PATH.fromText(lora.file()).stream())
                .forEach(all::add);
        all.addAll(known.get());
        return all;
    }

    private static Optional<Path> named(List<Path> files, String name) {
        return files.stream()
                .filter(file -> {
                    String last = String.valueOf(file.getFileName());
                    return last.equals(name) || last.equals(name + ".safetensors");
                })
                .findFirst();
    }
}
