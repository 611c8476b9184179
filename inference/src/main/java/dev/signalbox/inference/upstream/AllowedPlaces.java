package dev.signalbox.inference.upstream;

import dev.signalbox.events.address.Range;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hosts of which the operator says that they are fine: {@code gpu1.lan}, {@code *.gpu.lan}, {@code 10.1.2.3}, {@code 10.1.0.0/16}. */
final class AllowedPlaces {

    private final List<String> names = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    AllowedPlaces(List<String> entries) {
        for (String entry : entries) {
            String place = entry.strip().toLowerCase(Locale.ROOT);
            if (place.startsWith("*.")) {
                suffixes.add(place.substring(1));
            } else if (place.matches("[0-9.]+(/[0-9]+)?|[0-9a-f.]*:[0-9a-f:./]*")) {
                ranges.add(Range.of(place));
            } else if (place.matches("[a-z0-9._-]+")) {
                names.add(place);
            } else if (!place.isEmpty()) {
                throw new IllegalArgumentException(
                        "signalbox.upstream.allowed-hosts has something that is neither a name, "
                                + "nor *.name, nor an address, nor a range: " + entry);
            }
        }
    }

    boolean contain(String host, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return names.contains(bare)
                || suffixes.stream().anyMatch(bare::endsWith)
                || ranges.stream().anyMatch(range -> range.contains(address));
    }
}
