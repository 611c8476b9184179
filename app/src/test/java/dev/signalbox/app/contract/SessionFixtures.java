package dev.signalbox.app.contract;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.HashMap;
import java.util.Map;

/** A browser that has signed in, and what a page of ours in it can do beyond that. */
final class SessionFixtures {

    static final String SESSION = "/api/v1/session";

    private SessionFixtures() {}

    static Answer signIn(TestNode at, String token) {
        return at.stranger().post(SESSION, "{\"token\":\"" + token + "\"}");
    }

    static Map<String, String> cookies(Answer answer) {
        Map<String, String> cookies = new HashMap<>();
        answer.response().headers().allValues("Set-Cookie").forEach(cookie -> {
            String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1]);
        });
        return cookies;
    }

    static Http browser(TestNode at, Answer signedIn) {
        return at.stranger()
                .with("Cookie", "signalbox_session=" + cookies(signedIn).get("signalbox_session"));
    }

    /** Can read the other cookie, and so may write. */
    static Http script(TestNode at, Answer signedIn) {
        return browser(at, signedIn).with("X-XSRF-TOKEN", cookies(signedIn).get("XSRF-TOKEN"));
    }
}
