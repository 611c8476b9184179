package dev.signalbox.events.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a provider at an address would be. IPv6 addresses that carry an IPv4 one are what that one is. */
public enum AddressClass {
    /** A cloud's service that hands out credentials to whoever asks from inside. */
    METADATA,
    UNSPECIFIED,
    LINK_LOCAL,
    MULTICAST,
    /** Broadcast, discard, protocol assignments, and what is not given out. */
    RESERVED,
    LOOPBACK,
    /** Private, shared (carrier-grade NAT, Tailscale), documentation and benchmarking: not of the public Internet. */
    PRIVATE,
    PUBLIC;

    /** The first that contains an address decides. */
    private static final Map<Range, AddressClass> TABLE = new LinkedHashMap<>();

    private static final Range TEREDO = Range.of("2001::/32");

    /** Where in the bytes the IPv4 address begins. */
    private static final Map<Range, Integer> CARRIERS = new LinkedHashMap<>();

    static {
        put(METADATA, "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.0.23"); // AWS, ECS, EKS, Tencent
        put(METADATA, "168.63.129.16"); // Azure's wire server, a public address
        put(METADATA, "100.100.100.200", "192.0.0.192"); // Alibaba, Oracle
        put(METADATA, "fd00:ec2::/32", "fd20:ce::254", "fd00:c1::a9fe:a9fe"); // AWS, GCP, Oracle
        put(UNSPECIFIED, "0.0.0.0/8", "::");
        put(LOOPBACK, "127.0.0.0/8", "::1");
        put(LINK_LOCAL, "169.254.0.0/16", "fe80::/10");
        put(MULTICAST, "224.0.0.0/4", "ff00::/8");
        put(RESERVED, "192.0.0.0/24", "240.0.0.0/4", "100::/64");
        put(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15");
        put(PRIVATE, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20");
        put(PRIVATE, "fc00::/7", "fec0::/10");
        put(PUBLIC, "0.0.0.0/0", "2000::/3");
        put(RESERVED, "::/0");
        carrier("64:ff9b::/96", 12); // NAT64
        carrier("64:ff9b:1::/48", 12); // NAT64 of a network's own
        carrier("2002::/16", 2); // 6to4
        carrier("::ffff:0:0:0/96", 12); // translated (SIIT)
        carrier("::/96", 12); // compatible
    }

    private static void put(AddressClass kind, String... ranges) {
        Stream.of(ranges).forEach(range -> TABLE.put(Range.of(range), kind));
    }

    private static void carrier(String range, int offset) {
        CARRIERS.put(Range.of(range), offset);
    }

    public static AddressClass of(InetAddress address) {
        byte[] bytes = address.getAddress();
        InetAddress carried = carried(address, bytes);
        return carried == null ? own(bytes) : of(carried);
    }

    /** Whether no setting whatsoever lets a provider live there. */
    public boolean never() {
        return compareTo(LOOPBACK) < 0;
    }

    private static AddressClass own(byte[] bytes) {
        return TABLE.entrySet().stream()
                .filter(entry -> entry.getKey().contains(bytes))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(RESERVED);
    }

    /** Mapped addresses (::ffff:0:0/96) are IPv4 ones for Java already. */
    private static @Nullable InetAddress carried(InetAddress address, byte[] bytes) {
        if (address instanceof Inet4Address || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return null;
        }
        if ((bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe) {
            return ipv4(bytes, 12); // ISATAP
        }
        if (TEREDO.contains(bytes)) {
            byte[] inverted = bytes.clone(); // Teredo writes the client's address inverted
            for (int i = 12; i < 16; i++) {
                inverted[i] = (byte) ~inverted[i];
            }
            return ipv4(inverted, 12);
        }
        return CARRIERS.entrySet().stream()
                .filter(entry -> entry.getKey().contains(bytes))
                .map(entry -> ipv4(bytes, entry.getValue()))
                .findFirst()
                .orElse(null);
    }

    private static InetAddress ipv4(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
