package loralei.gui;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a real window: without a display they are skipped, and the report says so. Each ends after five minutes, come
 * what may: it runs on a thread of its own, which is left behind where it does not listen.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIf(value = "java.awt.GraphicsEnvironment#isHeadless", disabledReason = "there is no display")
@ExtendWith(Display.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public @interface NeedsDisplay {}
