package dev.signalbox.inference.routing;

import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.inference.reload.DiskCopy;
import dev.signalbox.secrets.SealedSecret;
import java.util.List;
import org.springframework.stereotype.Component;

/** The copy on disk by which a node routes while the database is away. Its secrets are sealed. */
@Component
class SnapshotFile extends DiskCopy<SnapshotFile.Content> {

    record Content(RoutingTable table, List<SealedSecret> secrets) {}

    SnapshotFile(RoutingProperties properties) {
        super(properties.home().resolve("routing-snapshot.json"), Content.class);
    }
}
