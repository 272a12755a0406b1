package loralei.gui;

import java.awt.CardLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.config.Family;
import net.miginfocom.swing.MigLayout;

/** The tabs of the families, and the presets of the one that is in front. For the event thread only. */
final class FamilyTabs {
    private final Map<Family, LateTab<FamilyTab>> tabs = new EnumMap<>(Family.class);
    private final CardLayout cards = new CardLayout();
    private final JPanel presets = new JPanel(cards);

    /**
     * Builds none of them yet.
     *
     * @param builder makes the tab of a family, with the settings of the last time
     */
    FamilyTabs(Function<Family, FamilyTab> builder) {
        for (Family family : Family.values()) {
            JPanel card = new JPanel(new MigLayout("insets 0 0 0 16lp, fill", "push[]", "[center]"));
            presets.add(card, family.id());
            tabs.put(
                    family,
                    new LateTab<>(
                            () -> {
                                FamilyTab tab = builder.apply(family);
                                card.add(tab.presets());
                                return tab;
                            },
                            FamilyTab::component));
        }
        presets.add(new JPanel(), ""); // for a tab without presets
    }

    /** Where the tab of a family is or will be. */
    JComponent place(Family family) {
        return tabs.get(family).place();
    }

    /** The tab of a family, built now if it was not yet. */
    FamilyTab get(Family family) {
        return tabs.get(family).get();
    }

    /** The tabs that were built. */
    Stream<FamilyTab> built() {
        return tabs.values().stream().flatMap(tab -> tab.built().stream());
    }

    /** The presets of the tab in front. */
    JComponent presets() {
        return presets;
    }

    /** Has the presets of a family in front; none if there is no family. */
    void showPresets(Optional<Family> family) {
        cards.show(presets, family.map(Family::id).orElse(""));
    }

    /** The names of all tabs: those of the families, then these. */
    static List<String> followedBy(String... others) {
        return Stream.concat(Stream.of(Family.values()).map(Family::id), Stream.of(others))
                .toList();
    }
}
