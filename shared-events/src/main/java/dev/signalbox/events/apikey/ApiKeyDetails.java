package dev.signalbox.events.apikey;

import dev.signalbox.events.vendor.Vendor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may change of a key beside its secret and whether it is enabled.
 *
 * @param keyName unique per vendor
 * @param metadata a JSON object of the operator's own
 */
public record ApiKeyDetails(String keyName, boolean useForOpsCenter, Map<String, Object> metadata) {

    /** The name of the address in the metadata. */
    public static final String BASE_URL = "base_url";

    private static final Pattern PLACE =
            Pattern.compile("\\s*https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[^\\s?#]*)?\\s*");

    public ApiKeyDetails {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Where the key is used instead of at its vendor's own address, without a trailing slash; null when nowhere else. */
    public @Nullable String baseUrl() {
        return metadata.get(BASE_URL) instanceof String url
                        && PLACE.matcher(url).matches()
                ? url.strip().replaceAll("/+$", "")
                : null;
    }

    /** The origins that the key may be sent to: an address of its own stands for all of the vendor's. */
    public List<String> origins(Vendor vendor) {
        String own = baseUrl();
        return own == null ? vendor.origins() : List.of(Vendor.origin(own));
    }
}
