package dev.signalbox.inference.gateway;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServer;

/** HTTPS by one of Spring's SSL bundles; when the bundle is reloaded, new connections get the new certificate. */
@Component
class DataPlaneTls {

    private static final Logger log = LoggerFactory.getLogger(DataPlaneTls.class);

    private final @Nullable SslContext context;

    @Autowired
    DataPlaneTls(GatewayProperties properties, ObjectProvider<SslBundles> bundles) {
        this(properties.ssl().bundle(), bundles.getIfAvailable());
    }

    DataPlaneTls(@Nullable String bundle, @Nullable SslBundles bundles) {
        if (bundle == null || bundle.isBlank()) {
            context = null;
            return;
        }
        if (bundles == null) {
            throw new IllegalStateException("There is no SSL bundle " + bundle);
        }
        SslBundle first = bundles.getBundle(bundle);
        ReloadedKey key = new ReloadedKey(keyManager(first));
        context = context(first, key);
        bundles.addBundleUpdateHandler(bundle, next -> {
            key.replaceWith(keyManager(next));
            log.info("tls=reloaded bundle={}", bundle);
        });
    }

    /** Plain HTTP. */
    static DataPlaneTls off() {
        return new DataPlaneTls((String) null, null);
    }

    HttpServer secure(HttpServer server) {
        SslContext tls = context;
        return tls == null
                ? server
                : server.secure(spec -> spec.sslContext(tls).handshakeTimeout(Duration.ofSeconds(10)));
    }

    String scheme() {
        return context == null ? "http" : "https";
    }

    private static SslContext context(SslBundle bundle, KeyManager key) {
        SslOptions options = bundle.getOptions();
        SslContextBuilder builder = SslContextBuilder.forServer(key)
                .protocols(
                        options.getEnabledProtocols() == null
                                ? Set.of("TLSv1.3", "TLSv1.2")
                                : Set.of(options.getEnabledProtocols()));
        if (options.getCiphers() != null) {
            builder.ciphers(Set.of(options.getCiphers()));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("The data plane's SSL bundle can't be used", e);
        }
    }

    private static X509ExtendedKeyManager keyManager(SslBundle bundle) {
        return Arrays.stream(bundle.getManagers().getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The data plane's SSL bundle has no key"));
    }
}
