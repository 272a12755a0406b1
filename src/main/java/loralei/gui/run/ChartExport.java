package loralei.gui.run;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.FilePicker;
import loralei.text.Texts;

/** Saves the chart as it is seen as a PNG picture. */
final class ChartExport {
    /** Twice the points of the screen, so that it looks sharp elsewhere too. */
    private static final int SHARPNESS = 2;

    private final Texts texts;
    private final LossPlot plot;
    private final Dialogs dialogs;
    private final FilePicker picker;
    private final Executor background;
    private final Supplier<Path> suggestion;

    /** Suggests a file each time. */
    ChartExport(Locale locale, Dialogs dialogs, FilePicker picker, Executor background, Supplier<Path> suggestion) {
        this.texts = Texts.of("run", locale);
        this.plot = new LossPlot(locale);
        this.dialogs = dialogs;
        this.picker = picker;
        this.background = background;
        this.suggestion = suggestion;
    }

    /** Asks for a file and writes the chart there; a file that exists only after another question. */
    void ask(Component parent, LossCurve curve, Optional<LossPlot.Zoom> zoom, Dimension size) {
        String title = texts.get("chart.save.title");
        FilePicker.Kind png = new FilePicker.Kind("png", texts.get("file.png"));
        picker.save(parent, title, suggestion.get(), png).ifPresent(file -> {
            PlotStyle look = PlotStyle.current();
            LossPlot.Order order = new LossPlot.Order(curve, zoom, size.width, size.height, SHARPNESS, look);
            background.execute(() -> write(file, () -> plot.draw(order).image(), StandardOpenOption.CREATE_NEW));
        });
    }

    private void write(Path file, Supplier<BufferedImage> picture, OpenOption... options) {
        String title = texts.get("chart.save.title");
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(picture.get(), "png", bytes);
            Files.write(file, bytes.toByteArray(), options);
        } catch (FileAlreadyExistsException e) {
            SwingUtilities.invokeLater(() -> askToReplace(title, file, picture));
        } catch (IOException | RuntimeException e) {
            SwingUtilities.invokeLater(() -> dialogs.error(title, e));
        }
    }

    private void askToReplace(String title, Path file, Supplier<BufferedImage> picture) {
        String question = texts.get("chart.replace", file.getFileName());
        if (dialogs.confirm(title, question, texts.get("chart.replace.yes"), texts.get("chart.replace.no"))) {
            background.execute(() -> write(file, picture));
        }
    }
}
