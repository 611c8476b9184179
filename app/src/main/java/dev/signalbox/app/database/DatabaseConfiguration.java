package dev.signalbox.app.database;

import dev.signalbox.app.Roles;
import dev.signalbox.app.embedded.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which PostgreSQL: Spring's own {@code spring.datasource.url}, {@code SIGNALBOX_DATABASE_URL}, or the embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(JdbcConnectionDetails.class)
    @ConditionalOnExpression("'${spring.datasource.url:}' == '' and '${signalbox.database.url:}' != ''")
    static class Existing {

        @Bean
        JdbcConnectionDetails existingDatabase(DatabaseProperties database) {
            return new Connection(database.jdbcUrl(), database.user(), database.password());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(JdbcConnectionDetails.class)
    @ConditionalOnExpression("'${spring.datasource.url:}' == '' and '${signalbox.database.url:}' == ''")
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedDatabase embeddedDatabase(EmbeddedStart.Starting starting) {
            return starting.join();
        }

        @Bean
        JdbcConnectionDetails embeddedConnection(EmbeddedDatabase database) {
            return new Connection(database.jdbcUrl(), database.user(), database.password());
        }

        @Bean
        FreedClaims freedClaims(JdbcClient jdbc) {
            return new FreedClaims(jdbc, false);
        }
    }

    /** Of nodes that keep views; one without can't own any, and may have to start while the database is away. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${spring.datasource.url:}' != '' or '${signalbox.database.url:}' != ''")
    @Conditional(KeepsViews.class)
    static class Shared {

        @Bean
        FreedClaims freedClaims(JdbcClient jdbc) {
            return new FreedClaims(jdbc, true);
        }
    }

    static final class KeepsViews implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Roles.keepsViews(context.getEnvironment());
        }
    }

    private record Connection(
            String jdbcUrl,
            @Nullable String username,
            @Nullable String password) implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return jdbcUrl;
        }

        @Override
        public @Nullable String getUsername() {
            return username;
        }

        @Override
        public @Nullable String getPassword() {
            return password;
        }
    }
}
