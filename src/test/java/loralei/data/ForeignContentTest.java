package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file under a picture's name is called what it is. */
class ForeignContentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "....ftypmp42....mp42isom | a video (MP4)",
                "....ftypisom....iso2avc1 | a video (MP4)",
                "....ftyp3gp4....isom | a video (MP4)",
                "....ftypqt  ....qt   | a video (QuickTime)",
                "....wide....mdat | a video (QuickTime)",
                "RIFF....AVI LIST | a video (AVI)",
                "....ftypM4A ....isom | a sound file (M4A)",
                "....ftypheic....mif1heic | in HEIC format",
                "....ftypmif1....heicmiaf | in HEIC format",
                "....ftypmif1....avifmiaf | in AVIF format",
                "....ftypavif....mif1 | in AVIF format",
                "....ftypcrx ....isom | the raw picture of a camera (CR3)",
                "FUJIFILMCCD-RAW 0201 | the raw picture of a camera (RAF)",
                "8BPS.... | in Photoshop format",
                "....jP  .... | in JPEG 2000 format",
                "....JXL .... | in JPEG XL format",
                "%PDF-1.7 | a document (PDF)",
                "Rar!.... | an archive (RAR)",
                "[InternetShortcut] | a shortcut",
                "<!DOCTYPE html><html><svg> | a web page",
                "<?xml version='1.0'?><Error><Code>AccessDenied | a web page",
                "<?xml version='1.0'?><!-- drawn --><svg> | a drawing without pixels (SVG)",
                "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS",
                "404: Not Found | a text that begins with \"404: Not Found\"",
                "BMW parked in front of a house | a text that begins with \"BMW parked",
                "PKW vor einem Haus | a text that begins with \"PKW vor",
            })
    void itIsCalledWhatItIs(String content, String name) {
        assertThat(ForeignContent.describe(latin1(content)).toString())
                .contains("is")
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "1A45DFA39F428681014286810142F2810442F381084282847765626D, video (WebM)",
        "1A45DFA3A34286810142F7810142F28104428288 6D6174726F736B61, video (Matroska)",
        "3026B2758E66CF11A6D900AA0062CE6C, video (Windows Media)",
        "000001BA44000400, video (MPEG)",
        "49492A00100000004352 0200, raw picture of a camera (CR2)",
        "49492A0008000000 0100 12C6 0100 04000000 01040000, raw picture of a camera (DNG)",
        "4D4D002A00000008 0001 C612 0001 00000004 01040000, raw picture of a camera (DNG)",
        "49492A0008000000, TIFF or camera raw",
        "FF0A000000, JPEG XL",
        "504B030414000000, archive (ZIP)",
        "4C00000001140200, shortcut",
        "0005160700020000, macOS",
        "0000000000000000, nothing but zeros",
        "00FF01FE02, whatever its name says",
        "FFD8, whatever its name says",
    })
    void bytesTellItToo(String digits, String name) {
        byte[] content = HexFormat.of().parseHex(digits.replace(" ", ""));
        assertThat(ForeignContent.describe(content).toString()).contains(name);
    }

    @Test
    void aVideoIsNeverCalledAPictureToConvert() {
        assertThat(ForeignContent.describe(latin1("....ftypmp42....mp42isom")).toString())
                .doesNotContain("HEIC", "format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"....ftypheic", "8BPS....", "....ftypcrx "})
    void aPictureWithoutAPicturesNameIsStillOne(String content) {
        assertThat(ForeignContent.isPicture(latin1(content))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"....ftypmp42", "a photo of fsk49 cat", "PK..", "P1 20 cats", "{\"a\": 1}"})
    void anythingElseIsNone(String content) {
        assertThat(ForeignContent.isPicture(latin1(content))).isFalse();
    }

    @Test
    void ofATextOnlyTheFirstWordsAreShownOnOneLine() {
        String text = "first line\nsecond\u0007 " + "long ".repeat(1000) + "end";
        assertThat(ForeignContent.describe("first\nsecond ".repeat(500).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .contains("\"first second first second first second f\"");
        assertThat(ForeignContent.describe(latin1(text)).toString()).doesNotContain("end");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
