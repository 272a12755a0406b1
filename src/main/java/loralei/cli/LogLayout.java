package loralei.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Lines of the log: time, level, thread, logger, message. Logback's own patterns would take longer to set up. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String line = LocalDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), ZoneId.systemDefault())
                + " " + event.getLevel()
                + " [" + event.getThreadName() + "] "
                + logger.substring(logger.lastIndexOf('.') + 1) + ": "
                + event.getFormattedMessage()
                + System.lineSeparator();
        return event.getThrowableProxy() == null
                ? line
                : line + ThrowableProxyUtil.asString(event.getThrowableProxy()) + System.lineSeparator();
    }
}
