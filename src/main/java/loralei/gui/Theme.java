package loralei.gui;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import loralei.gui.state.Appearance;
import loralei.gui.state.ThemeChoice;
import loralei.gui.state.WindowStateStore;

/** Light or dark, and the size of everything: as the person chose it, or as the system has it. */
final class Theme {
    private final WindowStateStore store;
    private CompletableFuture<Boolean> systemIsDark = CompletableFuture.completedFuture(false);

    Theme(WindowStateStore store) {
        this.store = store;
    }

    /** What has to be known before Swing starts. On any thread. */
    void prepare() {
        askSystem();
        OptionalInt scale = store.state().appearance().scalePercent();
        scale.ifPresent(percent -> System.setProperty("flatlaf.uiScale", percent + "%"));
    }

    /** Puts the look in place before the first component is made. */
    void install() {
        UIManager.put("Component.arrowType", "chevron");
        UIManager.put("ScrollBar.showButtons", false);
        UIManager.put("TabbedPane.tabHeight", 36);
        UIManager.put("TitlePane.unifiedBackground", true);
        if (dark()) {
            FlatDarkLaf.setup();
        } else {
            FlatLightLaf.setup();
        }
    }

    /** Changes the look of all windows that are open, when the system has answered where it is asked. */
    void choose(ThemeChoice choice) {
        store.update(state -> state.withAppearance(new Appearance(
                choice, state.appearance().scalePercent(), state.appearance().language())));
        askSystem();
        var unused = systemIsDark.thenRun(() -> SwingUtilities.invokeLater(() -> {
            install();
            FlatLaf.updateUI();
        }));
    }

    /** Asks in the background, where the person leaves it to the system. */
    private void askSystem() {
        if (store.state().appearance().theme() == ThemeChoice.SYSTEM) {
            systemIsDark = CompletableFuture.supplyAsync(SystemTheme::isDark);
        }
    }

    private boolean dark() {
        return switch (store.state().appearance().theme()) {
            case DARK -> true;
            case LIGHT -> false;
            case SYSTEM -> systemIsDark.join();
        };
    }
}
