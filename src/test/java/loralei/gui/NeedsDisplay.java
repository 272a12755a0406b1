package loralei.gui;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIf;

/** Tests of a real window: without a display they are skipped, and the report says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIf(value = "java.awt.GraphicsEnvironment#isHeadless", disabledReason = "there is no display")
public @interface NeedsDisplay {}
