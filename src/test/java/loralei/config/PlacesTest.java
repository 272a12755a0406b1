package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @TempDir
    private Path folder;

    @Test
    void aTildeIsThePersonsOwnFolder() {
        assertThat(Places.of("~")).isEqualTo(HOME);
        assertThat(Places.of(" ~/loras ")).isEqualTo(HOME.resolve("loras"));
        assertThat(Places.of("~" + File.separator + "a b")).isEqualTo(HOME.resolve("a b"));
        assertThat(SettingType.PATH.fromText("~/loras")).contains(HOME.resolve("loras"));
    }

    @Test
    void quotationMarksAroundAPathAreNoPartOfIt() {
        assertThat(Places.of("\"/pictures of/cats\"")).isEqualTo(Path.of("/pictures of/cats"));
        assertThat(Places.of(" \"~/loras\" ")).isEqualTo(HOME.resolve("loras"));
    }

    @Test
    void anAddressInTheNetIsCalledSo() {
        for (String address :
                new String[] {"https://example.com/cats", "hf://owner/cats", "huggingface.co/owner/cats"}) {
            assertThat(Checks.folder().objectionTo(Path.of(address)).orElseThrow())
                    .hasToString("is an address in the net, not a folder of this computer");
        }
    }

    @Test
    void aTildeElsewhereIsALetter() {
        assertThat(Places.of("~cat")).isEqualTo(Path.of("~cat"));
        assertThat(Places.of("a/~/b")).isEqualTo(Path.of("a", "~", "b"));
        assertThat(Places.of("./~")).isEqualTo(Path.of(".", "~"));
    }

    @Test
    void aFileOfSettingsKnowsTheTildeToo() {
        TrainingConfig config =
                ConfigJson.parse("{\"outputDir\": \"~/loras\"}", "test").config();
        assertThat(config.outputDir()).isEqualTo(HOME.resolve("loras"));
    }

    @Test
    void theRootOfADriveHasANameToo() {
        Path root = folder.toAbsolutePath().getRoot();
        assertThat(Places.nameOf(root)).isEqualTo(root.toString());
        assertThat(Places.nameOf(root.resolve("a").resolve(".."))).isEqualTo(root.toString());
        assertThat(Places.nameOf(Path.of("")))
                .isEqualTo(Places.nameOf(Path.of("").toAbsolutePath()));
        assertThat(Places.nameOf(folder.resolve("cats/."))).isEqualTo("cats");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkThatLeadsNowhereIsCalledSo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        Path round = Files.createSymbolicLink(folder.resolve("round"), folder.resolve("round"));

        for (Path place : new Path[] {link, link.resolve("below"), round}) {
            Path named = place.startsWith(link) ? link : place;
            String expected = "does not exist: the link " + named + " leads nowhere";
            assertThat(Checks.folder().objectionTo(place).orElseThrow()).hasToString(expected);
            assertThat(Checks.baseModel().objectionTo(place).orElseThrow()).hasToString(expected);
            assertThat(Checks.writableFolder().objectionTo(place).orElseThrow()).hasToString(expected);
        }
    }
}
