package dev.signalbox.app.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Puts the masking behind whatever Spring Boot has set up for console and file, patterns and structured formats alike. A
 * second line: the first is that nothing logs a key.
 */
public final class LogMasking implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (Logger logger : context.getLoggerList()) {
                logger.iteratorForAppenders().forEachRemaining(LogMasking::mask);
            }
            batchAccessLog(context);
        }
    }

    /** Structured formats go their usual way: who wants those wants them for all lines. */
    private static void batchAccessLog(LoggerContext context) {
        Logger access = context.getLogger("dev.signalbox.access");
        List<OutputStreamAppender<ILoggingEvent>> targets = new ArrayList<>();
        boolean plain = true;
        var appenders = context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            Appender<ILoggingEvent> appender = appenders.next();
            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                    && stream.getEncoder() instanceof MaskingEncoder masking
                    && masking.isPlain()) {
                targets.add(stream);
            } else {
                plain = false;
            }
        }
        if (plain && !targets.isEmpty() && access.getAppender("access") == null) {
            AccessAppender appender = new AccessAppender(targets);
            appender.setContext(context);
            appender.start();
            access.addAppender(appender);
            access.setAdditive(false);
        }
    }

    private static void mask(Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && !(stream.getEncoder() instanceof MaskingEncoder)) {
            stream.setEncoder(new MaskingEncoder(stream.getEncoder()));
        }
    }

    /** As soon as Boot has set logging up. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }
}
