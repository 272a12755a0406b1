package loralei.gui;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Path;
import javax.swing.AbstractButton;
import javax.swing.text.JTextComponent;

/** Walks through the demonstration, and through the tab that draws with what came of it. */
final class TryItTour {
    private static final int TAB = 3;
    private static final String LONG =
            "a very long prompt that somebody has collected word by word for weeks, ".repeat(5);

    private final Photographer photographer;
    private final WindowDriver person;

    private final Path demo;

    TryItTour(Photographer photographer, Path demo) {
        this.photographer = photographer;
        this.person = photographer.person();
        this.demo = demo;
    }

    void walk() throws IOException {
        person.await("tryDemo");
        photographer.take("1-first-start");
        person.clickUntil("tryDemo", () -> !person.shows("tryDemo"));
        photographer.waitFor("steps", () -> WindowDriver.isUsable("saveNow"));
        photographer.pause(4_000);
        photographer.take("2-demo");
        photographer.waitFor("the end of the demo", () -> person.shows("demoHeadline"));
        photographer.take("3-demo-result");
        person.click("demo-try");
        Screenshots.bringMaterial(demo);
        person.enter("try-model", Screenshots.MODEL.toString());
        person.waitFor("the words of the LoRA", () -> text("try-prompt").equals("fsk49 shape"));
        photographer.take("4-filled");
        person.enter("try-guidance", "4");
        person.enter("try-seed", "1003");
        draw();
        photographer.take("5-before-and-after");
        person.enter("try-count", "6");
        person.enter("try-prompt", "a blue fsk49 shape");
        draw();
        person.enter("try-prompt", "a red circle on a blue background");
        draw();
        person.clickUntil("try-back", () -> person.shows("try-gallery"));
        photographer.take("6-gallery");
        person.enter("try-prompt", LONG);
        person.enter("try-width", "100");
        person.enter("try-weight-1", "7");
        person.enter("try-model", Path.of("models", "none").toString());
        person.click("try-addLora");
        person.enter("try-lora-2", Path.of("output", "no-such-lora.safetensors").toString());
        person.click("try-draw");
        photographer.take("7-wrong");
        waiting();
    }

    /** A drawing whose turn comes after the training that goes on. */
    private void waiting() {
        person.enter("try-prompt", "fsk49 shape");
        person.enter("try-width", "");
        person.enter("try-weight-1", "0.8");
        person.enter("try-model", Screenshots.MODEL.toString());
        person.click("try-remove-2");
        person.tab(0);
        Screenshots.fillIn(person, 400);
        person.click("start");
        photographer.waitFor("steps", () -> WindowDriver.isUsable("saveNow"));
        person.tab(TAB);
        person.click("try-draw");
        person.waitFor("the drawing to wait", () -> text("try-detail").contains("my-shape"));
        photographer.take("8-waiting");
        person.click("try-stop");
        person.waitFor("the drawing to end", () -> isEnabled("try-draw"));
        person.tab(0);
        person.clickUntil("stop", () -> !WindowDriver.isUsable("stop"));
        person.waitFor("the training to end", () -> !person.shows("stop"));
    }

    private void draw() {
        person.click("try-draw");
        photographer.waitFor("the drawing to begin", () -> isEnabled("try-stop") || isEnabled("try-draw"));
        photographer.pause(300);
        photographer.waitFor("the drawing to end", () -> isEnabled("try-draw"));
        photographer.pause(1_000);
    }

    private static boolean isEnabled(String name) {
        return WindowDriver.onEventThread(() -> WindowDriver.find(c -> name.equals(c.getName()))
                .filter(Component::isEnabled)
                .filter(AbstractButton.class::isInstance)
                .isPresent());
    }

    private static String text(String name) {
        return WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> ((JTextComponent) c).getText())
                .orElse("");
    }
}
