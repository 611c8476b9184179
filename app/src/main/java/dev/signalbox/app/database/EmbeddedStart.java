package dev.signalbox.app.database;

import dev.signalbox.app.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Starts the embedded PostgreSQL while Spring still looks for its beans: each takes seconds, on a core of its own. */
final class EmbeddedStart implements ApplicationContextInitializer<GenericApplicationContext> {

    @Override
    public void initialize(GenericApplicationContext context) {
        Environment environment = context.getEnvironment();
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))
                || StringUtils.hasText(environment.getProperty("signalbox.database.url"))) {
            return;
        }
        Path home = Path.of(environment.getRequiredProperty("signalbox.home"));
        // not the common pool: its threads don't see classes of a jar in the jar, as the database's driver
        Starting starting = new Starting(CompletableFuture.supplyAsync(
                () -> EmbeddedDatabase.start(home),
                task -> Thread.ofPlatform().name("embedded-database").start(task)));
        DefaultListableBeanFactory beans = context.getDefaultListableBeanFactory();
        beans.registerSingleton("startingDatabase", starting);
        beans.registerDisposableBean("startingDatabase", starting);
    }

    /** Closes the database as well when the context failed before it became a bean. */
    record Starting(CompletableFuture<EmbeddedDatabase> database) implements DisposableBean {

        EmbeddedDatabase join() {
            try {
                return database.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }

        @Override
        public void destroy() {
            database.thenAccept(EmbeddedDatabase::close)
                    .exceptionally(failure -> null)
                    .join();
        }
    }
}
