package dev.signalbox.events.apikey;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operator may change of a key beside its secret and whether it is enabled.
 *
 * @param keyName unique per vendor
 * @param metadata a JSON object of the operator's own
 */
public record ApiKeyDetails(String keyName, boolean useForOpsCenter, Map<String, Object> metadata) {

    public ApiKeyDetails {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
