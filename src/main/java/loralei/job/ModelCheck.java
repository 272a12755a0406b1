package loralei.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loralei.model.BaseModel;
import loralei.model.PromptEncoder;
import loralei.torch.Scope;

/** Whether a base model has all that a training asks of it: what {@code train} fails at, fails here too. */
final class ModelCheck {
    private static final List<String> MODEL_FILES = List.of(".safetensors", ".ckpt");

    private ModelCheck() {}

    /**
     * Looks at what {@link BaseModel#open} does not: the headers of all weights, and the tokenizers.
     *
     * @throws loralei.config.UserError if a training would fail
     */
    static void complete(BaseModel model) {
        try (Scope scope = Scope.open()) {
            model.check();
            PromptEncoder.tokenize(model, List.of("a photo"));
        }
    }

    /** Whether a file among base models was meant to be one. */
    static boolean mayBeMeant(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return MODEL_FILES.stream().anyMatch(name::endsWith);
    }
}
