package loralei.gui;

import java.awt.Frame;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import loralei.config.Bytes;
import loralei.gui.error.Dialogs;
import loralei.job.DownloadEvent;
import loralei.job.DownloadProgress;
import loralei.job.DownloadRequest;
import loralei.job.UseCases;
import loralei.text.Durations;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A download that goes on: how far, how fast, how long still, and a button to stop it. For the event thread only. */
final class DownloadDialog {
    private static final int POLL_MILLIS = 250;
    private static final int PARTS = 1000;

    private final Texts texts = Texts.of("window");
    private final Dialogs dialogs;
    private final String title;
    private final JDialog dialog;
    private final JProgressBar bar = new JProgressBar(0, PARTS);
    private final JLabel amount = new JLabel(" ");
    private final JLabel file = new JLabel(" ");
    private final JButton stop = new JButton(texts.get("download.stop"));
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Timer timer = new Timer(POLL_MILLIS, event -> show());
    private final Runnable whenClosed;
    private volatile Optional<DownloadProgress> progress = Optional.empty();
    private volatile String news = "";

    /**
     * Builds the dialog.
     *
     * @param head what is downloaded
     * @param whenClosed called when it is gone
     */
    DownloadDialog(Frame owner, String title, String head, Dialogs dialogs, Runnable whenClosed) {
        this.dialogs = dialogs;
        this.whenClosed = whenClosed;
        this.title = title;
        this.dialog = new JDialog(owner, title, false);
        JPanel panel = new JPanel(new MigLayout("insets dialog, fillx, wrap 1, wmin 460lp", "[grow,fill]"));
        JLabel heading = new JLabel(head);
        heading.putClientProperty("FlatLaf.styleClass", "h3");
        file.putClientProperty("FlatLaf.styleClass", "small");
        bar.setName("downloadProgress");
        bar.getAccessibleContext().setAccessibleName(title);
        stop.setName("downloadStop");
        stop.addActionListener(event -> requestStop());
        panel.add(heading, "wmin 0");
        panel.add(bar, "gaptop unrel");
        panel.add(amount);
        panel.add(file, "wmin 0");
        panel.add(stop, "gaptop unrel, growx 0, align right");
        dialog.setContentPane(panel);
        dialog.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        dialog.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                requestStop();
            }
        });
        dialog.pack();
        dialog.setLocationRelativeTo(owner);
    }

    /** Begins, and returns at once. */
    void start(UseCases.Download download, DownloadRequest request, Consumer<Path> whenThere) {
        bar.setIndeterminate(true);
        dialog.setVisible(true);
        timer.start();
        Thread thread = new Thread(() -> run(download, request, whenThere), "download");
        thread.setDaemon(true);
        thread.start();
    }

    void toFront() {
        dialog.toFront();
    }

    private void run(UseCases.Download download, DownloadRequest request, Consumer<Path> whenThere) {
        Optional<Throwable> failure = Optional.empty();
        Optional<Path> model = Optional.empty();
        try {
            model = download.run(request, stopped::get, this::hear);
        } catch (RuntimeException | Error e) { // shown to the person, whatever it is
            failure = Optional.of(e);
        }
        Optional<Path> there = model;
        Optional<Throwable> failed = failure;
        SwingUtilities.invokeLater(() -> {
            close();
            failed.ifPresent(e -> dialogs.error(title, e));
            there.ifPresent(whenThere);
        });
    }

    /** On the download's thread. */
    private void hear(DownloadEvent event) {
        if (event instanceof DownloadEvent.Remark remark) {
            news = texts.say(remark.text());
        } else if (event instanceof DownloadEvent.Checking checking) {
            news = texts.get("download.checking", checking.file());
        } else if (event instanceof DownloadEvent.Retrying retrying) {
            news = texts.get("download.retrying", texts.say(retrying.reason()), retrying.seconds());
        } else if (event instanceof DownloadEvent.Progress now) {
            progress = Optional.of(now.progress());
            news = "";
        }
    }

    private void show() {
        Optional<DownloadProgress> shown = progress;
        bar.setIndeterminate(shown.isEmpty());
        shown.ifPresent(now -> {
            bar.setValue((int) (now.share() * PARTS));
            String left = now.secondsLeft() < 0 ? "" : Durations.estimate(now.secondsLeft());
            amount.setText(texts.get(
                    left.isEmpty() ? "download.amount" : "download.amountAndTime",
                    size(now.doneBytes()),
                    size(now.totalBytes()),
                    size(Math.round(now.bytesPerSecond())),
                    left));
        });
        String told = news;
        file.setText(told.isEmpty() ? shown.map(DownloadProgress::file).orElse(" ") : told);
    }

    private String size(long bytes) {
        return Bytes.stored(bytes, texts.locale());
    }

    private void requestStop() {
        stopped.set(true);
        stop.setEnabled(false);
        stop.setText(texts.get("download.stopping"));
    }

    private void close() {
        timer.stop();
        dialog.dispose();
        whenClosed.run();
    }
}
