package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** Where a request ends and whom it is for: what Netty lets pass, though another server may see it otherwise (RFC 9112). */
final class Framing {

    private Framing() {}

    static boolean isUnclear(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        boolean old = version.equals(HttpVersion.HTTP_1_0);
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return !old && !version.equals(HttpVersion.HTTP_1_1)
                || hosts > 1
                || hosts == 0 && !old
                || isUnclear(request.headers());
    }

    private static boolean isUnclear(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return false;
        }
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked");
    }
}
