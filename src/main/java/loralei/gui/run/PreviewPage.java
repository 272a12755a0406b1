package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.CardLayout;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ScrollPaneConstants;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** All preview pictures of one prompt side by side, the one before the first step first. A click shows one large. */
final class PreviewPage {
    private static final String SIDE_BY_SIDE = "sideBySide";
    private static final String LARGE = "large";
    private static final int LEAST_SIDE = 140;
    private static final int MOST_SIDE = 420;

    private final PreviewWords words;
    private final Runnable closed;
    private final PromptChoice choice;
    private final PreviewTiles tiles;
    private final JScrollPane scroll;
    private final PreviewLarge large;
    private final CardLayout cards = new CardLayout();
    private final JPanel body = new JPanel(cards);
    private final JPanel panel =
            new JPanel(new MigLayout("insets 12lp 14lp 12lp 16lp, fill, hidemode 3", "[]unrel[grow][]", "[]rel[grow]"));
    private PreviewSet latest = PreviewSet.NONE;
    private boolean showsLarge;

    /**
     * Builds an empty page.
     *
     * @param images loads the pictures
     * @param closed takes the page away
     */
    PreviewPage(Locale locale, RunActions actions, PreviewImages images, Runnable closed) {
        Texts texts = Texts.of("strip", locale);
        this.words = new PreviewWords(locale);
        this.closed = closed;
        this.choice = new PromptChoice(locale, "comparedPrompt", number -> refresh());
        this.tiles = new PreviewTiles("comparedPreviews", images, words::step, this::help, this::enlarge);
        this.large = new PreviewLarge(locale, images, this::back);
        this.scroll = new JScrollPane(
                tiles.list(),
                ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        tiles.list().getAccessibleContext().setAccessibleName(texts.get("compared"));
        tiles.menu(PreviewMenu.of(locale, actions, tiles::selected, this::prompt));
        large.canvas().setComponentPopupMenu(PreviewMenu.of(locale, actions, large::shown, this::prompt));
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setOpaque(false);
        scroll.getViewport().setOpaque(false);
        scroll.getViewport().addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                fit();
            }
        });
        body.setOpaque(false);
        body.add(scroll, SIDE_BY_SIDE);
        body.add(large.component(), LARGE);
        JLabel title = new JLabel(texts.get("title"));
        title.putClientProperty("FlatLaf.styleClass", "h2");
        panel.setName("previewPage");
        panel.add(title);
        panel.add(choice.component(), "growx, wmin 0");
        panel.add(Buttons.button(texts, "close", "closePreviews", this::back), "wrap");
        panel.add(body, "span, grow, push, wmin 0, hmin 0");
        KeyStroke escape = KeyStroke.getKeyStroke("ESCAPE");
        panel.getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(escape, "back");
        panel.getActionMap().put("back", Actions.of("back", this::back));
    }

    JComponent component() {
        return panel;
    }

    /** Begins with the prompt of a picture, and that picture marked. */
    void open(PreviewSet previews, Preview picture) {
        sideBySide();
        show(previews);
        choice.choose(picture.prompt());
        refresh();
        tiles.select(picture);
        tiles.list().requestFocusInWindow();
    }

    void show(PreviewSet now) {
        if (!now.equals(latest)) {
            latest = now;
            choice.show(now);
            refresh();
        }
    }

    private void refresh() {
        List<Preview> pictures = latest.of(choice.chosen());
        tiles.show(pictures);
        Optional<Preview> seen = large.shown().filter(picture -> showsLarge);
        if (seen.isPresent() && !pictures.isEmpty()) {
            large.show(pictures, pictures.contains(seen.get()) ? seen.get() : sameStep(pictures, seen.get()));
        }
        fit();
    }

    /** The picture of another prompt nearest in the steps. */
    private static Preview sameStep(List<Preview> pictures, Preview wanted) {
        return pictures.stream()
                .filter(picture -> picture.step() >= wanted.step())
                .findFirst()
                .orElse(pictures.get(pictures.size() - 1));
    }

    /** As large as they can be with all of them in sight; where there are too many for that, they scroll. */
    private void fit() {
        int width = scroll.getViewport().getWidth();
        int height = scroll.getViewport().getHeight();
        int count = Math.max(1, tiles.list().getModel().getSize());
        int around = tiles.width(0);
        int inARow = Math.max(1, width / (UIScale.scale(LEAST_SIDE) + around));
        int side = Math.min(UIScale.scale(MOST_SIDE), width / inARow - around);
        for (int columns = 1; columns <= count; columns++) {
            int rows = (count + columns - 1) / columns;
            int possible = Math.min(width / columns - around, height / rows - tiles.height(0));
            side = Math.max(side, Math.min(UIScale.scale(MOST_SIDE), possible));
        }
        tiles.setSide(Math.max(1, side));
    }

    private void enlarge(Preview picture) {
        showsLarge = true;
        large.show(latest.of(choice.chosen()), picture);
        cards.show(body, LARGE);
        large.canvas().requestFocusInWindow();
    }

    /** From the large picture to all, and from all to the run. */
    private void back() {
        if (!showsLarge) {
            closed.run();
            return;
        }
        sideBySide();
        large.shown().ifPresent(tiles::select);
        tiles.list().requestFocusInWindow();
    }

    private void sideBySide() {
        showsLarge = false;
        cards.show(body, SIDE_BY_SIDE);
    }

    private String help(Preview picture) {
        return words.prompt(latest, picture.prompt());
    }

    private String prompt() {
        return words.prompt(latest, choice.chosen());
    }
}
