package loralei.gui.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstStartRemembersNothing() {
        assertThat(new StateFile(folder.resolve("new")).load())
                .isEqualTo(new Loaded(WindowState.FIRST, Optional.empty()));
    }

    @Test
    void whatIsSavedIsLoadedAndNothingElseIsLeft() throws IOException {
        Path made = folder.resolve("to").resolve("be made");
        new StateFile(made).save(StateJsonTest.FULL);
        Loaded loaded = new StateFile(made).load();
        assertThat(loaded.state()).isEqualTo(StateJsonTest.FULL);
        assertThat(loaded.setAside()).isEmpty();
        assertThat(names(made)).containsExactly("window.json");
    }

    @Test
    void aByteOrderMarkDoesNotHideTheState() throws IOException {
        new StateFile(folder).save(StateJsonTest.FULL);
        Path file = folder.resolve("window.json");
        Files.writeString(file, "\ufeff" + Files.readString(file));
        assertThat(new StateFile(folder).load()).isEqualTo(new Loaded(StateJsonTest.FULL, Optional.empty()));
    }

    @Test
    void theLastOfTwoWindowsWins() throws IOException {
        StateFile one = new StateFile(folder);
        StateFile other = new StateFile(folder);
        one.save(WindowState.FIRST.withTab("sd15"));
        other.save(WindowState.FIRST.withTab("sdxl"));
        assertThat(one.load().state().tab()).isEqualTo("sdxl");
    }

    @Test
    void aBrokenFileIsSetAsideAsItWas() throws IOException {
        Files.writeString(folder.resolve("window.json"), "{\"version\": 1, ");
        Loaded loaded = new StateFile(folder).load();
        assertThat(loaded.state()).isEqualTo(WindowState.FIRST);
        SetAside aside = loaded.setAside().orElseThrow();
        assertThat(aside.why()).isEqualTo(SetAside.Why.BROKEN);
        assertThat(aside.file().getFileName().toString()).startsWith("window.json.broken-2");
        assertThat(aside.file()).hasContent("{\"version\": 1, ");
        assertThat(aside.message().toString()).contains(aside.file().toString());
        assertThat(folder.resolve("window.json")).doesNotExist();
    }

    @Test
    void brokenFilesOfTheSameSecondAreAllKept() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.writeString(folder.resolve("window.json"), "broken " + i);
            assertThat(new StateFile(folder).load().setAside()).isPresent();
        }
        assertThat(names(folder)).hasSize(3);
    }

    @Test
    void aFileThatIsNotTextIsSetAsideToo() throws IOException {
        Files.write(folder.resolve("window.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(new StateFile(folder).load().setAside()).isPresent();
    }

    @Test
    void aFileOfANewerProgramIsSetAsideAndSaidToBeOne() throws IOException {
        Files.writeString(folder.resolve("window.json"), "{\"version\": 99}");
        assertThat(new StateFile(folder).load().setAside()).map(SetAside::why).contains(SetAside.Why.NEWER);
    }

    @Test
    void aFileThatIsPartlyReadableIsKeptAndReplacedByWhatWasRead() throws IOException {
        Files.writeString(folder.resolve("window.json"), "{\"version\": 1, \"tab\": \"queue\", \"colour\": 1}");
        StateFile file = new StateFile(folder);
        SetAside aside = file.load().setAside().orElseThrow();
        assertThat(aside.why()).isEqualTo(SetAside.Why.PARTLY);
        assertThat(aside.message().toString()).contains("colour");
        assertThat(aside.file()).content().contains("colour");
        Loaded again = file.load();
        assertThat(again.setAside()).isEmpty();
        assertThat(again.state().tab()).isEqualTo("queue");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
