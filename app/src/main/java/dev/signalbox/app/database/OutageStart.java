package dev.signalbox.app.database;

import dev.signalbox.app.Roles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Lets a node that does inference only start while its database is away, by its copy of the routing snapshot; {@link CatchUp}
 * does the rest when the database is back. Without a copy, or with another role, it refuses to start: projections need their
 * tokens from the first moment.
 */
final class OutageStart implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String AWAY = "signalbox.database.away";
    static final String TIMEOUT = "signalbox.database.away-timeout";

    private static final Logger LOG = LoggerFactory.getLogger(OutageStart.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String url = url(environment);
        Path copy = Path.of(environment.getRequiredProperty("signalbox.home"), "routing-snapshot.json");
        if (url == null || Roles.isControlPlane(environment) || !Files.exists(copy) || !isAway(url, environment)) {
            return;
        }
        LOG.warn(
                "database=away message=\"Starting without it: requests are routed by the copy {}, and all else is refused"
                        + " until the database is back.\"",
                copy);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "database-away",
                        Map.of(
                                AWAY,
                                "true",
                                "spring.datasource.hikari.initialization-fail-timeout",
                                "-1",
                                // nobody should wait for what is known to be away
                                "spring.datasource.hikari.connection-timeout",
                                "250",
                                TIMEOUT,
                                environment.getProperty("spring.datasource.hikari.connection-timeout", "3000"))));
    }

    /** Null when the database is the embedded one, which this process starts itself. */
    private static @Nullable String url(Environment environment) {
        String spring = environment.getProperty("spring.datasource.url");
        String ours = environment.getProperty("signalbox.database.url");
        if (StringUtils.hasText(spring)) {
            return spring;
        }
        return StringUtils.hasText(ours) ? new DatabaseProperties(ours, null, null).jdbcUrl() : null;
    }

    /** A wrong password or a missing database is no outage: those don't go away by themselves. */
    private static boolean isAway(String url, Environment environment) {
        Properties login = new Properties();
        login.setProperty("connectTimeout", "2");
        login.setProperty("loginTimeout", "3");
        login.setProperty("socketTimeout", "3");
        put(login, "user", environment.getProperty("signalbox.database.user"));
        put(login, "password", environment.getProperty("signalbox.database.password"));
        put(login, "user", environment.getProperty("spring.datasource.username"));
        put(login, "password", environment.getProperty("spring.datasource.password"));
        try (Connection connection = DriverManager.getConnection(url, login)) {
            return !connection.isValid(2);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            // 08: no connection; 57P: shutting down, starting up
            return state.startsWith("08") || state.startsWith("57P");
        }
    }

    private static void put(Properties login, String name, @Nullable String value) {
        if (StringUtils.hasText(value)) {
            login.setProperty(name, value);
        }
    }
}
