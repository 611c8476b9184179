package dev.signalbox.inference.usage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param home where records wait for the database
 * @param prices by vendor (or type of server) and model; {@code *} is any other model of that vendor
 */
@ConfigurationProperties("signalbox")
record UsageProperties(
        @DefaultValue("${user.home}/.signalbox") Path home,
        @DefaultValue Pipeline usage,
        @DefaultValue Map<String, Map<String, Price>> prices) {

    /**
     * @param queue how many records may wait to be put on disk; more are lost, and counted
     * @param flush how often records go to the disk and then to the database
     * @param batch how many of them at once
     * @param spoolLimit how much may wait on the disk while the database is away
     * @param drain how long a stop waits for the database; what is left waits on the disk for the next start
     */
    record Pipeline(
            @DefaultValue("65536") int queue,
            @DefaultValue("200ms") Duration flush,
            @DefaultValue("5000") int batch,
            @DefaultValue("256MB") DataSize spoolLimit,
            @DefaultValue("5s") Duration drain) {

        Pipeline {
            if (queue < 2 || batch < 1) {
                throw new IllegalArgumentException("signalbox.usage.queue must be 2 or more, batch 1 or more");
            }
            if (flush.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("signalbox.usage.flush must be 1ms or more");
            }
        }
    }
}
