package loralei.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.BaseWeights;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.model.UnetConfig;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * A run that was saved, as far as is known without its tensors.
 *
 * @param file the state
 * @param position where it is
 * @param conditions what it was saved with; empty in the files of older programs
 * @param start the LoRA that it began from; empty where it began with none
 */
public record SavedRun(
        Path file, RunState.Position position, Optional<RunConditions> conditions, Optional<RunStart> start) {
    /** What the layers that learn are called among what must not change. */
    static final String TARGETS = "targets";

    /** Files have had the size of a batch under this name from the first version on. */
    private static final String BATCH_SIZE = "batch-size";

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

    /**
     * Fails unless the run began as it is to go on: from a LoRA or from none.
     *
     * @param sha256 of the LoRA's content as it is now; empty where it is not there any more
     */
    public void expectStart(boolean fromLora, Optional<String> sha256) {
        boolean other = sha256.isPresent()
                && start.filter(lora -> !lora.sha256().equals(sha256.get())).isPresent();
        if (fromLora != start.isPresent() || other) {
            SettingName setting = SettingName.of("startFrom");
            throw UserError.request(
                    start.map(lora -> Message.of("start.otherLora", file, lora.name(), setting))
                            .orElseGet(() -> Message.of("start.noLora", file, setting)),
                    Message.of("start.otherLora.remedy", setting, SettingName.of("outputName")));
        }
    }

    /** The LoRA that the run began from, as its state tells it; to be asked only where there is one. */
    public StartingLora startingLora(UnetConfig unet) {
        return RunState.startingLora(file, start.orElseThrow(), unet);
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
                Message.of(
                        "train.otherLayers",
                        file,
                        before.size(),
                        before.stream().findFirst().orElse("")),
                Message.of("train.sameModelOrNew", SettingName.of("outputName")));
    }

    /** The names of the layers, in their order. */
    static String names(List<Target> targets) {
        return targets.stream().map(target -> target.module().path()).collect(Collectors.joining(" "));
    }

    void expect(Map<String, String> fingerprint) {
        fingerprint.forEach((name, value) -> {
            String saved = position.fingerprint().get(name);
            if (!name.equals(TARGETS) && !value.equals(saved)) {
                SettingName setting = SettingName.of(name.equals(BATCH_SIZE) ? "batchSize" : name);
                throw UserError.request(
                        Message.of("train.cannotGoOn", file, setting, saved, value),
                        Message.of("train.setBack", setting, saved, SettingName.of("outputName")));
            }
        });
    }

    /** What the base model's weights were held in. */
    public BaseWeights baseWeights() {
        return conditions.map(RunConditions::baseWeights).orElse(BaseWeights.SAME);
    }

    /** Fails if the run has more steps behind it than it is to have. */
    public void expectAtMost(int steps) {
        if (step() > steps) {
            throw UserError.request(
                    Message.of("train.stepsBehind", file.getParent(), step(), steps),
                    Message.of("train.moreEpochs", SettingName.of("outputName")));
        }
    }

    /**
     * What is not as it was when the run was saved, in words for the person.
     *
     * @param now what it is to go on with
     * @param examples what it is to go on with, in order
     */
    public List<Message> changes(RunConditions now, List<Example> examples) {
        List<Message> changes =
                new ArrayList<>(conditions.map(now::changesSince).orElse(List.of()));
        if (!position.pictures().equals(examples.stream().map(Example::mark).toList())) {
            changes.add(Message.of("train.otherPicturesNow"));
        }
        if (!changes.isEmpty()) {
            changes.add(Message.of("train.newFrom", step() + 1, SettingName.of("outputName")));
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
        same.put(BATCH_SIZE, String.valueOf(config.batchSize()));
        return same;
    }
}
