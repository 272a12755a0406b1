package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Rectangle;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JLabel;
import loralei.config.Setting;

/** One row on the screen: label, editor, unit, and what is wrong. */
final class RowView {
    private static final String OUTLINE = "JComponent.outline";
    /** What is seen of the form above and below the field that has the focus. */
    private static final int GAP = 16;

    private final FormRow row;
    private final Editor editor;
    private final Optional<JLabel> label;
    private final Optional<JLabel> unit;
    private final Note message;
    private boolean visited;
    private boolean folded;
    private boolean needed = true;

    RowView(FormRow row, Editor editor, Optional<JLabel> label, Optional<JLabel> unit) {
        this.row = row;
        this.editor = editor;
        this.label = label;
        this.unit = unit;
        this.message = Note.small(row.name() + ".problem");
        editor.field().setName(row.name());
        label.ifPresent(text -> text.setLabelFor(editor.field()));
    }

    FormRow row() {
        return row;
    }

    Setting<?> setting() {
        return row.setting();
    }

    Editor editor() {
        return editor;
    }

    Optional<JLabel> label() {
        return label;
    }

    Optional<JLabel> unit() {
        return unit;
    }

    Note message() {
        return message;
    }

    /** Has a listener told when the person changes the value or leaves the field. */
    void listen(Runnable edited, Runnable left) {
        editor.onEdit(() -> {
            visited = true;
            edited.run();
        });
        editor.field().addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                JComponent component = editor.component();
                int gap = UIScale.scale(GAP);
                component.scrollRectToVisible(
                        new Rectangle(0, -gap, component.getWidth(), component.getHeight() + 2 * gap));
            }

            @Override
            public void focusLost(FocusEvent event) {
                if (!event.isTemporary()) {
                    visited = true;
                    left.run();
                }
            }
        });
    }

    /** Whether the person was here, so that an empty field is not called wrong before its turn. */
    boolean visited() {
        return visited;
    }

    void setVisited(boolean now) {
        visited = now;
    }

    /** Shows what is wrong, or that nothing is. What is wrong is seen also where it is not needed. */
    void show(Optional<String> problem) {
        editor.field().putClientProperty(OUTLINE, problem.isPresent() ? "error" : null);
        message.show(Severity.BAD, problem.orElse(""));
        editor.field().getAccessibleContext().setAccessibleDescription(problem.orElse(null));
        update();
    }

    /** Shows or hides the row with its fold. */
    void setFolded(boolean now) {
        folded = now;
        update();
    }

    /** Shows or hides the row with the choice that it belongs to; it keeps its value. */
    void setNeeded(boolean now) {
        needed = now;
        update();
    }

    private void update() {
        boolean seen = !folded && (needed || !message.text().isEmpty());
        List<JComponent> components = new ArrayList<>(List.of(editor.component()));
        label.ifPresent(components::add);
        unit.ifPresent(components::add);
        components.forEach(component -> component.setVisible(seen));
        message.setFolded(folded);
    }
}
