package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends bytes that no client library would send, from a loopback address of its own: of one address only ten denials a minute
 * get an entry each in the audit log, and by the address they are found there.
 */
final class Visitor {

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 16));

    private final String address;
    private int sent;

    /** @param body the JSON in it, or whatever it is */
    record Reply(int status, String head, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** Empty when there is none. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        /** RFC 9457, with our own names of problems. */
        void assertProblem(int expected, String type) {
            assertThat(status).as(toString()).isEqualTo(expected);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().path("type").asString("")).isEqualTo("urn:signalbox:problem:" + type);
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            assertThat(json().path("detail").asString("")).isNotEmpty();
        }

        /** All four keys, always. */
        void assertOpenAi(int expected, String code) {
            assertThat(status).as(toString()).isEqualTo(expected);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            JsonNode error = json().path("error");
            assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(error.path("message").asString("")).isNotEmpty();
            assertThat(error.path("code").asString("")).isEqualTo(code);
        }
    }

    Visitor() {
        int number = NEXT.getAndIncrement();
        address = "127.77." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    /**
     * @param line method and address, as {@code GET /livez}
     * @param headers each with its end of the line
     */
    Reply send(int port, String line, String headers) {
        sent++;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0)) {
            socket.setSoTimeout(20_000);
            String request = line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Connection: close\r\n"
                    + "Content-Length: 0\r\n\r\n";
            return converse(socket, request.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Reply converse(Socket socket, byte[] request) {
        String answer;
        try {
            socket.getOutputStream().write(request);
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // it hangs up on those who go on sending
            return new Reply(400, "", "");
        }
        int end = answer.indexOf("\r\n\r\n");
        String body = end < 0 ? "" : answer.substring(end + 4);
        int from = body.indexOf('{');
        int to = body.lastIndexOf('}');
        return new Reply(
                Integer.parseInt(answer.substring(9, 12)),
                end < 0 ? answer : answer.substring(0, end),
                // chunked or not
                from < 0 ? body : body.substring(from, to + 1));
    }

    /** What the audit log has of this visitor, the last first: an entry for each request, when all of them were denied. */
    List<JsonNode> denials(TestNode node) {
        await().atMost(Duration.ofSeconds(10)).until(() -> entries(node).size() >= sent);
        List<JsonNode> entries = entries(node);
        assertThat(entries).hasSize(sent);
        for (JsonNode entry : entries) {
            assertThat(entry.path("outcome").asString()).isEqualTo("denied");
            assertThat(entry.path("decision").asString()).isEqualTo("deny");
        }
        return entries;
    }

    private List<JsonNode> entries(TestNode node) {
        List<JsonNode> entries = new ArrayList<>();
        node.admin()
                .get(Http.CONFIG + "/audit?client_address=" + address)
                .json()
                .path("items")
                .forEach(entries::add);
        return entries;
    }
}
