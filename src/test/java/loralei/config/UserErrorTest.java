package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import loralei.text.Message;
import org.junit.jupiter.api.Test;

class UserErrorTest {
    @Test
    void keepsMessageRemedyKindAndCause() {
        IOException cause = new IOException("disk");
        UserError error = UserError.run(Message.text("It failed."), Message.text("Try again."))
                .causedBy(cause);

        assertThat(error).hasMessage("It failed.").hasCause(cause);
        assertThat(error.remedy()).isEqualTo("Try again.");
        assertThat(error.kind()).isEqualTo(UserError.Kind.RUN);
        assertThat(UserError.request(Message.text("a"), Message.text("b")).kind())
                .isEqualTo(UserError.Kind.REQUEST);
    }
}
