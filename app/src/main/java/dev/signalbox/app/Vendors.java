package dev.signalbox.app;

import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The vendor catalogue: {@code vendors.yaml} and whatever else sets {@code signalbox.vendors.NAME.…}. */
@Configuration(proxyBeanMethods = false)
class Vendors {

    @Bean
    VendorCatalogue vendorCatalogue(Environment environment) {
        return new VendorCatalogue(Binder.get(environment)
                .bind("signalbox.vendors", Bindable.mapOf(String.class, Vendor.class))
                .orElseThrow(() -> new StartupRefusal("There is no vendor in signalbox.vendors.")));
    }
}
