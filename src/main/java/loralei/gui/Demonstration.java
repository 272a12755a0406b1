package loralei.gui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.demo.DemoInvitation;
import loralei.gui.demo.DemoResultView;
import loralei.gui.demo.DemoRun;
import loralei.gui.error.Dialogs;
import loralei.gui.run.RunController;
import loralei.gui.run.RunPhase;
import loralei.gui.state.WindowState;
import loralei.job.DemoResult;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.text.Texts;

/** The demonstration in the window: who is invited to it, its run, and what came of it. For the event thread only. */
final class Demonstration {
    /** As on the command line. */
    private static final Path FOLDER = Path.of("output", "demo");

    /** What the window does for it. */
    interface Owner {
        /** Has the form in front. */
        void showForm();

        /** Draws with the LoRA that was made. */
        void draw(DemoResult result);
    }

    private final Executor background;
    private final Dialogs dialogs;
    private final RunController controller;
    private final DesktopActions desktop;
    private final RightSide rightSide;
    private final Owner owner;
    private final DemoRun run;
    private final DemoInvitation invitation = new DemoInvitation(this::start);
    private Optional<DemoResultView> view = Optional.empty();
    private boolean firstStart;

    /**
     * Starts nothing yet.
     *
     * @param rightSide where it is shown
     */
    Demonstration(
            UseCases.Demo demo,
            RunController controller,
            RightSide rightSide,
            Executor background,
            Dialogs dialogs,
            DesktopActions desktop,
            Owner owner) {
        this.controller = controller;
        this.rightSide = rightSide;
        this.background = background;
        this.dialogs = dialogs;
        this.desktop = desktop;
        this.owner = owner;
        this.run = new DemoRun(demo, controller, FOLDER, this::show);
        rightSide.invite(invitation.component());
    }

    /** Starts it, or tells why it cannot. */
    void start() {
        try {
            run.start();
            owner.showForm();
            rightSide.closeDemo();
            poll();
        } catch (IllegalStateException e) {
            Texts texts = Texts.of("demo");
            dialogs.error(texts.get("title"), new IllegalStateException(texts.get("menu.busy"), e));
        }
    }

    /** Whether a request is that of the demonstration. */
    boolean isOf(TrainRequest request) {
        return run.isOf(request);
    }

    /** Invites whoever has neither a base model nor ever trained. Looks at the disk later. */
    void inviteAtFirstStart(WindowState state) {
        boolean nothingDone = state.recentModels().isEmpty()
                && state.speeds().isEmpty()
                && state.queue().runs().isEmpty();
        if (nothingDone) {
            background.execute(() -> {
                boolean noModel = Stream.of(Family.values())
                        .map(family -> TrainingConfig.defaults(family).baseModel())
                        .noneMatch(Files::isDirectory);
                SwingUtilities.invokeLater(() -> {
                    firstStart = noModel;
                    poll();
                });
            });
        }
    }

    /** Hides the invitation as soon as there is a run to be seen. */
    void poll() {
        firstStart &= controller.snapshot().phase() == RunPhase.IDLE;
        invitation.setShown(firstStart);
    }

    private void show(DemoResult result) {
        if (view.isEmpty()) {
            view = Optional.of(new DemoResultView(new ResultButtons(), background, dialogs));
        }
        view.get().show(result);
        rightSide.openDemo(view.get().component());
    }

    /** What the buttons beside the result do. */
    private final class ResultButtons implements DemoResultView.Owner {
        @Override
        public void trainOwn() {
            rightSide.closeDemo();
            owner.showForm();
        }

        @Override
        public void tryOut(DemoResult result) {
            owner.draw(result);
        }

        @Override
        public void openFolder(DemoResult result) {
            desktop.openFolder(result.lora().toAbsolutePath().getParent());
        }

        @Override
        public void close() {
            rightSide.closeDemo();
        }
    }
}
