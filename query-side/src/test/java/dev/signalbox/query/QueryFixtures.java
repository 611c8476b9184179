package dev.signalbox.query;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.events.signal.MetadataKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

public final class QueryFixtures {

    public static final Map<String, String> METADATA = Map.of(
            MetadataKeys.USER, "alice",
            MetadataKeys.AUTHENTICATION, "token",
            MetadataKeys.REQUEST_ID, "req-1",
            MetadataKeys.CLIENT_ADDRESS, "127.0.0.1",
            MetadataKeys.USER_AGENT, "test");

    private static final AtomicLong IDS = new AtomicLong();

    private QueryFixtures() {}

    /** Tests share a database: each takes ids that no other has. */
    public static long nextId() {
        return IDS.incrementAndGet();
    }

    public static ServerDetails details(String name, @Nullable String model) {
        return new ServerDetails(
                name, ServerType.VLLM, "http://10.0.0.1:8000", model, Set.of(Purpose.CHAT), Map.of("rack", 7));
    }

    public static ServerRegistered registered(long id) {
        return new ServerRegistered(new ServerId(id), details("server " + id, "llama-3"), secret("abcd"), true);
    }

    public static ApiKeyAdded added(long id) {
        return new ApiKeyAdded(
                new ApiKeyId(id), "openai", new ApiKeyDetails("key " + id, false, Map.of()), secret("wxyz"), true);
    }

    public static SecretRef secret(String lastFour) {
        return new SecretRef(UUID.nameUUIDFromBytes(lastFour.getBytes()), 1, lastFour, "fingerprint-" + lastFour);
    }

    public static Target server(long id) {
        return new Target(new ProviderRef(ProviderType.AI_SERVER, id), null);
    }

    public static Target key(long id, @Nullable String model) {
        return new Target(new ProviderRef(ProviderType.API_KEY, id), model);
    }

    public static ActiveProviderSet active(Purpose purpose, Target primary, Target... fallbacks) {
        return new ActiveProviderSet(purpose, primary, List.copyOf(Arrays.asList(fallbacks)));
    }
}
