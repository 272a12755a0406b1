package loralei.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.model.ModelFamily;
import org.junit.jupiter.api.Test;

/** All that sets the families apart stands in two files, so that a new family is a row in each. */
@AnalyzeClasses(packages = "loralei", importOptions = DoNotIncludeTests.class)
class FamilyTableTest {
    private static final DescribedPredicate<JavaFieldAccess> TO_ONE_FAMILY =
            DescribedPredicate.describe("to a constant of one family", FamilyTableTest::namesOneFamily);

    @ArchTest
    static final ArchRule onlyTheTablesNameOneFamily = noClasses()
            .that()
            .doNotBelongToAnyOf(Family.class, ModelFamily.class)
            .should()
            .accessFieldWhere(TO_ONE_FAMILY)
            .because(
                    "what differs between families is a value in config.Family or model.ModelFamily, and code that asks "
                            + "for one family by name would have to be found and changed for the next");

    private static boolean namesOneFamily(JavaFieldAccess access) {
        return access.getTargetOwner().isEquivalentTo(Family.class)
                && Arrays.stream(Family.values())
                        .anyMatch(family ->
                                family.name().equals(access.getTarget().getName()));
    }

    /** An id in quotes is a family's constant in disguise. */
    @Test
    void onlyTheTablesWriteAnIdOfAFamily() throws IOException {
        Pattern id = Pattern.compile(
                Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining("|", "\"(?:", ")\"")));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> found = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("config/Family.java"))
                    .filter(path -> id.matcher(read(path)).find())
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    @Test
    void everyFamilyHasARowOfItsOwn() {
        for (Family family : Family.values()) {
            assertThat(ModelFamily.of(family).family()).isEqualTo(family);
            assertThat(ModelFamily.of(ModelFamily.of(family).unet()).family()).isEqualTo(family);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
