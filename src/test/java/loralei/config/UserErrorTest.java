package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class UserErrorTest {
    @Test
    void keepsMessageRemedyKindAndCause() {
        IOException cause = new IOException("disk");
        UserError error = UserError.run("It failed.", "Try again.").causedBy(cause);

        assertThat(error).hasMessage("It failed.").hasCause(cause);
        assertThat(error.remedy()).isEqualTo("Try again.");
        assertThat(error.kind()).isEqualTo(UserError.Kind.RUN);
        assertThat(UserError.request("a", "b").kind()).isEqualTo(UserError.Kind.REQUEST);
    }
}
