package dev.signalbox.query.usage;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes records and fine sums that have become too old. Sums by day stay. */
@Component
class UsageExpiry {

    private static final Logger log = LoggerFactory.getLogger(UsageExpiry.class);
    private static final int BATCH = 5000;

    private final JdbcClient jdbc;
    private final UsageRetention retention;

    UsageExpiry(JdbcClient jdbc, UsageRetention retention) {
        this.jdbc = jdbc;
        this.retention = retention;
    }

    @Scheduled(initialDelay = 90_000, fixedDelay = 3_600_000)
    void expire() {
        expire("usage_record", "occurred_at", retention.retention());
        expire("usage_rollup", "bucket = 'minute' and starts_at", retention.minuteRetention());
        expire("usage_rollup", "bucket = 'hour' and starts_at", retention.hourRetention());
    }

    private void expire(String table, String age, Duration kept) {
        Instant before = Instant.now().minus(kept);
        long all = 0;
        int deleted;
        do {
            // in small transactions: nobody waits for a long one, and other nodes' rows in deletion are passed over
            deleted = jdbc.sql("delete from " + table + " where ctid = any (array(select ctid from " + table + " where "
                            + age + " < :before limit :batch for update skip locked))")
                    .param("before", Timestamp.from(before))
                    .param("batch", BATCH)
                    .update();
            all += deleted;
        } while (deleted == BATCH);
        if (all > 0) {
            log.info("usage=expired table={} rows={} before={}", table, all, before);
        }
    }
}
