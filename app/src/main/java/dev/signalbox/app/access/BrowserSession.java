package dev.signalbox.app.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser holds of a session: 256 random bits in a cookie that no script can read. Never shown, never stored. */
final class BrowserSession {

    static final String COOKIE = "signalbox_session";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String value;

    private BrowserSession(String value) {
        this.value = value;
    }

    static BrowserSession random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new BrowserSession(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    static Optional<BrowserSession> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .findFirst()
                        .map(cookie -> new BrowserSession(cookie.getValue()));
    }

    String value() {
        return value;
    }

    /** Under what it is known here. */
    String idHash() {
        return HexFormat.of().formatHex(sha256("session " + value));
    }

    /** What a page of ours repeats in a header to show that it sees the cookies: no other site's page does. */
    String csrfToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256("csrf " + value));
    }

    boolean isRepeatedBy(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        header.getBytes(StandardCharsets.UTF_8), csrfToken().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "BrowserSession";
    }
}
