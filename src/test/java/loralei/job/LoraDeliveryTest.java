package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import loralei.config.UserError;
import loralei.train.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraDeliveryTest {
    @TempDir
    private Path folder;

    /** ComfyUI, its portable package, A1111, Forge's package; and folders in them. */
    @ParameterizedTest
    @CsvSource({
        "models/loras, '', models/loras",
        "ComfyUI/models/loras, '', ComfyUI/models/loras",
        "ComfyUI/models/loras, ComfyUI, ComfyUI/models/loras",
        "ComfyUI/models/loras, ComfyUI/models, ComfyUI/models/loras",
        "ComfyUI/models/loras, ComfyUI/models/loras, ComfyUI/models/loras",
        "ComfyUI/models/loras/cats, ComfyUI/models/loras/cats, ComfyUI/models/loras/cats",
        "models/Lora, '', models/Lora",
        "models/Lora, models, models/Lora",
        "webui/models/Lora, '', webui/models/Lora",
        "anything, anything, anything"
    })
    void theFolderForLorasIsFoundInWhatWasNamed(String there, String named, String found) throws IOException {
        Files.createDirectories(folder.resolve(there));

        assertThat(LoraDelivery.folderIn(folder.resolve(named))).isEqualTo(folder.resolve(found));
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> LoraDelivery.folderIn(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> LoraDelivery.folderIn(folder.resolve("gone")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void withoutPreviewsTheLoraGoesAlone() throws IOException {
        LoraDelivery delivery = delivery("cat.safetensors", "content");

        assertThat(delivery.inTheWay()).isEmpty();
        assertThat(delivery.copy())
                .isEqualTo(new LoraDelivery.Delivered(folder.resolve("loras/cat.safetensors"), Optional.empty()));
        assertThat(folder.resolve("loras/cat.safetensors")).hasContent("content");
    }

    @Test
    void aRenamedLoraGoesUnderItsNewNameWithThePreviewsOfItsRun() throws IOException {
        LoraDelivery delivery = delivery("kitty v1.5.safetensors", "content");
        Files.createDirectories(delivery.run().samples());
        Files.writeString(delivery.run().preview(20, 0), "20");
        Files.writeString(delivery.run().preview(100, 1), "100");

        delivery.copy();

        assertThat(folder.resolve("loras/kitty v1.5.safetensors")).hasContent("content");
        assertThat(folder.resolve("loras/kitty v1.5.preview.png")).hasContent("100");
    }

    @Test
    void onlyOtherFilesAreInTheWay() throws IOException {
        LoraDelivery delivery = delivery("cat.safetensors", "content");
        Files.createDirectories(delivery.run().samples());
        Files.writeString(delivery.run().preview(20, 0), "20");
        delivery.copy();
        assertThat(delivery.inTheWay()).isEmpty();
        Files.writeString(delivery.lora(), "trained longer");
        assertThat(delivery.inTheWay()).containsExactly(folder.resolve("loras/cat.safetensors"));
        Files.writeString(folder.resolve("loras/cat.preview.png"), "my favourite");
        assertThat(delivery.inTheWay()).hasSize(2);
    }

    @Test
    void aLoraThatIsGoneIsTold() throws IOException {
        LoraDelivery delivery = delivery("cat.safetensors", "content");
        Files.delete(delivery.lora());
        assertThatThrownBy(delivery::copy).isInstanceOf(UserError.class).hasMessageContaining("is not there any more");
    }

    @Test
    void aLoraThatLiesThereAlreadyIsLeftAsItIs() throws IOException {
        LoraDelivery delivery = delivery("cat.safetensors", "content");
        LoraDelivery inPlace = new LoraDelivery(
                delivery.lora(), delivery.run(), delivery.lora().getParent());
        assertThat(inPlace.inTheWay()).isEmpty();
        assertThat(inPlace.copy().lora()).isEqualTo(delivery.lora());
        assertThat(delivery.lora()).hasContent("content");
    }

    private LoraDelivery delivery(String name, String content) throws IOException {
        Path output = Files.createDirectories(folder.resolve("output"));
        Path loras = Files.createDirectories(folder.resolve("loras"));
        return new LoraDelivery(Files.writeString(output.resolve(name), content), new RunFiles(output, "cat"), loras);
    }
}
