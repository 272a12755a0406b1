package loralei.gui.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import org.junit.jupiter.api.Test;

class StateJsonTest {
    private static final TrainingConfig CATS =
            TrainingConfig.defaults(Family.SD15).with("instancePrompt", "fsk49").with("outputName", "my-cat");

    static final WindowState FULL = WindowState.FIRST
            .withForm(CATS)
            .withForm(TrainingConfig.defaults(Family.SDXL).with("rank", 32))
            .withRecentModel(Family.SD15, Path.of("models", "old"))
            .withRecentModel(Family.SD15, Path.of("models", "new"))
            .withPlace(new WindowPlace(-10, 20, 1100, 700, true))
            .withTab("queue")
            .withAppearance(new Appearance(ThemeChoice.DARK, OptionalInt.of(150), LanguageChoice.GERMAN))
            .withAdvancedOpen(true)
            .withQueue(new RunList(
                    List.of(
                            new QueuedRun(
                                    "a",
                                    CATS,
                                    true,
                                    false,
                                    QueuedStatus.DONE,
                                    "",
                                    Optional.of(Path.of("output", "my-cat.safetensors"))),
                            new QueuedRun("b", CATS, false, true, QueuedStatus.FAILED, "no", Optional.empty())),
                    QueuePause.CHOSEN))
            .withSpeed("sd15|512|1|cpu|fp32|false", 0.125)
            .withFolders(new Folders(
                    List.of(Path.of("ComfyUI"), Path.of("cache", "huggingface")),
                    Optional.of(Path.of("ComfyUI", "models", "loras"))))
            .withTryIt(new TryState(
                    Map.of("prompt", "fsk49 cat", "width", "wide"),
                    List.of(new TryState.Lora("output/my-cat.safetensors", "0.8")),
                    List.of(Path.of("output", "my-cat.safetensors"))));

    @Test
    void allThatIsWrittenIsRead() throws Exception {
        assertThat(FULL.folders().models()).hasSize(2);
        StateJson.Parsed parsed = StateJson.parse(StateJson.write(FULL));
        assertThat(parsed.unread()).isEmpty();
        assertThat(parsed.state()).isEqualTo(FULL);
    }

    @Test
    void theFirstStateIsReadToo() throws Exception {
        assertThat(StateJson.parse(StateJson.write(WindowState.FIRST)))
                .isEqualTo(new StateJson.Parsed(WindowState.FIRST, List.of()));
    }

    @Test
    void missingFieldsHaveTheirDefaults() throws Exception {
        assertThat(StateJson.parse("{\"version\": 1}")).isEqualTo(new StateJson.Parsed(WindowState.FIRST, List.of()));
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsKept() throws Exception {
        StateJson.Parsed parsed = StateJson.parse("{\"version\": 1, \"tab\": \"sdxl\", \"colour\": 3,"
                + " \"appearance\": {\"theme\": \"pink\", \"language\": \"de\"},"
                + " \"place\": {\"x\": 1, \"y\": 2, \"width\": 0, \"height\": 5, \"maximized\": false},"
                + " \"recentModels\": {\"sd15\": [\"models/a\", 7]},"
                + " \"speeds\": {\"sd15|512|1|cpu|fp32|false\": \"fast\", \"sd15\": -2},"
                + " \"forms\": {\"sd15\": {\"rank\": \"many\", \"epochs\": 7}, \"sd0\": {}}}");
        assertThat(parsed.unread())
                .containsExactlyInAnyOrder(
                        "colour",
                        "appearance.theme",
                        "place",
                        "recentModels.sd15[1]",
                        "speeds.sd15|512|1|cpu|fp32|false",
                        "forms.sd15.rank",
                        "forms.sd0");
        assertThat(parsed.state().tab()).isEqualTo("sdxl");
        assertThat(parsed.state().appearance().language()).isEqualTo(LanguageChoice.GERMAN);
        assertThat(parsed.state().recentModels(Family.SD15)).containsExactly(Path.of("models", "a"));
        assertThat(parsed.state().form(Family.SD15).epochs()).isEqualTo(7);
        assertThat(parsed.state().speeds()).isEmpty(); // none is negative
    }

    @Test
    void whatTheTabThatDrawsSaidIsReadAsFarAsItGoes() throws Exception {
        StateJson.Parsed parsed = StateJson.parse("{\"version\": 1, \"tryIt\": {\"texts\": {\"prompt\": \"a cat\"},"
                + " \"loras\": [{\"file\": \"a\"}, 7], \"recentLoras\": [3, \"b\"]}}");
        assertThat(parsed.unread()).containsExactlyInAnyOrder("tryIt.loras[1]", "tryIt.recentLoras[0]");
        assertThat(parsed.state().tryIt())
                .isEqualTo(new TryState(
                        Map.of("prompt", "a cat"), List.of(new TryState.Lora("a", "")), List.of(Path.of("b"))));
    }

    @Test
    void aQueuedRunWithAnUnknownSettingIsLeftOutRatherThanChanged() throws Exception {
        String written = StateJson.write(FULL).replaceFirst("(?s)(\"id\" : \"a\".*?)\"rank\"", "$1\"ranks\"");
        StateJson.Parsed parsed = StateJson.parse(written);
        assertThat(parsed.unread()).containsExactly("queue.runs[0]");
        assertThat(parsed.state().queue().runs()).extracting(QueuedRun::id).containsExactly("b");
    }

    @Test
    void aFormKeepsItsFamilyWhateverTheFileSays() throws Exception {
        StateJson.Parsed parsed = StateJson.parse("{\"version\": 1, \"forms\": {\"sdxl\": {\"family\": \"sd15\"}}}");
        assertThat(parsed.state().form(Family.SDXL).family()).isEqualTo(Family.SDXL);
    }

    @Test
    void aNewerVersionIsToldFromABrokenFile() {
        assertThatThrownBy(() -> StateJson.parse("{\"version\": " + (StateJson.VERSION + 1) + "}"))
                .isInstanceOfSatisfying(
                        StateJson.NoState.class, e -> assertThat(e.newer()).isTrue());
        for (String broken : List.of("", "{", "[]", "{}", "{\"version\": 0}", "{\"version\": \"1\"}")) {
            assertThatThrownBy(() -> StateJson.parse(broken))
                    .as(broken)
                    .isInstanceOfSatisfying(
                            StateJson.NoState.class, e -> assertThat(e.newer()).isFalse());
        }
    }

    @Test
    void anOlderVersionGoesThroughTheMigrations() throws Exception {
        StateJson.Parsed parsed = StateJson.parse("{\"version\": 1, \"front\": \"queue\"}", List.of(root -> {
            root.set("tab", root.remove("front"));
            return root;
        }));
        assertThat(parsed.unread()).isEmpty();
        assertThat(parsed.state().tab()).isEqualTo("queue");
    }

    @Test
    void theFilesOfAnEarlierVersionAreRead() throws Exception {
        WindowState state = StateJson.parse("{\"version\": 1,"
                        + " \"recentModels\": {\"sd15\": [], \"sdxl\": [\"models/sdxl\"]},"
                        + " \"appearance\": {\"theme\": \"light\", \"language\": \"system\"},"
                        + " \"queue\": {\"pause\": \"after-stop\", \"runs\": []},"
                        + " \"speeds\": {\"sd15|512|1|cpu|fp32\": 2.5}}")
                .state();
        assertThat(state.recentModels()).containsOnlyKeys(Family.SDXL);
        assertThat(state.appearance().theme()).isEqualTo(ThemeChoice.LIGHT);
        assertThat(state.queue().pause()).isEqualTo(QueuePause.AFTER_STOP);
        assertThat(state.speed("sd15|512|1|cpu|fp32|false")).isEmpty(); // of an earlier version: measured once more
    }

    @Test
    void ofTheSpeedsTheNewestAreKept() {
        WindowState state = FULL.withSpeed("a", Double.NaN).withSpeed("b", 2);
        assertThat(state.speeds()).containsOnlyKeys("sd15|512|1|cpu|fp32|false", "b");
        for (int i = 0; i < 99; i++) {
            state = state.withSpeed("c" + i, 1);
        }
        assertThat(state.speeds()).hasSize(100).containsKey("b").doesNotContainKey("sd15|512|1|cpu|fp32|false");
        assertThat(state.speed("b")).hasValue(2);
    }

    @Test
    void numbersThatNobodyCanHoldAreNamedToo() throws Exception {
        StateJson.Parsed parsed = StateJson.parse("{\"version\": 1, \"tab\": \"queue\","
                + " \"appearance\": {\"scalePercent\": 1e99}, \"queue\": {\"runs\": [null, 7, {}]}}");
        assertThat(parsed.unread())
                .containsExactlyInAnyOrder("appearance.scalePercent", "queue.runs[1]", "queue.runs[2]");
        assertThat(parsed.state()).isEqualTo(WindowState.FIRST.withTab("queue"));
    }

    @Test
    void onlyTheTenNewestModelsAreRecentAndEachIsThereOnce() {
        WindowState state = WindowState.FIRST;
        for (int i = 0; i < 12; i++) {
            state = state.withRecentModel(Family.SD15, Path.of("m" + i));
        }
        state = state.withRecentModel(Family.SD15, Path.of("m5"));
        assertThat(state.recentModels(Family.SD15))
                .hasSize(WindowState.MOST_RECENT_MODELS)
                .startsWith(Path.of("m5"), Path.of("m11"))
                .doesNotHaveDuplicates();
        assertThat(state.recentModels()).isEqualTo(Map.of(Family.SD15, state.recentModels(Family.SD15)));
    }

    @Test
    void theFolderOfTheDrawingProgramIsRemembered() throws Exception {
        Path named = Path.of("ComfyUI").toAbsolutePath();
        WindowState state =
                WindowState.FIRST.withFolders(Folders.NONE.withLoras(named)).withAdvancedOpen(true);
        assertThat(StateJson.parse(StateJson.write(state)).state()).isEqualTo(state);
        assertThat(StateJson.parse("{\"version\": 1}").state().folders().loras())
                .isEmpty();
    }

    @Test
    void aScaleNobodyCouldReadIsBroughtIntoItsLimits() {
        assertThat(new Appearance(ThemeChoice.LIGHT, OptionalInt.of(5000), LanguageChoice.SYSTEM).scalePercent())
                .hasValue(400);
    }
}
