package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIT {

    private static final Path SNAPSHOT = Path.of("..", "docs", "openapi.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private final TestNode node = TestNode.shared();

    @Test
    void theDescriptionIsTheOneInTheDocumentation() throws IOException {
        String served = sorted(node.admin().get("/v3/api-docs").text());
        if (Boolean.getBoolean("update.openapi")) {
            Files.createDirectories(SNAPSHOT.getParent());
            Files.writeString(SNAPSHOT, served);
        }
        assertThat(served)
                .as("The API has changed. If that is meant: mvn verify -Dit.test=OpenApiIT -Dupdate.openapi=true, "
                        + "and commit docs/openapi.json.")
                .isEqualTo(Files.readString(SNAPSHOT));
    }

    @Test
    void aBrowserShowsItWithTheTokenAsPassword() {
        String basic =
                Base64.getEncoder().encodeToString(("any:" + TestNode.ADMIN_TOKEN).getBytes(StandardCharsets.UTF_8));
        var browser = node.stranger().with("Authorization", "Basic " + basic);
        assertThat(browser.get("/swagger-ui/index.html").status()).isEqualTo(200);
        assertThat(browser.get("/v3/api-docs").status()).isEqualTo(200);
        assertThat(browser.get(Fixtures.SERVERS).status()).isEqualTo(401);
        assertThat(node.stranger().get("/swagger-ui/index.html").header("WWW-Authenticate"))
                .startsWith("Basic");
    }

    private static String sorted(String json) {
        return JSON.writeValueAsString(JSON.treeToValue(JSON.readTree(json), Object.class)) + "\n";
    }
}
