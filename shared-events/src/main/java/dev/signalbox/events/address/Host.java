package dev.signalbox.events.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host of a URL: a name, or an address written out. */
public final class Host {

    /** Names that lead to a metadata service in a cloud, whatever they resolve to here. */
    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private final String name;
    private final @Nullable InetAddress literal;

    private Host(String name, @Nullable InetAddress literal) {
        this.name = name;
        this.literal = literal;
    }

    /**
     * Reads a host as {@link java.net.URI#getHost} gives it. A last label that is a number makes browsers and C libraries
     * read the whole as an address – decimal, octal, hexadecimal, with fewer parts – while others look it up as a name:
     * only the one form that all agree on is accepted.
     *
     * @throws IllegalArgumentException if it can be read in more than one way
     */
    public static Host of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            return new Host(lower, Literal.ipv6(lower.substring(1, lower.length() - 1)));
        }
        if (lower.indexOf(':') >= 0) {
            return new Host(lower, Literal.ipv6(lower));
        }
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
            return new Host(lower, Literal.ipv4(lower));
        }
        if (name.isEmpty() || name.contains("..") || name.startsWith(".")) {
            throw new IllegalArgumentException("no host");
        }
        return new Host(name, null);
    }

    /** Lower case, without a trailing dot. */
    public String name() {
        return name;
    }

    /** The address, where the host is one; null for a name. */
    public @Nullable InetAddress literal() {
        return literal;
    }

    /** Whether no setting whatsoever lets a provider live there; of a name that shows only when it is resolved. */
    public boolean never() {
        return literal == null
                ? METADATA_NAMES.contains(name)
                : AddressClass.of(literal).never();
    }
}
