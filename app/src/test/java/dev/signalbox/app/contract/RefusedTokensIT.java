package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.TokenFixtures.SERVERS;
import static dev.signalbox.app.contract.TokenFixtures.TOKENS;
import static dev.signalbox.app.contract.TokenFixtures.issue;
import static dev.signalbox.app.contract.TokenFixtures.models;
import static dev.signalbox.app.contract.TokenFixtures.servers;
import static dev.signalbox.app.contract.TokenFixtures.token;
import static dev.signalbox.app.contract.Visitor.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.contract.Visitor.Reply;
import dev.signalbox.testing.PostgresForTests;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that are not, no longer, or not yet good: on both ports the very answer that a token gets which nobody was ever given,
 * and an entry in the audit log that says more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedTokensIT {

    private static final String ROLES = "\"roles\":[\"admin\",\"inference\"]";
    private static final String UNKNOWN = "sbx_" + "A".repeat(43);

    private final TestIssuer issuer = new TestIssuer();
    private TestNode node;
    private Reply control;
    private Reply data;

    /** @param tokenId of the one that it was, as the audit log names it; null when nobody can say */
    private record Bad(String why, String token, @Nullable String tokenId) {

        @Override
        public String toString() {
            return why;
        }
    }

    @BeforeAll
    void start() {
        node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of("signalbox.oidc.issuer", issuer.url(), "signalbox.oidc.audience", TestIssuer.AUDIENCE));
        await().until(() -> servers(node, issuer.signed(claims().build())) == 200);
        Visitor stranger = new Visitor();
        control = stranger.send(node.controlPort(), "GET " + SERVERS, bearer(UNKNOWN));
        data = stranger.send(node.dataPort(), "GET /v1/models", bearer(UNKNOWN));
    }

    @AfterAll
    void stop() {
        node.close();
        issuer.close();
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("signalbox-admin", "signalbox-inference");
    }

    Stream<Bad> bad() {
        return Stream.concat(ours(), theirs());
    }

    private Stream<Bad> ours() {
        Answer revoked = issue(node, ROLES);
        node.admin().delete(TOKENS + "/" + revoked.id());
        Answer rotated = issue(node, ROLES);
        node.admin().post(TOKENS + "/" + rotated.id() + "/rotate", "{}");
        Answer twice = issue(node, ROLES);
        node.admin().post(TOKENS + "/" + twice.id() + "/rotate", "{}");
        node.admin().post(TOKENS + "/" + twice.id() + "/rotate", "{\"grace_seconds\":60}");
        Answer graced = issue(node, ROLES);
        node.admin().post(TOKENS + "/" + graced.id() + "/rotate", "{\"grace_seconds\":1}");
        Answer expired =
                issue(node, ROLES + ",\"expires_at\":\"" + Instant.now().plusSeconds(2) + "\"");
        String good = token(issue(node, ROLES));
        assertThat(servers(node, good)).isEqualTo(200);
        assertThat(models(node, good)).isEqualTo(200);
        await().until(() -> servers(node, token(expired)) == 401 && servers(node, token(graced)) == 401);
        return Stream.of(
                new Bad("revoked", token(revoked), "token-" + revoked.id()),
                new Bad("expired", token(expired), "token-" + expired.id()),
                new Bad("rotated, after the time that it was given", token(graced), "token-" + graced.id()),
                new Bad("rotated", token(rotated), "token-" + rotated.id()),
                // whose it was is forgotten with its hash
                new Bad("rotated twice", token(twice), null),
                new Bad(
                        "its last character is another",
                        good.substring(0, 46) + (good.endsWith("A") ? "E" : "A"),
                        null),
                new Bad("cut off", good.substring(0, 46), null),
                new Bad("longer", good + "A", null),
                new Bad("in capitals", good.toUpperCase(Locale.ROOT), null),
                new Bad("without its prefix", good.substring(4), null),
                new Bad("nothing but the prefix", "sbx_", null),
                new Bad("not ASCII", "sbx_\u00e4\u00f6\u00fc", null),
                new Bad("its number", "token-" + expired.id(), null));
    }

    private Stream<Bad> theirs() {
        String good = issuer.signed(claims().build());
        assertThat(models(node, good)).isEqualTo(200);
        Instant now = Instant.now();
        return Stream.of(
                new Bad(
                        "a JWT that is expired",
                        issuer.signed(claims().expirationTime(Date.from(now.minusSeconds(120)))
                                .build()),
                        null),
                new Bad(
                        "a JWT that never expires",
                        issuer.signed(claims().expirationTime(null).build()),
                        null),
                new Bad(
                        "a JWT that is not valid yet",
                        issuer.signed(claims().notBeforeTime(Date.from(now.plusSeconds(600)))
                                .build()),
                        null),
                new Bad(
                        "a JWT of another issuer",
                        issuer.signed(
                                claims().issuer("https://elsewhere.example").build()),
                        null),
                new Bad(
                        "a JWT for another audience",
                        issuer.signed(claims().audience("another-app").build()),
                        null),
                new Bad(
                        "a JWT for no audience",
                        issuer.signed(claims().audience((String) null).build()),
                        null),
                new Bad("a JWT with alg none", TestIssuer.unsigned(claims().build()), null),
                new Bad("a JWT with the public key as the secret of a MAC", issuer.signedByMac(claims().build()), null),
                new Bad(
                        "a JWT of a key that is nobody's",
                        TestIssuer.signedBy(TestIssuer.newKey(), claims().build()),
                        null),
                new Bad("a JWT without its signature", good.substring(0, good.lastIndexOf('.') + 1), null),
                new Bad("a JWT with another signature", good.substring(0, good.length() - 6) + "AAAAAA", null),
                new Bad("three parts of nonsense", "a.b.c", null),
                new Bad("dots", "....", null));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isToldNoMoreThanAStranger(Bad bad) {
        Visitor visitor = new Visitor();
        Reply atControl = visitor.send(node.controlPort(), "GET " + SERVERS, bearer(bad.token()));
        Reply atData = visitor.send(node.dataPort(), "GET /v1/models", bearer(bad.token()));

        atControl.assertProblem(401, "unauthorized");
        assertThat(atControl.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(atControl.body()).isEqualTo(control.body());
        atData.assertOpenAi(401, "invalid_api_key");
        assertThat(atData.body()).isEqualTo(data.body());

        assertThat(visitor.denials(node)).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.path("error_code").asString()).isEqualTo("unauthorized");
            assertThat(entry.path("operation").asString()).isIn("GET " + SERVERS, "GET /v1/models");
            assertThat(tokenId(entry)).isEqualTo(bad.tokenId());
            assertThat(entry.toString()).doesNotContain(bad.token().length() < 20 ? "\u0000" : bad.token());
        });
    }

    private static @Nullable String tokenId(JsonNode entry) {
        return entry.path("token_id").isString() ? entry.path("token_id").asString() : null;
    }

    /** By its headers neither: names and order are all that a stranger sees. */
    @Test
    void theHeadersAreThoseThatAStrangerGets() {
        Bad revoked = ours().findFirst().orElseThrow();
        Visitor visitor = new Visitor();
        assertThat(names(visitor.send(node.controlPort(), "GET " + SERVERS, bearer(revoked.token()))))
                .isEqualTo(names(control));
        assertThat(names(visitor.send(node.dataPort(), "GET /v1/models", bearer(revoked.token()))))
                .isEqualTo(names(data));
    }

    private static List<String> names(Reply reply) {
        return reply.head().lines().map(line -> line.replaceFirst(":.*", "")).toList();
    }
}
