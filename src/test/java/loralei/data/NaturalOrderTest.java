package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    private static final NaturalOrder ORDER = new NaturalOrder();

    @Test
    void numbersInNamesCountByValue() {
        List<String> sorted = List.of(
                "1.png",
                "2.png",
                "10.png",
                "a1b2.png",
                "a1b10.png",
                "a2b1.png",
                "img9.png",
                "img10.png",
                "img99999999999999999999.png",
                "img100000000000000000000.png");
        assertThat(shuffledAndSorted(sorted)).isEqualTo(sorted);
    }

    @Test
    void caseOnlyDecidesBetweenNamesThatAreOtherwiseEqual() {
        List<String> sorted = List.of("A.png", "a.png", "B.png", "b.png", "C.png");
        assertThat(shuffledAndSorted(sorted)).isEqualTo(sorted);
    }

    @Test
    void leadingZerosDoNotChangeTheValueOfANumber() {
        List<String> sorted = List.of("img007.png", "img07.png", "img7.png", "img008.png", "img8a.png", "img08b.png");
        assertThat(shuffledAndSorted(sorted)).isEqualTo(sorted);
    }

    @Test
    void aNameComesBeforeItsContinuations() {
        assertThat(ORDER.compare("a", "a1")).isNegative();
        assertThat(ORDER.compare("a1", "a1 ")).isNegative();
        assertThat(ORDER.compare("", "0")).isNegative();
    }

    @Test
    void theOrderIsTotalOnRandomNames() {
        Random random = new Random(3);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder name = new StringBuilder();
            for (int k = random.nextInt(5); k >= 0; k--) {
                name.append("0019aA_ ".charAt(random.nextInt(8)));
            }
            names.add(name.toString());
        }
        for (String a : names) {
            for (String b : names) {
                assertThat(ORDER.compare(a, b)).isEqualTo(-ORDER.compare(b, a));
                assertThat(ORDER.compare(a, b) == 0).isEqualTo(a.equals(b));
                for (String c : names) {
                    if (ORDER.compare(a, b) < 0 && ORDER.compare(b, c) < 0) {
                        assertThat(ORDER.compare(a, c))
                                .as("%s < %s < %s", a, b, c)
                                .isNegative();
                    }
                }
            }
        }
    }

    private static List<String> shuffledAndSorted(List<String> names) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(ORDER);
        return shuffled;
    }
}
