package dev.signalbox.inference.upstream;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/** Which addresses a provider may have; asked for the address that is really connected to, so that DNS can't be rebound. */
final class AddressGuard {

    /** Metadata services that are not link-local. */
    private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

    private final boolean allowPrivate;

    AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    List<? extends SocketAddress> filter(List<? extends SocketAddress> resolved) {
        List<? extends SocketAddress> allowed = resolved.stream()
                .filter(address -> address instanceof InetSocketAddress inet && allows(inet.getAddress()))
                .toList();
        if (allowed.isEmpty()) {
            throw new AddressRefusedException();
        }
        return allowed;
    }

    /** A literal address is never resolved, so it has to be checked by itself. */
    void checkLiteral(String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address != null) {
            try {
                if (!allows(InetAddress.getByAddress(address))) {
                    throw new AddressRefusedException();
                }
            } catch (java.net.UnknownHostException e) {
                throw new AddressRefusedException();
            }
        }
    }

    private boolean allows(InetAddress address) {
        boolean never = address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.getAddress()[0] == 0 && !address.isLoopbackAddress()
                || METADATA.contains(address.getHostAddress());
        return !never && (allowPrivate || !isPrivate(address));
    }

    private static boolean isPrivate(InetAddress address) {
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
    }
}
