package dev.signalbox.app.console;

import dev.signalbox.events.vendor.VendorCatalogue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue, so that who adds a key can choose. */
@RestController
@Tag(name = "API keys")
class VendorsController {

    private final VendorCatalogue vendors;

    VendorsController(VendorCatalogue vendors) {
        this.vendors = vendors;
    }

    /** @param name as {@code provider} of a key */
    record VendorEntry(String name, String displayName, String baseUrl) {}

    @GetMapping("/api/v1/llm-config/vendors")
    @Operation(summary = "The vendors whose keys can be added, by their names")
    List<VendorEntry> all() {
        return vendors.vendors().entrySet().stream()
                .map(entry -> new VendorEntry(
                        entry.getKey(),
                        entry.getValue().displayName(),
                        entry.getValue().baseUrl()))
                .sorted(Comparator.comparing(VendorEntry::displayName, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }
}
