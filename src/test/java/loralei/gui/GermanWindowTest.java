package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.swing.text.JTextComponent;
import loralei.config.TrainingConfig;
import loralei.gui.state.Appearance;
import loralei.gui.state.LanguageChoice;
import loralei.gui.state.ThemeChoice;
import loralei.gui.state.WindowState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine says, as a person reads it in a German window. */
@NeedsDisplay
class GermanWindowTest {
    private static final Appearance GERMAN =
            new Appearance(ThemeChoice.SYSTEM, OptionalInt.empty(), LanguageChoice.GERMAN);

    @TempDir
    Path folder;

    @Test
    void warningsAndTheFailureOfARunAreGerman() throws Exception {
        Path model = folder.resolve("model");
        copy(Remembered.MODEL, model);
        Files.delete(model.resolve("vae/diffusion_pytorch_model.safetensors"));
        Path pictures = folder.resolve("pictures");
        copy(Remembered.PICTURES, pictures);
        Files.writeString(pictures.resolve("broken.png"), "no picture");
        open(Remembered.tinyRun(folder.resolve("out"), 5)
                .with("baseModel", model)
                .with("instanceDir", pictures));
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.click("start");
            person.waitFor("the run to fail", () -> text("detail").contains("vae"));
            assertThat(WindowDriver.onEventThread(() -> text("detail")))
                    .isEqualTo("In " + model.resolve("vae")
                            + " fehlen die Gewichte: Weder diffusion_pytorch_model.safetensors"
                            + " noch diffusion_pytorch_model.fp16.safetensors ist da.\n"
                            + "Die fehlende Datei des Basismodells holen oder ein anderes Basismodell wählen.");
            person.waitFor("the log", () -> text("log").contains("fehlen die Gewichte"));
            assertThat(WindowDriver.onEventThread(() -> text("log")))
                    .contains("Warnung: Ausgelassen: broken.png: ein Text, der mit „no picture“ beginnt, kein Bild;"
                            + " entfernen oder das Bild neu holen.");
        }
    }

    @Test
    void whatIsWrongWithABaseModelIsGermanUnderItsField() throws Exception {
        Path model = folder.resolve("model");
        copy(Remembered.MODEL, model);
        Files.writeString(model.resolve("unet/config.json"), "[]");
        open(Remembered.tinyRun(folder.resolve("out"), 5).with("baseModel", model));
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.click("start");
            person.waitFor(
                    "the sentence under the field",
                    () -> text("baseModel.problem")
                            .endsWith(" ist kein JSON-Objekt. Diese Datei des Basismodells neu holen oder ein anderes"
                                    + " Basismodell wählen."));
        }
    }

    private static void open(TrainingConfig config) {
        Remembered.state(WindowState.FIRST.withForm(config).withAppearance(GERMAN));
    }

    private static String text(String name) {
        return WindowDriver.find(component -> name.equals(component.getName()) && component.isShowing())
                .map(component -> ((JTextComponent) component).getText())
                .orElse("");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
