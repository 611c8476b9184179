package dev.signalbox.inference.upstream;

import java.time.Duration;
import java.util.function.Consumer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.tcp.SslProvider;

/** TLS with whomever the JVM trusts; by ALPN it asks for HTTP/2 and takes HTTP/1.1. */
record Tls(boolean http2, Duration handshake) implements Consumer<SslProvider.SslContextSpec> {

    Tls(UpstreamProperties properties) {
        this(properties.http2(), properties.connectTimeout());
    }

    @Override
    public void accept(SslProvider.SslContextSpec spec) {
        spec.sslContext(http2 ? Http2SslContextSpec.forClient() : Http11SslContextSpec.forClient())
                .handshakeTimeout(handshake);
    }
}
