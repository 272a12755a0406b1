package loralei.gui.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import loralei.config.Family;
import loralei.config.TrainingConfig;

/**
 * All that the window remembers.
 *
 * @param forms what the form of each family said last
 * @param recentModels base models that were used, the newest first, at most {@value #MOST_RECENT_MODELS} a family
 * @param place where the window was; empty before the first time
 * @param tab name of the tab in front; empty before the first time
 * @param appearance theme, size and language
 * @param advancedOpen whether the fold with the rarer settings is open
 * @param queue the queue
 * @param speeds steps per second that were measured last, by all that they depend on, the newest last
 * @param tryIt what the tab that draws said last
 * @param tools what the tab with the tools remembers
 * @param folders where this person's other programs keep models and LoRAs
 */
public record WindowState(
        Map<Family, TrainingConfig> forms,
        Map<Family, List<Path>> recentModels,
        Optional<WindowPlace> place,
        String tab,
        Appearance appearance,
        boolean advancedOpen,
        RunList queue,
        Map<String, Double> speeds,
        TryState tryIt,
        ToolState tools,
        Folders folders) {

    /** What a list of recent models holds at most. */
    public static final int MOST_RECENT_MODELS = 10;

    /** More settings than anybody compares. */
    private static final int MOST_SPEEDS = 100;

    /** What a window knows that was never open before. */
    public static final WindowState FIRST = new WindowState(
            Map.of(),
            Map.of(),
            Optional.empty(),
            "",
            Appearance.OF_THE_SYSTEM,
            false,
            RunList.EMPTY,
            Map.of(),
            TryState.FIRST,
            ToolState.FIRST,
            Folders.NONE);

    /** Keeps copies, and of what grows the newest; what a file leaves out is as it is at first. */
    public WindowState {
        Map<Family, TrainingConfig> ofFamilies = new EnumMap<>(Family.class);
        orNone(forms).forEach((family, config) -> ofFamilies.put(family, config.with("family", family)));
        forms = Collections.unmodifiableMap(ofFamilies);
        Map<Family, List<Path>> models = new EnumMap<>(Family.class);
        orNone(recentModels)
                .forEach((family, paths) -> models.put(
                        family,
                        paths.stream()
                                .filter(Objects::nonNull)
                                .distinct()
                                .limit(MOST_RECENT_MODELS)
                                .toList()));
        models.values().removeIf(List::isEmpty);
        recentModels = Collections.unmodifiableMap(models);
        tab = Objects.requireNonNullElse(tab, "");
        appearance = Objects.requireNonNullElse(appearance, Appearance.OF_THE_SYSTEM);
        queue = Objects.requireNonNullElse(queue, RunList.EMPTY);
        Map<String, Double> newest = new LinkedHashMap<>(orNone(speeds));
        newest.values().removeIf(speed -> !isSpeed(speed));
        newest.keySet()
                .removeAll(newest.keySet().stream()
                        .limit(Math.max(0, newest.size() - MOST_SPEEDS))
                        .toList());
        speeds = Collections.unmodifiableMap(newest);
        tryIt = Objects.requireNonNullElse(tryIt, TryState.FIRST);
        tools = Objects.requireNonNullElse(tools, ToolState.FIRST);
        folders = Objects.requireNonNullElse(folders, Folders.NONE);
    }

    private static <K, V> Map<K, V> orNone(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static boolean isSpeed(Double stepsPerSecond) {
        return stepsPerSecond != null && stepsPerSecond > 0 && Double.isFinite(stepsPerSecond);
    }

    /** What the form of a family said last, or its defaults. */
    public TrainingConfig form(Family family) {
        return forms.getOrDefault(family, TrainingConfig.defaults(family));
    }

    /** The same with another form; the settings tell of which family. */
    public WindowState withForm(TrainingConfig config) {
        Map<Family, TrainingConfig> changed = new EnumMap<>(Family.class);
        changed.putAll(forms);
        changed.put(config.family(), config);
        return new WindowState(
                changed, recentModels, place, tab, appearance, advancedOpen, queue, speeds, tryIt, tools, folders);
    }

    /** Base models of a family that were used, the newest first. */
    public List<Path> recentModels(Family family) {
        return recentModels.getOrDefault(family, List.of());
    }

    /** The same with a base model in front of the recent ones. */
    public WindowState withRecentModel(Family family, Path model) {
        List<Path> paths = new ArrayList<>(List.of(model));
        paths.addAll(recentModels(family));
        Map<Family, List<Path>> changed = new EnumMap<>(Family.class);
        changed.putAll(recentModels);
        changed.put(family, paths);
        return new WindowState(
                forms, changed, place, tab, appearance, advancedOpen, queue, speeds, tryIt, tools, folders);
    }

    /** The same with the window elsewhere. */
    public WindowState withPlace(WindowPlace newPlace) {
        return new WindowState(
                forms,
                recentModels,
                Optional.of(newPlace),
                tab,
                appearance,
                advancedOpen,
                queue,
                speeds,
                tryIt,
                tools,
                folders);
    }

    /** The same with another tab in front. */
    public WindowState withTab(String newTab) {
        return new WindowState(
                forms, recentModels, place, newTab, appearance, advancedOpen, queue, speeds, tryIt, tools, folders);
    }

    /** The same with another look. */
    public WindowState withAppearance(Appearance newAppearance) {
        return new WindowState(
                forms, recentModels, place, tab, newAppearance, advancedOpen, queue, speeds, tryIt, tools, folders);
    }

    /** The same with the fold open or closed. */
    public WindowState withAdvancedOpen(boolean open) {
        return new WindowState(forms, recentModels, place, tab, appearance, open, queue, speeds, tryIt, tools, folders);
    }

    /** The same with another queue. */
    public WindowState withQueue(RunList newQueue) {
        return new WindowState(
                forms, recentModels, place, tab, appearance, advancedOpen, newQueue, speeds, tryIt, tools, folders);
    }

    /** The same with another thing to draw. */
    public WindowState withTryIt(TryState newTryIt) {
        return new WindowState(
                forms, recentModels, place, tab, appearance, advancedOpen, queue, speeds, newTryIt, tools, folders);
    }

    /** The same with other things remembered of the tools. */
    public WindowState withTools(ToolState newTools) {
        return new WindowState(
                forms, recentModels, place, tab, appearance, advancedOpen, queue, speeds, tryIt, newTools, folders);
    }

    /** The same with other folders of this person's other programs. */
    public WindowState withFolders(Folders newFolders) {
        return new WindowState(
                forms, recentModels, place, tab, appearance, advancedOpen, queue, speeds, tryIt, tools, newFolders);
    }

    /** The speed that was measured last, in steps per second. */
    public OptionalDouble speed(String key) {
        Double speed = speeds.get(key);
        return speed == null ? OptionalDouble.empty() : OptionalDouble.of(speed);
    }

    /** The same with a speed, in steps per second; one that is no positive number is not kept. */
    public WindowState withSpeed(String key, double stepsPerSecond) {
        if (!isSpeed(stepsPerSecond)) {
            return this;
        }
        Map<String, Double> changed = new LinkedHashMap<>(speeds);
        changed.remove(key);
        changed.put(key, stepsPerSecond);
        return new WindowState(
                forms, recentModels, place, tab, appearance, advancedOpen, queue, changed, tryIt, tools, folders);
    }
}
