package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigFolderTest {
    private static final Path HOME = Path.of("home").toAbsolutePath();

    @Test
    void eachSystemHasItsPlaceForSettings() {
        assertThat(ConfigFolder.of(Map.of(), "Linux", HOME)).isEqualTo(HOME.resolve(".config/loralei"));
        assertThat(ConfigFolder.of(Map.of(), "Mac OS X", HOME))
                .isEqualTo(HOME.resolve("Library/Application Support/Loralei"));
        assertThat(ConfigFolder.of(Map.of("APPDATA", "roaming"), "Windows 11", HOME))
                .isEqualTo(Path.of("roaming", "Loralei"));
        assertThat(ConfigFolder.of(Map.of(), "Windows 11", HOME)).isEqualTo(HOME.resolve("AppData/Roaming/Loralei"));
    }

    @Test
    void theDesktopsOwnVariableCountsOnLinuxIfItIsAbsolute() {
        Path configs = HOME.resolve("configs");
        assertThat(ConfigFolder.of(Map.of("XDG_CONFIG_HOME", configs.toString()), "Linux", HOME))
                .isEqualTo(configs.resolve("loralei"));
        assertThat(ConfigFolder.of(Map.of("XDG_CONFIG_HOME", "configs"), "Linux", HOME))
                .isEqualTo(HOME.resolve(".config/loralei"));
    }

    @Test
    void anyFolderCanBeChosenByTheEnvironment() {
        assertThat(ConfigFolder.of(Map.of(ConfigFolder.VARIABLE, "chosen"), "Windows 11", HOME))
                .isEqualTo(Path.of("chosen"));
        assertThat(ConfigFolder.of(Map.of(ConfigFolder.VARIABLE, " "), "Linux", HOME))
                .isEqualTo(HOME.resolve(".config/loralei"));
    }
}
