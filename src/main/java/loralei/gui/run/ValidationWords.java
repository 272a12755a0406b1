package loralei.gui.run;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.text.Texts;
import loralei.train.TrainingEvent;
import loralei.train.ValidationTrend;

/** What the losses of the held-out pictures mean, in a sentence or two. */
final class ValidationWords {
    private final Texts texts;
    private final RunNumbers numbers;

    ValidationWords(Locale locale) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
    }

    /** The sentences; empty where nothing was measured. */
    String of(ValidationCurve validation, RunSnapshot run) {
        if (validation.trend().isEmpty() || validation.last().isEmpty()) {
            return "";
        }
        ValidationTrend trend = validation.trend().get();
        if (trend.risingSince().isPresent()) {
            String rising = texts.get("validation.rising", trend.risingSince().getAsInt());
            OptionalInt nearest = nearest(trend.bestStep(), run);
            return nearest.isPresent()
                    ? texts.get("validation.sentences", rising, texts.get("validation.nearest", nearest.getAsInt()))
                    : texts.get("validation.sentences", rising, texts.get("validation.none", trend.bestStep()));
        }
        ValidationTrend.Point last = validation.last().get();
        return last.step() == trend.bestStep()
                ? texts.get("validation.lowest", numbers.loss(last.loss()), last.step())
                : texts.get(
                        "validation.higher",
                        numbers.loss(last.loss()),
                        last.step(),
                        numbers.loss(trend.bestLoss()),
                        trend.bestStep());
    }

    static boolean isRising(ValidationCurve validation) {
        return validation
                .trend()
                .filter(trend -> trend.risingSince().isPresent())
                .isPresent();
    }

    /** The step of the saved LoRA that is nearest to a step, the earlier one of two. */
    private static OptionalInt nearest(int step, RunSnapshot run) {
        int now = run.step().map(TrainingEvent.Step::step).orElse(0);
        List<Integer> planned =
                run.ready().map(TrainingEvent.Ready::checkpointSteps).orElse(List.of());
        int found = Collections.binarySearch(planned, step);
        int at = found < 0 ? -found - 1 : found;
        Stream<Integer> around = IntStream.of(at - 1, at)
                .filter(index -> index >= 0 && index < planned.size())
                .mapToObj(planned::get)
                .filter(saved -> saved <= now);
        return nearest(step, Stream.concat(around, run.saved().stream().map(TrainingEvent.Saved::step)));
    }

    /** The one of several steps that is nearest to a step, the earlier one of two. */
    static OptionalInt nearest(int step, Stream<Integer> steps) {
        return steps.sorted()
                .mapToInt(Integer::intValue)
                .reduce((one, next) -> Math.abs(next - step) < Math.abs(one - step) ? next : one);
    }
}
