package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFormatTest {
    @ParameterizedTest
    @MethodSource("loralei.data.Samples#pictures")
    void everySampleIsToldByItsContent(Path sample) throws IOException {
        String name = sample.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        PictureFormat expected = PictureFormat.valueOf(extension.equals("JPG") ? "JPEG" : extension);
        assertThat(PictureFormat.sniff(Files.readAllBytes(sample))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "BM",
                "BMW parked in front of a house, sunny day, photo",
                "GIF8",
                "RIFF1234WAVEfmt ",
                "a photo of sks dog"
            })
    void textThatBeginsLikeAPictureIsNone(String text) {
        assertThat(PictureFormat.sniff(text.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void pictureNamesAreToldByTheirEndWhateverItsCase() {
        assertThat(PictureFormat.hasPictureExtension("a.b.JpEg")).isTrue();
        assertThat(PictureFormat.hasPictureExtension("photo.HEIC")).isTrue();
        assertThat(PictureFormat.hasPictureExtension("photo.png.txt")).isFalse();
        assertThat(PictureFormat.hasPictureExtension("png")).isFalse();
        assertThat(PictureFormat.hasReadableExtension("photo.HEIC")).isFalse();
        assertThat(PictureFormat.hasReadableExtension("photo.JPG")).isTrue();
    }

    @Test
    void pictureNamesAreToldTheSameInTurkish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(PictureFormat.hasPictureExtension("A.GIF")).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }
}
