package loralei.gui.tryit;

import java.awt.CardLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import loralei.config.UserError;
import loralei.gui.form.LatestQuery;
import loralei.gui.widget.WrappedText;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** All pictures of the folder: small, or one of them large. For the event thread only. */
final class TryPictures implements LargeView.Owner {
    private static final String EMPTY = "empty";
    private static final String ALL = "all";
    private static final String LARGE = "large";
    private static final int EMPTY_WIDTH = 380;

    private final Texts texts;
    private final TryServices services;
    private final Consumer<Infotext> use;
    private final GalleryScan files = new GalleryScan();
    private final LatestQuery<List<DrawnPicture>> scan;
    private final Gallery gallery;
    private final LargeView large;
    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private Path folder = Path.of("");
    private Optional<Path> awaited = Optional.empty();
    private String front = EMPTY;

    /**
     * Shows nothing yet.
     *
     * @param use draws with the settings of a picture again
     */
    TryPictures(Texts texts, TryServices services, Consumer<Infotext> use) {
        this.texts = texts;
        this.services = services;
        this.use = use;
        scan = new LatestQuery<>(services.background(), this::show);
        gallery = new Gallery(texts, services.background(), this::open);
        large = new LargeView(texts, services.background(), this);
        panel.add(emptyCard(), EMPTY);
        panel.add(gallery.component(), ALL);
        panel.add(large.component(), LARGE);
    }

    JComponent component() {
        return panel;
    }

    /** Shows what is in a folder now. */
    void refresh(Path of) {
        if (!of.equals(folder)) {
            folder = of;
            front = front.equals(LARGE) ? ALL : front;
        }
        scan.ask(() -> files.of(of));
    }

    /** Shows a picture that was just drawn large as soon as it is found. */
    void await(Path picture) {
        awaited = Optional.of(picture.toAbsolutePath());
        refresh(folder);
    }

    private JComponent emptyCard() {
        JPanel card = new JPanel(new MigLayout("insets dialog, fill", "[center]", "[grow,bottom][]rel[grow,top]"));
        JLabel title = new JLabel(texts.get("empty.title"));
        title.putClientProperty("FlatLaf.styleClass", "h2");
        card.add(title, "cell 0 0");
        card.add(
                WrappedText.of("try-empty", texts.get("empty.text"), "", EMPTY_WIDTH),
                "cell 0 2, width 0:" + EMPTY_WIDTH + "lp:" + EMPTY_WIDTH + "lp");
        return card;
    }

    private void show(List<DrawnPicture> pictures) {
        gallery.show(pictures);
        Optional<DrawnPicture> drawn = awaited.flatMap(file -> pictures.stream()
                .filter(one -> one.file().toAbsolutePath().equals(file))
                .findFirst());
        if (drawn.isPresent()) {
            awaited = Optional.empty();
            open(drawn.get());
        } else if (pictures.isEmpty()) {
            front(EMPTY);
        } else if (!front.equals(LARGE)
                || large.shown().filter(pictures::contains).isEmpty()) {
            front(ALL);
        }
    }

    private void front(String card) {
        front = card;
        cards.show(panel, card);
    }

    private void open(DrawnPicture picture) {
        boolean fromGallery = front.equals(ALL) && awaited.isEmpty();
        gallery.select(picture);
        large.show(picture, before(picture));
        front(LARGE);
        if (fromGallery) {
            large.focus();
        }
    }

    /** What the base model alone makes of the same prompt and seed. */
    private Optional<DrawnPicture> before(DrawnPicture picture) {
        return picture.infotext()
                .filter(text -> !picture.isBaseAlone())
                .flatMap(text -> gallery.pictures().stream()
                        .filter(DrawnPicture::isBaseAlone)
                        .filter(one -> one.infotext().filter(text::isLike).isPresent())
                        .findFirst());
    }

    @Override
    public void back() {
        front(gallery.pictures().isEmpty() ? EMPTY : ALL);
        gallery.focus();
    }

    @Override
    public void step(int by) {
        List<DrawnPicture> all = gallery.pictures();
        int at = large.shown().map(all::indexOf).orElse(-1) + by;
        if (at >= 0 && at < all.size()) {
            open(all.get(at));
        }
    }

    @Override
    public void use(DrawnPicture picture) {
        picture.infotext().ifPresent(use);
    }

    @Override
    public void copyPrompt(DrawnPicture picture) {
        picture.infotext().map(Infotext::prompt).ifPresent(services.desktop().copy());
    }

    @Override
    public void openFolder(DrawnPicture picture) {
        services.desktop().openFolder().accept(picture.file().toAbsolutePath().getParent());
    }

    @Override
    public void delete(DrawnPicture picture) {
        Trash trash = services.desktop().trash();
        services.background().execute(() -> {
            boolean keeps = trash.keeps();
            SwingUtilities.invokeLater(() -> ask(picture, trash, keeps));
        });
    }

    private void ask(DrawnPicture picture, Trash trash, boolean keeps) {
        String key = keeps ? "delete.toTrash" : "delete.forGood";
        boolean agreed = services.dialogs()
                .confirm(
                        texts.get("delete.title"),
                        texts.get(key, picture.file().getFileName()),
                        texts.get("delete.yes"),
                        texts.get("delete.no"));
        if (!agreed) {
            return;
        }
        int at = gallery.pictures().indexOf(picture);
        services.background().execute(() -> {
            try {
                trash.take(picture.file());
                SwingUtilities.invokeLater(() -> deleted(picture, at));
            } catch (IOException | RuntimeException e) {
                services.dialogs()
                        .error(
                                texts.get("delete.title"),
                                UserError.run(
                                                Message.of("tryit.delete.failed", picture.file()),
                                                Message.of("tryit.delete.remedy"))
                                        .causedBy(e));
            }
        });
    }

    /** Shows the one that has taken its place. */
    private void deleted(DrawnPicture picture, int at) {
        List<DrawnPicture> left =
                gallery.pictures().stream().filter(one -> !one.equals(picture)).toList();
        boolean wasShown =
                front.equals(LARGE) && large.shown().filter(picture::equals).isPresent();
        show(left);
        if (wasShown && !left.isEmpty()) {
            open(left.get(Math.min(at, left.size() - 1)));
        }
        refresh(folder);
    }
}
