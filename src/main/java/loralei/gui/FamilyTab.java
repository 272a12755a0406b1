package loralei.gui;

import java.util.List;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSeparator;
import loralei.config.Family;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.gui.form.FormServices;
import loralei.gui.form.FormView;
import loralei.gui.form.SummaryView;
import loralei.gui.preset.Preset;
import loralei.gui.preset.PresetMenu;
import loralei.gui.preset.Presets;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The tab of one family: its form, what would come of it, and the buttons that begin it. For the event thread only. */
final class FamilyTab {
    /** What the buttons do. */
    interface Actions {
        /** Trains these settings now. */
        void start(FamilyTab tab);

        /** Trains these settings when their turn has come. */
        void enqueue(FamilyTab tab);
    }

    private final Family family;
    private final FormView form;
    private final JButton start;
    private final JButton enqueue;
    private final PresetMenu presets;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, gap 0, fill, wrap 1", "[grow,fill]", "[grow,fill][][]"));
    private final Texts texts = Texts.of("window");

    FamilyTab(Family family, FormServices services, Actions actions) {
        this.family = family;
        this.form = new FormView(family, services);
        this.start = Buttons.button(texts, "start", "start", () -> actions.start(this));
        this.enqueue = Buttons.button(texts, "enqueue", "enqueue", () -> actions.enqueue(this));
        SummaryView summary = new SummaryView(form);
        panel.setName(family.id());
        presets = new PresetMenu(
                family, Presets.inUserConfig(), this::config, this::apply, services.dialogs(), services.background());
        panel.add(form.component(), "grow, push, wmin 0");
        panel.add(new JSeparator(), "hmin pref");
        JPanel foot = new JPanel(new MigLayout("insets 8lp 16lp 14lp 16lp, fillx, wrap 1", "[grow,fill]"));
        foot.add(summary.component(), "growx, wmin 0");
        foot.add(buttons(), "growx, gaptop unrel");
        panel.add(foot, "wmin 0");
    }

    JComponent component() {
        return panel;
    }

    /** The button of the presets, which stands beside the titles of the tabs. */
    JComponent presets() {
        return presets.component();
    }

    Family family() {
        return family;
    }

    FormView form() {
        return form;
    }

    /** The settings as the form has them. */
    TrainingConfig config() {
        return form.config();
    }

    /** Whether the settings can be trained. Where not, goes to the first field that is wrong. */
    boolean isReady() {
        List<Problem> problems = form.problems();
        problems.stream().findFirst().map(Problem::field).ifPresent(form::focus);
        return problems.isEmpty();
    }

    /** Shows whether a run can start now. */
    void showRunning(boolean running) {
        if (start.isEnabled() != running) {
            return;
        }
        start.setEnabled(!running);
        if (!running) {
            form.refresh(); // the speed is known now, and the name is taken
        }
        start.setToolTipText(texts.get(running ? "start.busy" : "start.help"));
    }

    private void apply(Preset preset) {
        form.show(preset.applyTo(form.config()));
    }

    private JComponent buttons() {
        Buttons.prominent(start);
        JPanel buttons = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]"));
        buttons.add(start, "growx, hmin 36lp");
        buttons.add(enqueue, "hmin 36lp");
        return buttons;
    }

    /** The name of the LoRA that the form asks for, entered by the program. */
    void rename(String name) {
        form.show(form.config().with("outputName", name));
    }
}
