package dev.signalbox.inference.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;

/** The one header that carries a credential, in bytes of its own that closing zeroes. */
public final class AuthHeader implements AutoCloseable {

    static final AuthHeader NONE = new AuthHeader("", new byte[0]);

    private final String name;
    private final byte[] value;

    AuthHeader(String name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    public void addTo(HttpHeaders headers) {
        if (!name.isEmpty()) {
            headers.set(name, new AsciiString(value, false));
        }
    }

    /** Whether a text repeats the credential, so that it must not be shown. */
    public boolean isRepeatedIn(String text) {
        int prefix = name.equals("authorization") ? Credentials.BEARER.length : 0;
        return value.length > prefix && text.contains(new AsciiString(value, prefix, value.length - prefix, false));
    }

    @Override
    public void close() {
        Arrays.fill(value, (byte) 0);
    }
}
