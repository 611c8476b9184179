package dev.signalbox.app.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The two cookies of a session: one that no script reads, and one that our own script repeats in a header. */
@Component
class SessionCookies {

    static final String CSRF = "XSRF-TOKEN";

    private final AccessProperties.Session properties;

    SessionCookies(AccessProperties properties) {
        this.properties = properties.session();
    }

    HttpHeaders of(BrowserSession session, HttpServletRequest request) {
        return headers(session.value(), session.csrfToken(), properties.lifetime(), request);
    }

    HttpHeaders none(HttpServletRequest request) {
        return headers("", "", Duration.ZERO, request);
    }

    private HttpHeaders headers(String session, String csrf, Duration age, HttpServletRequest request) {
        boolean secure = secure(request);
        HttpHeaders headers = new HttpHeaders();
        headers.add(HttpHeaders.SET_COOKIE, cookie(BrowserSession.COOKIE, session, true, age, secure));
        headers.add(HttpHeaders.SET_COOKIE, cookie(CSRF, csrf, false, age, secure));
        return headers;
    }

    boolean secure(HttpServletRequest request) {
        return properties.secureCookie() || request.isSecure();
    }

    private static String cookie(String name, String value, boolean httpOnly, Duration age, boolean secure) {
        return ResponseCookie.from(name, value)
                .httpOnly(httpOnly)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(age)
                .build()
                .toString();
    }
}
