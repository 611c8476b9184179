package dev.signalbox.app.console;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page, each time under a policy of its own: scripts only from files, styles only from files and from the one script that
 * was told the nonce (the component library writes its theme into a style element).
 */
class ConsolePage {

    private static final String PLACEHOLDER = "{{nonce}}";
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final String html;

    ConsolePage(String html) {
        this.html = html;
    }

    ServerResponse answer(ServerRequest request) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return ServerResponse.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", policy(nonce))
                .body(html.replace(PLACEHOLDER, nonce));
    }

    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:; "
                + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
