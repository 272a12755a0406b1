package loralei.gui.form;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import loralei.gui.error.Dialogs;
import loralei.job.UseCases;

/** What a form needs of the program around it, where no run was ever made. */
public final class FakeServices {
    /** A form that asks nothing, and where nothing fails. */
    public static final Dialogs SILENT = new Dialogs() {
        @Override
        public void error(String title, Throwable failure) {
            throw new AssertionError(title, failure);
        }

        @Override
        public OptionalInt choose(String title, String question, List<String> ways, String no) {
            throw new AssertionError(question);
        }
    };

    private FakeServices() {}

    public static FormServices of(
            UseCases.Preview preview,
            UseCases.PromptAdvice advice,
            Executor background,
            Dialogs dialogs,
            Runnable getBaseModel) {
        return new FormServices(
                preview,
                advice,
                background,
                family -> List.of(),
                config -> OptionalDouble.empty(),
                dialogs,
                getBaseModel,
                (owner, family, chosen) -> {},
                (config, dropped, saved) -> {},
                () -> {});
    }
}
