package dev.signalbox.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** With the listeners and the logging that the application itself starts with. */
@ExtendWith(OutputCaptureExtension.class)
class LogMaskingTest {

    private static final String TAIL = "Fake0Key1Fake2Key3Fake4";

    @Configuration
    static class Nothing {}

    @Test
    void masksConsoleAndFile(@TempDir Path directory, CapturedOutput console) throws Exception {
        Path file = directory.resolve("signalbox.log");
        try (var context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--logging.file.name=" + file,
                        "--logging.pattern.level=%5p caller=%X{caller}",
                        "--signalbox.home=" + directory,
                        // one that is named is not started
                        "--signalbox.database.url=jdbc:postgresql://127.0.0.1:1/none")) {
            assertThat(context.isActive()).isTrue();
            logKeys();
        }
        for (String log : new String[] {console.getAll(), Files.readString(file)}) {
            assertThat(log)
                    .contains("caller=sk-ant-****", "message gsk_****", "argument AIza**** höre")
                    .contains("IllegalStateException: refused hf_****", "Caused by: java.lang", "for Bearer ****")
                    .contains("Suppressed: java.lang.IllegalStateException: xai-****", "at dev.signalbox.app.logging")
                    .doesNotContain(TAIL);
        }
    }

    private static void logKeys() {
        var failure =
                new IllegalStateException("refused hf_" + TAIL, new IllegalArgumentException("for Bearer " + TAIL));
        failure.addSuppressed(new IllegalStateException("xai-" + TAIL));
        String before = Thread.currentThread().getName();
        Thread.currentThread().setName("sk-" + TAIL);
        try (var ignored = MDC.putCloseable("caller", "sk-ant-" + TAIL)) {
            LoggerFactory.getLogger(LogMaskingTest.class)
                    .error("message gsk_" + TAIL + " argument {} höre", "AIza" + TAIL, failure);
        } finally {
            Thread.currentThread().setName(before);
        }
    }
}
