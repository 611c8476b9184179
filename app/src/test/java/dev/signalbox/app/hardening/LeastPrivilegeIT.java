package dev.signalbox.app.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a node needs of PostgreSQL: a database of its own, and nothing else of the server. */
class LeastPrivilegeIT {

    private final TestDatabase asSuperuser = PostgresForTests.newDatabase();
    private final String role = "plain_" + UUID.randomUUID().toString().replace("-", "");

    private static JdbcClient as(String url, String user, String password) {
        return JdbcClient.create(new DriverManagerDataSource(url, user, password));
    }

    @Test
    void aUserThatOwnsItsDatabaseIsEnough() {
        JdbcClient superuser = as(asSuperuser.url(), asSuperuser.user(), asSuperuser.password());
        superuser
                .sql("create role " + role + " login password 'plain' nosuperuser nocreatedb nocreaterole noreplication"
                        + " nobypassrls")
                .update();
        String database = URI.create(asSuperuser.url().substring("jdbc:".length()))
                .getPath()
                .substring(1);
        superuser.sql("alter database \"" + database + "\" owner to " + role).update();

        try (TestNode node = TestNode.start(new TestDatabase(asSuperuser.url(), role, "plain"))) {
            String server = "{\"name\":\"one\",\"server_type\":\"ollama\",\"base_url\":\"http://127.0.0.1:9\"}";
            assertThat(node.admin().post(Http.CONFIG + "/servers", server).status())
                    .isEqualTo(201);
            assertThat(node.admin()
                            .post("/api/v1/admin/projections/servers/rebuild", null)
                            .status())
                    .isEqualTo(202);
            assertThat(node.database()
                            .sql("select rolsuper or rolcreatedb or rolcreaterole or rolreplication from pg_roles"
                                    + " where rolname = current_user")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
        }
    }
}
