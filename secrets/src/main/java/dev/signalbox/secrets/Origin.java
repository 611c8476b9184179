package dev.signalbox.secrets;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code scheme://host[:port]} of a URL in one spelling, so that a secret's allowed hosts can be compared as text. */
public final class Origin {

    // not java.net.URI: it finds no host in http://vllm_1:8000, a usual name in Compose networks
    private static final Pattern URL = Pattern.compile(
            "(https?)://(\\[[0-9a-f:.]+]|[^\\s:/?#@\\\\\\[\\]]+)(?::(\\d{1,5}))?(?:[/?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Origin() {}

    /**
     * Lower case, without a default port, path or query.
     *
     * @throws IllegalArgumentException if it is no http(s) URL, or carries user information
     */
    public static String of(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an http(s) URL without user information");
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String host = matcher.group(2).toLowerCase(Locale.ROOT);
        int defaultPort = scheme.equals("https") ? 443 : 80;
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        return scheme + "://" + host + (port == defaultPort ? "" : ":" + port);
    }
}
