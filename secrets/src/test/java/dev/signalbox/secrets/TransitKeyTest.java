package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ID;
import static dev.signalbox.secrets.SecretFixtures.ORIGIN;
import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as Vault's HTTP API documents it for transit's encrypt and decrypt. */
class TransitKeyTest {

    private static final Pattern VALUE = Pattern.compile("\"(plaintext|ciphertext)\"\\s*:\\s*\"([^\"]*)\"");

    @TempDir
    Path directory = Path.of("");

    private HttpServer vault = server();
    private volatile int status = 200;

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("token"), "hvs.good\n");
        vault.createContext("/v1/transit/", this::answer);
        vault.start();
    }

    @AfterEach
    void stop() {
        vault.stop(0);
    }

    @Test
    void sealsAndOpens() {
        SealedSecret sealed = seal();
        assertThat(sealed.keyId()).isEqualTo("transit:signalbox");
        assertThat(new String(sealed.wrappedKey(), StandardCharsets.US_ASCII)).startsWith("vault:v1:");
        assertThat(text(envelope().open(sealed))).isEqualTo(PLAINTEXT);
    }

    @Test
    void aWrapOfAnotherSecretIsRefused() {
        SealedSecret other = envelope().seal(ID, 2, "api-key", List.of(ORIGIN), secret("other"));
        assertThatThrownBy(() -> envelope().open(seal().wrappedBy("transit:signalbox", other.wrappedKey())))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining("changed or damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500, 503})
    void saysThatVaultRefusesAndNothingOfItsWords(int refusal) {
        SealedSecret sealed = seal();
        status = refusal;
        assertThatThrownBy(() -> envelope().open(sealed))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining("transit key signalbox")
                .hasMessageNotContaining("vault:v1");
        assertThatThrownBy(this::seal).isInstanceOf(SecretUnavailableException.class);
    }

    @Test
    void saysThatVaultIsGone() {
        SealedSecret sealed = seal();
        vault.stop(0);
        assertThatThrownBy(() -> envelope().open(sealed))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining("reachable");
    }

    @Test
    void saysWhichFileShouldHoldTheToken() throws IOException {
        Files.delete(directory.resolve("token"));
        assertThatThrownBy(this::seal)
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(directory.resolve("token").toString());
    }

    private SealedSecret seal() {
        return envelope().seal(ID, 1, "api-key", List.of(ORIGIN), secret(PLAINTEXT));
    }

    private Envelope envelope() {
        return new Envelope(SecretFixtures.keys(TransitKey.of(new SecretsProperties.VaultTransit(
                URI.create("http://127.0.0.1:" + vault.getAddress().getPort()),
                "signalbox",
                directory.resolve("token"),
                "transit"))));
    }

    /** "Encrypts" by a prefix: the wire is what is tested here. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher value = VALUE.matcher(body);
        boolean good = "hvs.good".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token")) && value.find();
        Map<String, String> answers = !good
                ? Map.of()
                : Map.of(
                        "/v1/transit/encrypt/signalbox",
                                "{\"data\":{\"ciphertext\":\"vault:v1:" + value.group(2) + "\"}}",
                        "/v1/transit/decrypt/signalbox",
                                "{\"data\":{\"plaintext\":\"" + value.group(2).replace("vault:v1:", "") + "\"}}");
        String answer = status == 200
                ? answers.get(exchange.getRequestURI().getPath())
                : "{\"errors\":[\"" + body.replace("\"", "") + "\"]}";
        byte[] bytes = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer == null ? 403 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
