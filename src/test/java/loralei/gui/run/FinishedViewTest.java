package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JPopupMenu;
import javax.swing.JTable;
import loralei.gui.NeedsDisplay;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.SwingFilePicker;
import loralei.job.TrainRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leads from a finished run to the comparison of its checkpoints. */
@NeedsDisplay
class FinishedViewTest {
    @TempDir
    private Path output;

    private final List<Object> asked = new CopyOnWriteArrayList<>();

    @Test
    void theCheckpointsOfAFinishedRunCanBeCompared() throws Exception {
        Path lora = Files.writeString(output.resolve("kitty.safetensors"), "renamed");
        TrainRequest request = FakeTraining.request(output, "cat", false);
        Component view = onEventThread(() -> finished(request, lora));

        onEventThread(() -> {
            ((AbstractButton) find(view, "compare")).doClick();
            JPopupMenu menu = ((JTable) find(view, "checkpoints")).getComponentPopupMenu();
            ((AbstractButton) menu.getComponent(menu.getComponentCount() - 1)).doClick();
            return null;
        });

        assertThat(asked).containsExactly("compare", request.config(), lora, "compare", request.config(), lora);
    }

    private Component finished(TrainRequest request, Path lora) {
        RunActions actions = (RunActions) Proxy.newProxyInstance(
                RunActions.class.getClassLoader(), new Class<?>[] {RunActions.class}, (proxy, method, values) -> {
                    if (method.getReturnType() == Optional.class) {
                        return Optional.empty();
                    }
                    asked.add(method.getName());
                    asked.addAll(List.of(values));
                    return null;
                });
        Dialogs dialogs = (Dialogs) Proxy.newProxyInstance(
                Dialogs.class.getClassLoader(), new Class<?>[] {Dialogs.class}, (p, m, v) -> null);
        RepeatRun repeat = new RepeatRun(Locale.ENGLISH, actions, dialogs, new SwingFilePicker(), Runnable::run);
        SendRow send = new SendRow(Locale.ENGLISH, actions, dialogs, new SwingFilePicker(), Runnable::run);
        FinishedView view = new FinishedView(
                Locale.ENGLISH, new RunController(new FakeTraining()), actions, repeat, send, Runnable::run);
        RunSnapshot run =
                RunSnapshot.started(request).withPhase(RunPhase.FINISHED).withLora(lora);
        view.show(run, new RunStatus.Writer(Locale.ENGLISH).of(run));
        return view.component();
    }

    private static Component find(Component at, String name) {
        return all(at).filter(one -> name.equals(one.getName())).findFirst().orElseThrow();
    }

    private static Stream<Component> all(Component at) {
        return at instanceof Container container
                ? Stream.concat(
                        Stream.of(at), Stream.of(container.getComponents()).flatMap(FinishedViewTest::all))
                : Stream.of(at);
    }
}
