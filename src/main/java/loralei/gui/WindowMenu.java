package loralei.gui;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import javax.swing.ButtonGroup;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.JRadioButtonMenuItem;
import loralei.gui.state.Appearance;
import loralei.gui.state.LanguageChoice;
import loralei.gui.state.ThemeChoice;
import loralei.gui.state.WindowStateStore;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;

/** The menu: colours, size and language of the window, and the way out. */
final class WindowMenu {
    private static final int[] SCALES = {100, 125, 150, 175, 200, 250, 300};

    private final WindowStateStore store;
    private final Theme theme;
    private final Runnable close;
    private final Runnable demo;
    private final Runnable compare;
    private final Texts texts = Texts.of("window");

    /**
     * Builds nothing yet. Size and language change with the next start, as the menu says.
     *
     * @param close what Exit does
     * @param demo starts the demonstration
     * @param compare asks which checkpoints are to be compared
     */
    WindowMenu(WindowStateStore store, Theme theme, Runnable close, Runnable demo, Runnable compare) {
        this.store = store;
        this.theme = theme;
        this.close = close;
        this.demo = demo;
        this.compare = compare;
    }

    JMenuBar bar() {
        JMenu file = menu("menu.file");
        file.add(Buttons.named(new JMenuItem(), texts, "menu.compare", "compareMenu", compare));
        file.add(Buttons.named(new JMenuItem(), texts, "menu.exit", "exit", close));
        JMenu view = menu("menu.view");
        view.add(themes());
        view.add(scales());
        view.add(languages());
        JMenuBar bar = new JMenuBar();
        bar.add(file);
        bar.add(view);
        JMenu help = menu("menu.help");
        help.add(Buttons.named(new JMenuItem(), texts.part("demo"), "menu", "demo", demo));
        bar.add(help);
        return bar;
    }

    private JMenu themes() {
        JMenu menu = menu("menu.theme");
        ButtonGroup group = new ButtonGroup();
        for (ThemeChoice choice : ThemeChoice.values()) {
            boolean chosen = appearance().theme() == choice;
            add(menu, group, texts.get("menu.theme." + choice.id()), chosen, () -> theme.choose(choice));
        }
        return menu;
    }

    private JMenu scales() {
        JMenu menu = menu("menu.scale");
        ButtonGroup group = new ButtonGroup();
        OptionalInt now = appearance().scalePercent();
        add(menu, group, texts.get("menu.scale.system"), now.isEmpty(), () -> chooseScale(OptionalInt.empty()));
        for (int percent : SCALES) {
            OptionalInt choice = OptionalInt.of(percent);
            add(menu, group, percent + " %", now.equals(choice), () -> chooseScale(choice));
        }
        return menu;
    }

    private JMenu languages() {
        JMenu menu = menu("menu.language");
        ButtonGroup group = new ButtonGroup();
        for (LanguageChoice choice : LanguageChoice.values()) {
            Locale locale = choice.locale(Locale.ROOT);
            String label = choice == LanguageChoice.SYSTEM
                    ? texts.get("menu.language.system")
                    : locale.getDisplayLanguage(locale);
            add(menu, group, label, appearance().language() == choice, () -> chooseLanguage(choice));
        }
        return menu;
    }

    private void chooseScale(OptionalInt percent) {
        change(now -> new Appearance(now.theme(), percent, now.language()));
    }

    private void chooseLanguage(LanguageChoice choice) {
        change(now -> new Appearance(now.theme(), now.scalePercent(), choice));
    }

    private void change(UnaryOperator<Appearance> change) {
        store.update(state -> state.withAppearance(change.apply(state.appearance())));
    }

    private Appearance appearance() {
        return store.state().appearance();
    }

    private JMenu menu(String key) {
        return Buttons.label(new JMenu(), texts, key);
    }

    private static void add(JMenu menu, ButtonGroup group, String label, boolean chosen, Runnable action) {
        JRadioButtonMenuItem item = new JRadioButtonMenuItem(label, chosen);
        item.addActionListener(event -> action.run());
        group.add(item);
        menu.add(item);
    }
}
