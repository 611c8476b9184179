package dev.signalbox.inference.upstream;

import dev.signalbox.events.address.AddressClass;
import dev.signalbox.events.address.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where anything may be sent to, asked twice: for the URL before a call, and for the address that is really connected to,
 * so that a name that is resolved again to something else (DNS rebinding) leads nowhere.
 */
@Component
class AddressGuard {

    /** Ports of other protocols whose servers act on what they are sent: mail, shells, databases, orchestration. */
    private static final Set<Integer> OTHER_PROTOCOLS = Set.of(
            19, 20, 21, 22, 23, 25, 53, 69, 110, 111, 119, 123, 135, 137, 139, 143, 161, 179, 389, 445, 465, 512, 513,
            514, 515, 548, 554, 587, 631, 636, 873, 989, 990, 993, 995, 1433, 1521, 1723, 2049, 2181, 2375, 2376, 2377,
            2379, 2380, 3306, 3389, 3659, 4190, 5060, 5061, 5432, 5672, 5900, 6000, 6379, 6443, 6667, 9042, 9092, 9200,
            9300, 10250, 11211, 27017);

    private final AllowedPlaces allowed;
    private final boolean allowLocal;
    private final List<Integer> ports;

    @Autowired
    AddressGuard(UpstreamProperties properties, NodeProperties node) {
        this(properties, properties.policyOn(node));
    }

    AddressGuard(UpstreamProperties properties, AddressPolicy policy) {
        allowLocal = policy == AddressPolicy.LOCAL_ALLOWED;
        allowed = new AllowedPlaces(properties.allowedHosts());
        ports = properties.allowedPorts();
    }

    /** @throws AddressRefusedException if the URL by itself shows that nothing may be sent there */
    void check(String url) {
        Host host;
        URI uri;
        try {
            uri = URI.create(url);
            host = Host.of(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            throw new AddressRefusedException();
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || !allowsPort(port(uri, scheme))
                || host.never()) {
            throw new AddressRefusedException();
        }
        InetAddress literal = host.literal();
        // a literal address is never resolved, so that no one else asks about it
        if (literal != null && !allows(host.name(), literal)) {
            throw new AddressRefusedException();
        }
    }

    /** Of what a name resolved to for this one connection, what may be connected to. */
    List<? extends SocketAddress> filter(String host, List<? extends SocketAddress> resolved) {
        List<? extends SocketAddress> fine = resolved.stream()
                .filter(address -> address instanceof InetSocketAddress inet
                        && inet.getAddress() != null
                        && allows(host, inet.getAddress()))
                .toList();
        if (fine.isEmpty()) {
            throw new AddressRefusedException();
        }
        return fine;
    }

    private boolean allows(String host, InetAddress address) {
        AddressClass kind = AddressClass.of(address);
        return !kind.never() && (allowLocal || kind == AddressClass.PUBLIC || allowed.contain(host, address));
    }

    private static int port(URI uri, String scheme) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    }

    private boolean allowsPort(int port) {
        return ports.isEmpty() ? !OTHER_PROTOCOLS.contains(port) : ports.contains(port);
    }
}
