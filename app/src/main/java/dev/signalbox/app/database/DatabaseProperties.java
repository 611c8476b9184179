package dev.signalbox.app.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param url of an existing PostgreSQL, as {@code jdbc:postgresql://…} or {@code postgresql://…}; empty for the embedded one */
@ConfigurationProperties("signalbox.database")
record DatabaseProperties(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password) {

    String jdbcUrl() {
        String given = String.valueOf(url);
        return given.startsWith("jdbc:") ? given : "jdbc:" + given.replaceFirst("^postgres:", "postgresql:");
    }
}
