package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/** What Anthropic's clients say in headers and not in the body: the version of the API, and which of its trials they take part in. */
final class AnthropicHeaders {

    /** Who says it is a client of Anthropic's API. */
    static final String VERSION = "anthropic-version";

    private static final String[] NAMES = {VERSION, "anthropic-beta"};
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._, -]{1,1000}");

    private AnthropicHeaders() {}

    static void copy(HttpHeaders from, HttpHeaders to) {
        for (String name : NAMES) {
            String value = String.join(",", from.getAll(name));
            if (PLAIN.matcher(value).matches()) {
                to.set(name, value);
            }
        }
    }
}
