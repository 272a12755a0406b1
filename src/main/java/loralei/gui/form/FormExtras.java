package loralei.gui.form;

import java.util.List;
import javax.swing.JButton;
import javax.swing.JComponent;
import loralei.config.TrainingConfig;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;

/** What stands under some fields besides their problems. */
final class FormExtras {
    private final Texts texts;
    private final PictureStrip strip;
    private final PromptAdviceLine advice;
    private final JButton getBaseModel;
    private final JButton checkPictures;
    private final Note stepsDecide = Note.small("stepsDecide");
    private final Note nameTaken = Note.small("nameTaken");

    FormExtras(FormServices services, Texts texts, PictureStrip strip) {
        this.texts = texts;
        this.strip = strip;
        advice = new PromptAdviceLine(services, texts);
        getBaseModel = Buttons.button(texts, "getBaseModel", "getBaseModel", services.getBaseModel());
        checkPictures = Buttons.button(texts, "checkPictures", "checkPictures", services.checkPictures());
    }

    /** What stands under a setting's field, from the top down. */
    List<JComponent> under(String setting) {
        return switch (setting) {
            case "baseModel" -> List.of(getBaseModel);
            case "instanceDir" -> List.of(strip.row(), strip.count(), checkPictures, strip.unreadable());
            case "instancePrompt" -> List.of(advice.word());
            case "classPrompt" -> List.of(advice.trained());
            case "epochs" -> List.of(stepsDecide.component());
            case "outputName" -> List.of(nameTaken.component());
            default -> List.of();
        };
    }

    void show(FormReview review) {
        strip.show(
                review.preview().examples().map(examples -> examples.folders().get(0)));
        nameTaken.show(Severity.MUTED, review.preview().nameTaken() ? texts.get("nameTaken") : "");
    }

    void prompts(TrainingConfig config) {
        advice.look(config);
    }

    void stepsDecide(boolean now) {
        stepsDecide.show(Severity.MUTED, now ? texts.get("stepsDecide") : "");
    }
}
