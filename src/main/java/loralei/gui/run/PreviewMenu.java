package loralei.gui.run;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.swing.JPopupMenu;
import loralei.gui.widget.Actions;
import loralei.text.Texts;

/** What can be done with a preview picture beside looking at it. */
final class PreviewMenu {
    private PreviewMenu() {}

    /**
     * The menu.
     *
     * @param picture the one that it is about
     * @param prompt what the picture shows
     */
    static JPopupMenu of(
            Locale locale, RunActions actions, Supplier<Optional<Preview>> picture, Supplier<String> prompt) {
        Texts texts = Texts.of("strip", locale);
        JPopupMenu menu = new JPopupMenu();
        menu.setName("previewMenu");
        menu.add(Actions.of(
                texts.get("openFolder"),
                () -> picture.get()
                        .ifPresent(one ->
                                actions.openFolder(one.file().toAbsolutePath().getParent()))));
        menu.add(Actions.of(
                texts.get("copyPath"),
                () -> picture.get()
                        .ifPresent(
                                one -> actions.copy(one.file().toAbsolutePath().toString()))));
        menu.add(Actions.of(texts.get("copyPrompt"), () -> actions.copy(prompt.get())));
        return menu;
    }
}
