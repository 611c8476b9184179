package dev.signalbox.app.contract;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An identity provider as Keycloak looks from here: discovery, keys, and tokens that it has signed. */
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "signalbox";

    public static final String CLIENT = "signalbox-console";

    private record Grant(Map<String, String> request, JWTClaimsSet.Builder claims) {}

    private final Map<String, Grant> granted = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private RSAKey key = newKey();
    private volatile boolean down;

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/realms/test/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/auth",
                 "token_endpoint":"%1$s/token"}""".formatted(url())));
        server.createContext("/realms/test/keys", exchange -> {
            asked.incrementAndGet();
            answer(exchange, new JWKSet(key).toPublicJWKSet().toString());
        });
        server.createContext("/realms/test/token", this::token);
        server.createContext("/realms/test/auth", this::page);
        server.start();
    }

    /** What the user's agreement is worth: a code for the one who has begun it. */
    String authorize(Map<String, String> request, String... roles) {
        String code = UUID.randomUUID().toString();
        granted.put(code, new Grant(request, claims(roles).claim("nonce", request.get("nonce"))));
        return code;
    }

    /** What a browser is shown, and where its answer leads: back with a code, or with a refusal. */
    private void page(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] html = """
                    <!doctype html><title>Test issuer</title><h1>Who are you?</h1>
                    <form method="post" action="?%s">
                    <button name="role" value="signalbox-auditor">Ada, an auditor</button>
                    <button name="role" value="visitor">Ada, a visitor</button>
                    <button name="role" value="">Nobody</button></form>""".formatted(query.replace("&", "&amp;")).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
        } else {
            Map<String, String> request = form(query);
            String role = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getOrDefault("role", "");
            String answer = role.isEmpty() ? "error=access_denied" : "code=" + authorize(request, role);
            exchange.getResponseHeaders()
                    .add("Location", request.get("redirect_uri") + "?" + answer + "&state=" + request.get("state"));
            exchange.sendResponseHeaders(303, -1);
        }
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = granted.remove(String.valueOf(form.get("code")));
        if (grant == null
                || !challenge(form.get("code_verifier")).equals(grant.request().get("code_challenge"))
                || !CLIENT.equals(form.get("client_id"))
                || !grant.request().get("redirect_uri").equals(form.get("redirect_uri"))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        String access = signed(grant.claims().build());
        String id = signed(
                grant.claims().audience(CLIENT).claim("realm_access", null).build());
        answer(
                exchange,
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":\"" + access + "\",\"id_token\":\"" + id + "\"}");
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        answer(exchange, 200, json);
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(down ? 503 : status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/test";
    }

    void goDown() {
        down = true;
    }

    /** From now on it signs with another key. */
    void rotate() {
        key = newKey();
    }

    RSAKey key() {
        return key;
    }

    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Valid for five minutes, for us, with these roles in Keycloak's place. */
    JWTClaimsSet.Builder claims(String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("4711")
                .claim("preferred_username", "ada")
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    String token(String... roles) {
        return signed(claims(roles).build());
    }

    String signed(JWTClaimsSet claims) {
        return signedBy(key, claims);
    }

    static String signedBy(RSAKey key, JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The old confusion: the public key, which everybody has, as the secret of a MAC. */
    String signedByMac(JWTClaimsSet claims) {
        try {
            byte[] secret = key.toRSAPublicKey().getEncoded();
            return signed(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(secret), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
