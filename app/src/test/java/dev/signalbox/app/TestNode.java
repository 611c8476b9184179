package dev.signalbox.app;

import dev.signalbox.inference.gateway.GatewayServer;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application on free ports and a database of its own; several nodes may share a database. */
public final class TestNode implements AutoCloseable {

    public static final String ADMIN_TOKEN = "sbx_admin_token_of_the_tests";
    public static final String ROUTER_TOKEN = "sbx_router_token_of_the_tests";
    public static final String INFERENCE_TOKEN = "sbx_inference_token_of_the_tests";

    private final ConfigurableApplicationContext context;

    private TestNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** One for all tests of this JVM that don't mind what others left behind. */
    public static TestNode shared() {
        return Shared.NODE;
    }

    public static TestNode start() {
        return start(PostgresForTests.newDatabase());
    }

    /** On whatever database the settings say. */
    public static TestNode start(Map<String, String> settings) {
        return start(new TestDatabase("", "", ""), settings);
    }

    public static TestNode start(TestDatabase database) {
        return start(database, Map.of());
    }

    public static TestNode start(TestDatabase database, Map<String, String> settings) {
        // as arguments: they go before the environment of whoever runs the tests
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "signalbox.database.url", database.url(),
                "signalbox.database.user", database.user(),
                "signalbox.database.password", database.password(),
                "signalbox.home", temporaryHome(),
                "signalbox.control-port", "0",
                "signalbox.data-port", "0",
                // 32 bytes, the same on all nodes
                "signalbox.encryption-key", "c2lnbmFsYm94LXRlc3RzLXNpZ25hbGJveC10ZXN0cy4="));
        all.put("signalbox.admin-token", ADMIN_TOKEN);
        all.put("signalbox.router-token", ROUTER_TOKEN);
        all.put("signalbox.inference-token", INFERENCE_TOKEN);
        // nor are its keys taken
        all.put("signalbox.bootstrap.from-environment", "false");
        all.put("signalbox.probe.scheduled", "false");
        all.put("signalbox.probe.timeout", "5s");
        // a busy machine is slow, and what is slow would be degraded
        all.put("signalbox.probe.slow", "1m");
        all.put("spring.datasource.hikari.maximum-pool-size", "20");
        all.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
        all.putAll(settings);
        String[] arguments = all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        // at the end of the JVM nothing is closed: the database stops in a hook of its own, and a node would wait for
        // it
        return new TestNode(new SpringApplicationBuilder(SignalboxApplication.class)
                .registerShutdownHook(false)
                .run(arguments));
    }

    private static String temporaryHome() {
        try {
            return Files.createTempDirectory("signalbox-test").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int controlPort() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public int dataPort() {
        return context.getBean(GatewayServer.class).port();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public JdbcClient database() {
        return context.getBean(JdbcClient.class);
    }

    /** How many events there are, which is the position of the last one. */
    public long events() {
        return database()
                .sql("select count(*) from domain_event_entry")
                .query(Long.class)
                .single();
    }

    public Http admin() {
        return new Http(controlPort(), Map.of("Authorization", "Bearer " + ADMIN_TOKEN));
    }

    public Http router() {
        return new Http(controlPort(), Map.of("Authorization", "Bearer " + ROUTER_TOKEN));
    }

    public Http stranger() {
        return new Http(controlPort(), Map.of());
    }

    @Override
    public void close() {
        context.close();
    }

    private static final class Shared {
        static final TestNode NODE = start();
    }
}
