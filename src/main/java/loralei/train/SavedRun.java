package loralei.train;

import static loralei.config.Words.say;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.data.Example;
import loralei.lora.Target;

/**
 * A run that was saved, as far as is known without its tensors.
 *
 * @param file the state
 * @param position where it is
 * @param conditions what it was saved with; empty in the files of older programs
 */
public record SavedRun(Path file, RunState.Position position, Optional<RunConditions> conditions) {
    /** What the layers that learn are called among what must not change. */
    static final String TARGETS = "targets";

    /** Reads the state of a run. Fails with a person's message if it is damaged or of another version. */
    public static SavedRun read(RunFiles files) {
        return RunState.look(files.stateFile());
    }

    /** The last step that is done. */
    public int step() {
        return position.step();
    }

    /** Fails unless the run can go on with these settings. */
    public void expect(TrainingConfig config) {
        expect(fingerprint(config));
    }

    /** Fails, naming one, unless the same layers learned; older programs did not write down which. */
    void expectTargets(List<Target> targets) {
        String saved = position.fingerprint().get(TARGETS);
        if (saved == null || saved.equals(names(targets))) {
            return;
        }
        Set<String> before = new LinkedHashSet<>(List.of(saved.split(" ")));
        Set<String> now = new LinkedHashSet<>(List.of(names(targets).split(" ")));
        Set<String> added = new LinkedHashSet<>(now);
        added.removeAll(before);
        before.removeAll(now);
        before.addAll(added);
        throw UserError.request(
                say(
                        "The run in {0} cannot go on: other layers learned in it than now, {1} of them, such as {2}.",
                        file, before.size(), before.stream().findFirst().orElse("")),
                say("Use the base model that it was started with, or start a new run under another --output-name."));
    }

    /** The names of the layers, in their order. */
    static String names(List<Target> targets) {
        return targets.stream().map(target -> target.module().path()).collect(Collectors.joining(" "));
    }

    void expect(Map<String, String> fingerprint) {
        fingerprint.forEach((name, value) -> {
            String saved = position.fingerprint().get(name);
            if (!name.equals(TARGETS) && !value.equals(saved)) {
                throw UserError.request(
                        say(
                                "The run in {0} cannot go on: its {1} is {2}, now it is {3}.",
                                file, Words.setting(name), saved, value),
                        say(
                                "Set {0} back to {1}, or start a new run under another --output-name.",
                                Words.setting(name), saved));
            }
        });
    }

    /** Fails if the run has more steps behind it than it is to have. */
    public void expectAtMost(int steps) {
        if (step() > steps) {
            throw UserError.request(
                    say(
                            "The run in {0} has {1} steps behind it, more than the {2} that were asked for.",
                            file.getParent(), step(), steps),
                    say("Ask for more epochs or steps, or use another --output-name."));
        }
    }

    /**
     * What is not as it was when the run was saved, in words for the person.
     *
     * @param now what it is to go on with
     * @param examples what it is to go on with, in order
     */
    public List<Words> changes(RunConditions now, List<Example> examples) {
        List<Words> changes = new ArrayList<>(conditions.map(now::changesSince).orElse(List.of()));
        if (!position.pictures().equals(examples.stream().map(Example::mark).toList())) {
            changes.add(say("The pictures are not those that this run was saved with."));
        }
        if (!changes.isEmpty()) {
            changes.add(say(
                    "What is new counts from step {0} on. What was learned before stays in the LoRA, and its metadata "
                            + "will tell of the new only. For a LoRA of one piece start anew under another --output-name.",
                    step() + 1));
        }
        return changes;
    }

    /** What must not change between two parts of one run. */
    static Map<String, String> fingerprint(TrainingConfig config) {
        Map<String, String> same = new LinkedHashMap<>();
        same.put("family", config.family().id());
        same.put("rank", String.valueOf(config.rank()));
        same.put("alpha", String.valueOf(config.alpha()));
        same.put("optimizer", config.optimizer().id());
        same.put("seed", String.valueOf(config.seed()));
        same.put("batch-size", String.valueOf(config.batchSize()));
        return same;
    }
}
