package loralei.gui.form;

import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.config.TrainingConfig;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What stands under some fields besides their problems. */
final class FormExtras {
    private final Texts texts;
    private final PictureStrip strip;
    private final PromptAdviceLine advice;
    private final JPanel models = new JPanel(new MigLayout("insets 0", "[]rel[]", "[]"));
    private final JButton checkPictures;
    private final JPanel counted = new JPanel(new MigLayout("insets 0, fillx, wrap 2", "[]rel[]push", "[]0[]"));
    private final Note stepsDecide = Note.small("stepsDecide");
    private final Note nameTaken = Note.small("nameTaken");

    /**
     * Builds all of them.
     *
     * @param severalFolders edits the list of folders
     * @param chooseModel lets a person choose among the base models that are there
     */
    FormExtras(
            FormServices services,
            Texts texts,
            PictureStrip strip,
            Runnable severalFolders,
            Consumer<JButton> chooseModel) {
        this.texts = texts;
        this.strip = strip;
        advice = new PromptAdviceLine(services, texts);
        JButton several = Buttons.quiet(texts, "severalFolders", "severalFolders", severalFolders);
        Severity.style(several, "small");
        counted.setOpaque(false);
        counted.add(strip.count(), "span, growx, pushx, wmin 20");
        counted.add(several);
        checkPictures = Buttons.quiet(texts, "checkPictures", "checkPictures", services.checkPictures());
        Severity.style(checkPictures, "small");
        counted.add(checkPictures);
        models.setOpaque(false);
        models.add(Buttons.button(texts, "getBaseModel", "getBaseModel", services.getBaseModel()));
        JButton known = new JButton();
        Buttons.named(known, texts.part("models"), "open", "knownModels", () -> chooseModel.accept(known));
        models.add(known);
    }

    /** What stands under a setting's field, from the top down. */
    List<JComponent> under(String setting) {
        return switch (setting) {
            case "baseModel" -> List.of(models);
            case "instanceDir" -> List.of(strip.row(), counted, strip.unreadable());
            case "instancePrompt" -> List.of(advice.word());
            case "classPrompt" -> List.of(advice.trained());
            case "epochs" -> List.of(stepsDecide.component());
            case "outputName" -> List.of(nameTaken.component());
            default -> List.of();
        };
    }

    void show(FormReview review) {
        strip.show(review.preview().examples());
        advice.show(review.preview().longestCaption());
        nameTaken.show(Severity.MUTED, review.preview().nameTaken() ? texts.get("nameTaken") : "");
    }

    void prompts(TrainingConfig config) {
        advice.look(config);
    }

    void stepsDecide(boolean now) {
        stepsDecide.show(Severity.MUTED, now ? texts.get("stepsDecide") : "");
    }
}
