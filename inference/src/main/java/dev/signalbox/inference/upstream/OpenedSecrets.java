package dev.signalbox.inference.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.signalbox.secrets.SealedSecret;
import dev.signalbox.secrets.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Credentials that were opened a moment ago: few, for a short time, and zeroed when that is over. */
final class OpenedSecrets {

    private static final int MAX = 1000;

    private record Version(UUID secret, int version, String origin) {}

    private final Cache<Version, Plain> opened;

    OpenedSecrets(Duration kept, Ticker ticker) {
        opened = Caffeine.newBuilder()
                .expireAfterWrite(kept)
                .maximumSize(MAX)
                .ticker(ticker)
                // at once: a lazy eviction would leave the last one in memory for ever
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((@Nullable Version version, @Nullable Plain plain, RemovalCause cause) -> {
                    if (plain != null) {
                        plain.zero();
                    }
                })
                .build();
    }

    /** A copy, which the caller closes; null when it has to be opened. */
    @Nullable
    Secret find(UUID secret, int version, String origin) {
        Plain plain = opened.getIfPresent(new Version(secret, version, origin));
        return plain == null ? null : plain.copy();
    }

    Secret open(UUID secret, int version, String origin, Supplier<Secret> vault) {
        Secret known = find(secret, version, origin);
        if (known != null) {
            return known;
        }
        Secret fresh = vault.get();
        opened.put(new Version(secret, version, origin), new Plain(fresh.bytes().clone()));
        return fresh;
    }

    /** Zeroes all but these, whoever may use them next. */
    void keepOnly(Collection<SealedSecret> known) {
        Set<String> kept = known.stream()
                .map(secret -> secret.id() + "/" + secret.version())
                .collect(Collectors.toSet());
        opened.asMap().keySet().removeIf(version -> !kept.contains(version.secret() + "/" + version.version()));
    }

    /** Bytes that are either whole or gone, never half zeroed for who reads them. */
    private static final class Plain {

        private final byte[] bytes;
        private boolean zeroed;

        Plain(byte[] bytes) {
            this.bytes = bytes;
        }

        synchronized @Nullable Secret copy() {
            return zeroed ? null : Secret.of(bytes.clone());
        }

        synchronized void zero() {
            zeroed = true;
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
