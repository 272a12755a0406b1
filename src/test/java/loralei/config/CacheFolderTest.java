package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
    private static final Path HOME = Path.of("home").toAbsolutePath();

    @Test
    void eachSystemHasItsPlaceForCaches() {
        assertThat(CacheFolder.of(Map.of(), "Linux", HOME)).isEqualTo(HOME.resolve(".cache/loralei"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", HOME.resolve("x").toString()), "Linux", HOME))
                .isEqualTo(HOME.resolve("x/loralei"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", HOME))
                .isEqualTo(HOME.resolve(".cache/loralei"));
        assertThat(CacheFolder.of(Map.of(), "Mac OS X", HOME)).isEqualTo(HOME.resolve("Library/Caches/Loralei"));
        assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "local"), "Windows 11", HOME))
                .isEqualTo(Path.of("local", "Loralei", "Cache"));
    }

    @Test
    void anyFolderCanBeChosenByTheEnvironment() {
        assertThat(CacheFolder.of(Map.of(CacheFolder.VARIABLE, "chosen"), "Linux", HOME))
                .isEqualTo(Path.of("chosen"));
    }
}
