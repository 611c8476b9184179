package dev.signalbox.events.signal;

import org.jspecify.annotations.Nullable;

/** What a request that was turned away wanted, as the audit log says it: {@code GET /v1/models}. */
public final class RequestOperation {

    private static final int LONGEST_PATH = 200;

    private RequestOperation() {}

    /**
     * Never with the query: somebody's token may be in it. What could not be read may have no method and no path.
     *
     * @param uri as it came; what can't be printed is shown as a question mark
     */
    public static String of(@Nullable String method, @Nullable String uri) {
        String all = String.valueOf(uri);
        int query = all.indexOf('?');
        String path = (query < 0 ? all : all.substring(0, query)).replaceAll("[^\\x21-\\x7e]", "?");
        return method + " " + (path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH));
    }
}
