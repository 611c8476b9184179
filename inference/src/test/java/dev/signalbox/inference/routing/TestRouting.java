package dev.signalbox.inference.routing;

import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.SealedSecret;
import java.util.List;

/** Lets tests of other packages put a snapshot in place. */
public final class TestRouting {

    private TestRouting() {}

    public static void swap(Routing routing, RoutingTable table, List<SealedSecret> secrets, VendorCatalogue vendors) {
        routing.swap(RoutingSnapshot.of(table, secrets, vendors));
    }
}
