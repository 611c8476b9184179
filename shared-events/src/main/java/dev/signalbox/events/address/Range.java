package dev.signalbox.events.address;

import java.net.InetAddress;

/** A block of addresses in CIDR notation, or one address. */
public final class Range {

    private final byte[] network;
    private final int bits;

    private Range(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if the text is neither an address nor a block of them */
    public static Range of(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = parts[0].indexOf(':') < 0 ? Literal.ipv4(parts[0]) : Literal.ipv6(parts[0]);
        byte[] network = address.getAddress();
        int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException("no such prefix length: " + text);
        }
        return new Range(network, bits);
    }

    /** Whether it is one of the block's, which an IPv4 address never is of an IPv6 block. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int mask = 0xff << (8 - bits % 8);
        return bits % 8 == 0 || ((address[whole] ^ network[whole]) & mask & 0xff) == 0;
    }
}
