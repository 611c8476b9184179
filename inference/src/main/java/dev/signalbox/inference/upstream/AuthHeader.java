package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The one header that carries a credential, in bytes of its own that closing zeroes. */
public final class AuthHeader implements AutoCloseable {

    public static final AuthHeader NONE = new AuthHeader("", new byte[0]);

    private final String name;
    private final byte[] value;

    AuthHeader(String name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    /** @param plain is copied, and stays the caller's to close */
    public static AuthHeader of(String header, byte[] plain) {
        String name = header.toLowerCase(Locale.ROOT);
        byte[] scheme = name.equals("authorization") ? Credentials.BEARER : new byte[0];
        byte[] value = new byte[scheme.length + plain.length];
        System.arraycopy(scheme, 0, value, 0, scheme.length);
        System.arraycopy(plain, 0, value, scheme.length, plain.length);
        return new AuthHeader(name, value);
    }

    public void addTo(HttpHeaders headers) {
        if (!name.isEmpty()) {
            headers.set(name, new AsciiString(value, false));
        }
    }

    /** Whether it can't be mistaken for more than one header. */
    public boolean isClean() {
        for (byte b : value) {
            if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** As a line of a request's head. */
    public void writeTo(ByteBuf head) {
        if (!name.isEmpty()) {
            head.writeCharSequence(name, StandardCharsets.US_ASCII);
            head.writeByte(':').writeByte(' ').writeBytes(value).writeByte('\r').writeByte('\n');
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
