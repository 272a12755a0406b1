package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AllocatorTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void freedMemoryCanBeGivenBackToLinux() {
        assertThat(Allocator.giveBack()).isTrue();
    }
}
