package dev.signalbox.app;

import dev.signalbox.app.access.AdminToken;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What an operator wants to see once the node is up; on standard output, for the token must not get into a log file. */
@Component
class Announcement {

    private final Environment environment;
    private final AdminToken adminToken;

    Announcement(Environment environment, AdminToken adminToken) {
        this.environment = environment;
        this.adminToken = adminToken;
    }

    @EventListener
    void on(ApplicationReadyEvent event) {
        String host = environment.getProperty("signalbox.bind", "127.0.0.1");
        var taken = event.getTimeTaken();
        System.out.printf(
                """

                Signalbox is ready%s
                  control plane  %s://%s:%s   (%s)
                  data plane     %s://%s:%s/v1
                  admin token    %s
                  data           %s

                """,
                taken == null ? "" : " after %.1f s".formatted(taken.toMillis() / 1000.0),
                scheme("server.ssl.bundle"),
                host,
                environment.getProperty("local.server.port"),
                Roles.isControlPlane(environment)
                        ? "the console; API documentation: /swagger-ui"
                        : "probes and metrics: this node does inference only",
                scheme("signalbox.ssl.bundle"),
                host,
                environment.getProperty("signalbox.data-port"),
                adminToken.whereabouts(),
                environment.getProperty("signalbox.home"));
        System.out.flush();
    }

    private String scheme(String bundle) {
        return environment.getProperty(bundle, "").isEmpty() ? "http" : "https";
    }
}
