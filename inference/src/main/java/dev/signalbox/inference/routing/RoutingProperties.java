package dev.signalbox.inference.routing;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param home where the copy of the snapshot lies
 * @param routing how the snapshot is kept
 */
@ConfigurationProperties("signalbox")
record RoutingProperties(
        @DefaultValue("${user.home}/.signalbox") Path home,
        @DefaultValue Reload routing) {

    /**
     * @param poll how often to look without being woken
     * @param queryTimeout how long one look may take
     * @param retry the first pause after a failed look; doubled up to {@code poll}
     */
    record Reload(
            @DefaultValue("5s") Duration poll,
            @DefaultValue("5s") Duration queryTimeout,
            @DefaultValue("100ms") Duration retry) {}
}
