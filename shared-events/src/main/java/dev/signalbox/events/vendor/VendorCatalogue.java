package dev.signalbox.events.vendor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All vendors by their names ({@code openai}, {@code openrouter} …), which are the values of a key's {@code provider}. */
public record VendorCatalogue(Map<String, Vendor> vendors) {

    public VendorCatalogue {
        vendors = new TreeMap<>(vendors);
    }

    public Optional<Vendor> find(String name) {
        return Optional.ofNullable(vendors.get(name));
    }
}
