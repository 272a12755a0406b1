package loralei.gui.preset;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JMenu;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.SwingFilePicker;
import loralei.text.Texts;

/** A button with a menu of all presets of a family. Lives on the event thread. */
public final class PresetMenu {
    private static final int TOOLTIP_WIDTH = 60;
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    private final Family family;
    private final Presets presets;
    private final Supplier<TrainingConfig> current;
    private final Consumer<Preset> apply;
    private final PresetActions actions;
    private final Texts texts = Texts.of("preset");
    private final JButton button;

    /**
     * Builds the button.
     *
     * @param family the family of the form beside which it stands
     * @param presets all presets
     * @param current what the form says now; asked on the event thread
     * @param apply gets the preset that the person chose, see {@link Preset#applyTo}
     * @param dialogs asks and tells, from any thread
     * @param background for all that touches the disk
     */
    public PresetMenu(
            Family family,
            Presets presets,
            Supplier<TrainingConfig> current,
            Consumer<Preset> apply,
            Dialogs dialogs,
            Executor background) {
        this(
                family,
                presets,
                current,
                apply,
                new PresetActions(
                        family,
                        presets,
                        dialogs,
                        owner -> NamingPanel.ask(owner, presets::problemWith),
                        new SwingFilePicker(),
                        background));
    }

    PresetMenu(
            Family family,
            Presets presets,
            Supplier<TrainingConfig> current,
            Consumer<Preset> apply,
            PresetActions actions) {
        this.family = family;
        this.presets = presets;
        this.current = current;
        this.apply = apply;
        this.actions = actions;
        this.button = Buttons.button(texts, "button", "presets", this::open);
    }

    /** The button. */
    public JComponent component() {
        return button;
    }

    private void open() {
        button.setEnabled(false); // one menu for two clicks
        actions.run("open.title", () -> {
            Optional<Content> content = Optional.empty();
            try {
                content = Optional.of(new Content(presets.shipped(family), presets.own(family)));
            } finally {
                Optional<Content> found = content;
                SwingUtilities.invokeLater(() -> {
                    button.setEnabled(true);
                    found.ifPresent(this::show);
                });
            }
        });
    }

    /** What the menu lists. */
    record Content(List<Preset> shipped, List<Preset> own) {}

    private void show(Content content) {
        if (button.isShowing()) {
            menu(content.shipped(), content.own()).show(button, 0, button.getHeight());
        }
    }

    JPopupMenu menu(List<Preset> shipped, List<Preset> own) {
        JPopupMenu menu = new JPopupMenu(texts.get("button"));
        menu.setName("presetMenu");
        shipped.forEach(preset -> menu.add(item(preset, apply)));
        menu.addSeparator();
        if (!own.isEmpty()) {
            own.forEach(preset -> menu.add(item(preset, apply)));
            menu.addSeparator();
        }
        menu.add(item("saveAs", () -> actions.saveAs(button, current.get())));
        menu.add(item("import", () -> actions.importFile(button)));
        menu.add(submenu("export", own, preset -> actions.export(button, preset)));
        menu.add(submenu("delete", own, actions::delete));
        return menu;
    }

    private JMenu submenu(String key, List<Preset> own, Consumer<Preset> action) {
        JMenu submenu = Buttons.label(new JMenu(), texts, key);
        submenu.setName(key);
        submenu.setEnabled(!own.isEmpty());
        submenu.setToolTipText(own.isEmpty() ? texts.get("noOwn") : null);
        own.forEach(preset -> submenu.add(item(preset, action)));
        return submenu;
    }

    private JMenuItem item(String key, Runnable action) {
        return Buttons.named(new JMenuItem(), texts, key, key, action);
    }

    private static JMenuItem item(Preset preset, Consumer<Preset> action) {
        JMenuItem item = new JMenuItem(preset.name());
        item.setName(preset.name());
        if (!preset.reason().isBlank()) {
            item.setToolTipText(wrapped(preset.reason()));
            item.getAccessibleContext().setAccessibleDescription(preset.reason());
        }
        item.addActionListener(event -> action.accept(preset));
        return item;
    }

    /** A tooltip breaks its lines only where HTML does. */
    static String wrapped(String text) {
        StringBuilder html = new StringBuilder("<html>");
        int column = 0;
        for (String word : WHITESPACE.split(text.strip(), 0)) {
            if (column > 0 && column + word.length() > TOOLTIP_WIDTH) {
                html.append("<br>");
                column = 0;
            } else if (column > 0) {
                html.append(' ');
            }
            html.append(word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
            column += word.length() + 1;
        }
        return html.append("</html>").toString();
    }
}
