package dev.signalbox.inference.routing;

import dev.signalbox.events.routing.FindRoutingTable;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.reload.Loader;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.secrets.SealedSecret;
import dev.signalbox.secrets.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes the snapshot from the read model and the vault, or from the copy on disk. Used by one thread. */
@Component
class SnapshotLoader implements Loader {

    private static final Logger log = LoggerFactory.getLogger(SnapshotLoader.class);

    private final QueryGateway queries;
    private final Vault vault;
    private final Credentials credentials;
    private final VendorCatalogue vendors;
    private final SnapshotFile file;
    private final Routing routing;
    private final RoutingProperties properties;
    private final ApplicationEventPublisher publisher;
    private volatile boolean loaded;
    private List<SealedSecret> last = List.of();
    private @Nullable RoutingTable lastTable;

    SnapshotLoader(
            QueryGateway queries,
            Vault vault,
            Credentials credentials,
            VendorCatalogue vendors,
            SnapshotFile file,
            Routing routing,
            RoutingProperties properties,
            ApplicationEventPublisher publisher) {
        this.queries = queries;
        this.vault = vault;
        this.credentials = credentials;
        this.vendors = vendors;
        this.file = file;
        this.routing = routing;
        this.properties = properties;
        this.publisher = publisher;
    }

    @Override
    public void fromDisk() {
        file.read().ifPresent(copy -> {
            routing.swap(RoutingSnapshot.of(copy.table(), copy.secrets(), vendors));
            log.info("Routing by the copy on disk, revision {}, until the database answers", routing.revision());
        });
    }

    /** The next load takes the secrets from the vault even if the routing table is the same. */
    @Override
    public void forgetKeys() {
        loaded = false;
    }

    @Override
    public long fromDatabase() throws InterruptedException, ExecutionException, TimeoutException {
        RoutingTable table = queries.query(new FindRoutingTable(), RoutingTable.class)
                .get(properties.routing().queryTimeout().toMillis(), TimeUnit.MILLISECONDS);
        // the database is right about the past, even if the copy on disk says more: it may have been restored
        // a rebuild or a retry of a parked event mends the view without a new event
        if (loaded && (table.revision() < routing.revision() || table.equals(lastTable))) {
            routing.confirm();
            return routing.revision();
        }
        // a change concerns few of them, and a sealed version never changes but when keys are re-wrapped
        List<SealedSecret> known = loaded ? last : List.of();
        // before the secrets are read: forgotten meanwhile, they are read again
        loaded = true;
        List<SealedSecret> secrets = secrets(table, known);
        routing.swap(RoutingSnapshot.of(table, secrets, vendors));
        routing.confirm();
        credentials.keepOnly(secrets);
        last = secrets;
        lastTable = table;
        publisher.publishEvent(new ViewAdvanced("routing-snapshot", table.revision()));
        file.write(new SnapshotFile.Content(table, secrets));
        return table.revision();
    }

    private List<SealedSecret> secrets(RoutingTable table, List<SealedSecret> known) {
        Map<String, SealedSecret> byVersion = new HashMap<>();
        known.forEach(secret -> byVersion.put(secret.id() + "/" + secret.version(), secret));
        List<SealedSecret> found = new ArrayList<>();
        List<SecretRef> missing = new ArrayList<>();
        for (Route route : table.providers()) {
            SecretRef wanted = route.secret();
            if (wanted != null) {
                SealedSecret secret = byVersion.get(wanted.id() + "/" + wanted.version());
                if (secret == null) {
                    missing.add(wanted);
                } else {
                    found.add(secret);
                }
            }
        }
        found.addAll(vault.findAll(missing));
        return List.copyOf(found);
    }
}
