package loralei.gui.error;

import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JRootPane;
import javax.swing.KeyStroke;

/** The frame that all our dialogs share: Enter and Escape work, and it is never larger than the screen. */
public final class DialogFrame {
    private final JDialog dialog;

    /**
     * Makes a dialog that is not shown yet.
     *
     * @param owner the window that it belongs to
     * @param title its title
     */
    public DialogFrame(Optional<Window> owner, String title) {
        dialog = new JDialog(owner.orElse(null), title, ModalityType.DOCUMENT_MODAL);
        dialog.setDefaultCloseOperation(JDialog.DISPOSE_ON_CLOSE);
    }

    /**
     * Shows content and waits until it is closed.
     *
     * @param content what it shows
     * @param enter the button that Enter presses, and that has the focus if it is enabled
     * @param escape the button that Escape presses
     */
    public void show(JComponent content, JButton enter, JButton escape) {
        show(content, enter, escape, enter);
    }

    /**
     * The same with the focus elsewhere at first.
     *
     * @param first what has the focus if it is enabled
     */
    public void show(JComponent content, JButton enter, JButton escape, JComponent first) {
        dialog.setContentPane(content);
        JRootPane root = dialog.getRootPane();
        root.setDefaultButton(enter);
        root.registerKeyboardAction(
                event -> escape.doClick(0),
                KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                JComponent.WHEN_IN_FOCUSED_WINDOW);
        dialog.addWindowListener(new WindowAdapter() {
            @Override
            public void windowOpened(WindowEvent event) {
                if (first.isEnabled()) {
                    first.requestFocusInWindow();
                }
            }
        });
        fit();
        dialog.setLocationRelativeTo(dialog.getOwner());
        dialog.setVisible(true);
    }

    /** Makes it as large as its content wants, within the screen. */
    public void fit() {
        dialog.pack();
        Rectangle free = freeScreen();
        Dimension wanted = dialog.getSize();
        dialog.setSize(Math.min(wanted.width, free.width), Math.min(wanted.height, free.height));
        Rectangle bounds = dialog.getBounds();
        bounds.x = Math.max(free.x, Math.min(bounds.x, free.x + free.width - bounds.width));
        bounds.y = Math.max(free.y, Math.min(bounds.y, free.y + free.height - bounds.height));
        dialog.setBounds(bounds);
        dialog.validate();
    }

    /** Closes it. */
    public void close() {
        dialog.dispose();
    }

    private Rectangle freeScreen() {
        GraphicsConfiguration screen = dialog.getOwner() == null
                ? dialog.getGraphicsConfiguration()
                : dialog.getOwner().getGraphicsConfiguration();
        Rectangle bounds = screen.getBounds();
        Insets taken = Toolkit.getDefaultToolkit().getScreenInsets(screen);
        return new Rectangle(
                bounds.x + taken.left,
                bounds.y + taken.top,
                bounds.width - taken.left - taken.right,
                bounds.height - taken.top - taken.bottom);
    }
}
