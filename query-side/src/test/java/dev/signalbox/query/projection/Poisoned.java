package dev.signalbox.query.projection;

import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/** Events that a view can't apply, in a database of their own. */
@QueryIntegrationTest
@TestPropertySource(properties = "spring.application.name=poisoned")
abstract class Poisoned {

    static final String SERVERS = "/api/v1/admin/projections/servers";

    @Autowired
    EventLog log;

    @Autowired
    JdbcTemplate jdbc;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
        jdbc.update("delete from dead_letter_entry");
    }

    @Nullable
    Boolean enabled(long id) {
        return jdbc.queryForObject("select enabled from server_view where id = ?", Boolean.class, id);
    }

    @Nullable
    String name(long id) {
        return jdbc.queryForObject("select name from server_view where id = ?", String.class, id);
    }
}
