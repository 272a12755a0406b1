package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import loralei.data.FileNames;
import loralei.gui.widget.TextColour;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Class images in a row while they are drawn, the last one first. Not there without pictures. */
final class ClassImageStrip {
    private static final int SIDE = 96;

    private final PreviewTiles tiles;
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]", "[]2lp[]"));

    /**
     * Builds a strip without pictures.
     *
     * @param images loads the pictures
     * @param opened told of a picture whose folder a person wants to see
     */
    ClassImageStrip(Locale locale, PreviewImages images, Consumer<Preview> opened) {
        Texts texts = Texts.of("strip", locale);
        tiles = new PreviewTiles(
                "classImages",
                images,
                picture -> String.valueOf(picture.step()),
                picture -> texts.get("classImages.help", FileNames.of(picture.file())),
                opened);
        tiles.list().getAccessibleContext().setAccessibleName(texts.get("classImages"));
        tiles.setSide(UIScale.scale(SIDE));
        JLabel title = new JLabel(texts.get("classImages"));
        title.setLabelFor(tiles.list());
        TextColour.apply(title, TextColour.MUTED);
        JScrollPane scroll = new JScrollPane(
                tiles.list(),
                ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setOpaque(false);
        scroll.getViewport().setOpaque(false);
        scroll.setPreferredSize(new Dimension(0, tiles.height(UIScale.scale(SIDE))));
        panel.setOpaque(false);
        panel.setVisible(false);
        panel.add(title, "wrap");
        panel.add(scroll, "wmin 0, hmin pref");
    }

    JComponent component() {
        return panel;
    }

    /** Shows pictures, the last one first. */
    void show(List<Preview> pictures) {
        tiles.show(pictures);
        panel.setVisible(!pictures.isEmpty());
    }
}
