package dev.signalbox.events.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Reads addresses as they are usually written, and never looks anything up. */
final class Literal {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    /** The JDK takes what begins like this for an address, or refuses it. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*");

    private Literal() {}

    /** @throws IllegalArgumentException if it is none */
    static InetAddress ipv4(String text) {
        return address(text, IPV4.matcher(text).matches());
    }

    /** @throws IllegalArgumentException if it is none, or one with a zone */
    static InetAddress ipv6(String text) {
        return address(text, text.indexOf(':') >= 0 && IPV6.matcher(text).matches());
    }

    private static InetAddress address(String text, boolean wellFormed) {
        if (wellFormed) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no address", e);
            }
        }
        throw new IllegalArgumentException("no address, or one that is not in its usual form");
    }
}
