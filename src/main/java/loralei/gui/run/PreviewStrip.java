package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JViewport;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The preview pictures of one prompt: the newest large, the earlier ones small beside it. Not there without pictures. */
final class PreviewStrip {
    private static final int LEAST_SMALL = 52;
    private static final int MOST_SMALL = 88;
    private static final int LEAST_HEIGHT = 132;
    private static final int MOST_HEIGHT = 360;

    /** So much of the height that is seen of the run. */
    private static final double SHARE = 0.25;

    private final Texts texts;
    private final PreviewWords words;
    private final PreviewImages images;
    private final PromptChoice choice;
    private final PreviewTiles earlier;
    private final JScrollPane scroll;
    private final JButton newest = new JButton();
    private final JPanel beside =
            new JPanel(new MigLayout("insets 0, fill, hidemode 3", "[]unrel[grow][]", "[]2lp[grow]"));
    private final JPanel panel = new Strip();
    private PreviewSet latest = PreviewSet.NONE;
    private Optional<Preview> large = Optional.empty();

    /**
     * Builds a strip without pictures.
     *
     * @param images loads the pictures
     * @param opened told of a picture that a person wants to see beside the others
     */
    PreviewStrip(Locale locale, RunActions actions, PreviewImages images, Consumer<Preview> opened) {
        this.texts = Texts.of("strip", locale);
        this.words = new PreviewWords(locale);
        this.images = images;
        this.choice = new PromptChoice(locale, "previewPrompt", number -> refresh());
        this.earlier = new PreviewTiles("earlierPreviews", images, words::shortStep, this::help, opened);
        this.scroll = new JScrollPane(
                earlier.list(),
                ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        earlier.list().getAccessibleContext().setAccessibleName(texts.get("earlier"));
        earlier.menu(PreviewMenu.of(locale, actions, earlier::selected, this::prompt));
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getViewport().setOpaque(false);
        scroll.setOpaque(false);
        scroll.getViewport().addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                fitEarlier();
            }
        });
        newest.setName("newestPreview");
        newest.getAccessibleContext().setAccessibleName(texts.get("title"));
        newest.putClientProperty("JButton.buttonType", "borderless");
        newest.setMargin(new Insets(0, 0, 0, 0));
        newest.setHorizontalTextPosition(SwingConstants.CENTER);
        newest.setVerticalTextPosition(SwingConstants.BOTTOM);
        newest.setIconTextGap(UIScale.scale(2));
        newest.addActionListener(event -> large.ifPresent(opened));
        newest.setComponentPopupMenu(PreviewMenu.of(locale, actions, () -> large, this::prompt));
        images.onArrival(newest::repaint);
        JLabel title = new JLabel(texts.get("title"));
        title.putClientProperty("FlatLaf.styleClass", "h3");
        title.setLabelFor(newest);
        beside.setOpaque(false);
        beside.add(title);
        beside.add(choice.component(), "growx, wmin 64lp");
        beside.add(
                Buttons.quiet(texts, "compare", "comparePreviews", () -> large.ifPresent(opened)), "wmin 24lp, wrap");
        beside.add(scroll, "span, grow, push, wmin 0, hmin 0");
        panel.setName("previews");
        panel.add(newest);
        panel.add(beside);
        panel.setVisible(false);
    }

    JComponent component() {
        return panel;
    }

    /** Goes to the newest picture. */
    void focus() {
        newest.requestFocusInWindow();
    }

    void show(PreviewSet now) {
        if (now.equals(latest)) {
            return;
        }
        latest = now;
        panel.setVisible(!now.isEmpty());
        choice.show(now);
        refresh();
    }

    private void refresh() {
        List<Preview> pictures = new ArrayList<>(latest.of(choice.chosen()));
        Collections.reverse(pictures);
        large = pictures.stream().findFirst();
        earlier.show(pictures.isEmpty() ? List.of() : List.copyOf(pictures.subList(1, pictures.size())));
        large.ifPresent(picture -> {
            newest.setText(words.step(picture));
            newest.setToolTipText(help(picture));
            newest.getAccessibleContext().setAccessibleName(texts.get("newest", words.step(picture)));
        });
        panel.revalidate();
        panel.repaint();
    }

    private String help(Preview picture) {
        return texts.get("tile.help", words.step(picture), words.prompt(latest, picture.prompt()));
    }

    private String prompt() {
        return words.prompt(latest, choice.chosen());
    }

    /** As large as whole rows of them fit. */
    private void fitEarlier() {
        int height = scroll.getViewport().getHeight();
        int around = earlier.height(0);
        int rows = Math.max(1, height / (UIScale.scale(LEAST_SMALL) + around));
        int side = Math.max(UIScale.scale(LEAST_SMALL), height / rows - around);
        earlier.setSide(Math.min(side, UIScale.scale(MOST_SMALL)));
    }

    /** The large picture is as wide as there is height for it; what is beside it has the rest. */
    private final class Strip extends JPanel {
        private static final long serialVersionUID = 1L;

        Strip() {
            super(null);
        }

        @Override
        public Dimension getMinimumSize() {
            return new Dimension(UIScale.scale(2 * LEAST_HEIGHT), UIScale.scale(LEAST_HEIGHT));
        }

        @Override
        public Dimension getPreferredSize() {
            Dimension least = getMinimumSize();
            Container window = SwingUtilities.getAncestorOfClass(JViewport.class, this);
            int share = window == null ? 0 : (int) (SHARE * window.getHeight());
            return new Dimension(least.width, Math.max(least.height, Math.min(share, UIScale.scale(MOST_HEIGHT))));
        }

        @Override
        public void doLayout() {
            int text = newest.getFontMetrics(newest.getFont()).getHeight() + UIScale.scale(6);
            int side = Math.max(1, Math.min(getHeight() - text, getWidth() / 2));
            large.ifPresent(picture -> newest.setIcon(new PreviewIcon(images, picture, side)));
            int gap = UIScale.scale(12);
            newest.setBounds(0, 0, side, Math.min(getHeight(), side + text));
            beside.setBounds(side + gap, 0, Math.max(0, getWidth() - side - gap), getHeight());
        }
    }
}
