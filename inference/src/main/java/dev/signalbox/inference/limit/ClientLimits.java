package dev.signalbox.inference.limit;

import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.inference.limit.Allowances.Answer;
import dev.signalbox.inference.limit.Allowances.Ask;
import dev.signalbox.inference.usage.Prices;
import dev.signalbox.inference.usage.UsageListener;
import dev.signalbox.inference.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The limits of client tokens. A request is decided in memory, from what this node has taken in advance; the database is
 * asked beside it. Who has no limits is never looked up.
 */
@Component
public class ClientLimits implements UsageListener, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ClientLimits.class);
    private static final long FORGET = TimeUnit.HOURS.toNanos(1);

    private final Map<String, ClientAccount> accounts = new ConcurrentHashMap<>();
    private final Allowances allowances;
    private final Function<UsageRecord, @Nullable BigDecimal> costs;

    /** Few, so that an outage does not pile up waiting threads. */
    private final ExecutorService asking = Executors.newFixedThreadPool(
            4, Thread.ofVirtual().name("client-limits-", 0).factory());

    private volatile boolean away;

    @Autowired
    ClientLimits(Allowances allowances, Prices prices) {
        this(allowances, prices::of);
    }

    ClientLimits(Allowances allowances, Function<UsageRecord, @Nullable BigDecimal> costs) {
        this.allowances = allowances;
        this.costs = costs;
    }

    /** Null when the token has no limits. Called on an event loop; it does not wait for anything. */
    public @Nullable Admission admit(String tokenId, TokenLimits limits) {
        if (limits.equals(TokenLimits.NONE)) {
            return null;
        }
        ClientAccount account = accounts.computeIfAbsent(tokenId, ClientAccount::new);
        Admission admission = account.admit(limits, System.nanoTime(), away);
        if (!away) {
            settle(account);
        }
        return admission;
    }

    @Override
    public void ended(UsageRecord ended) {
        ClientAccount account = accounts.get(ended.asked().tokenId());
        if (account != null) {
            charge(account, ended.tokens().total(), costs.apply(ended));
        }
    }

    void charge(String tokenId, long tokens, BigDecimal usd) {
        charge(Objects.requireNonNull(accounts.get(tokenId)), tokens, usd);
    }

    private void charge(ClientAccount account, long tokens, @Nullable BigDecimal usd) {
        account.charge(tokens, usd);
        settle(account);
    }

    private void settle(ClientAccount account) {
        List<Ask> asks = account.asks(System.nanoTime(), false);
        if (asks.isEmpty()) {
            return;
        }
        try {
            asking.execute(() -> settle(account, asks));
        } catch (RejectedExecutionException e) {
            asks.forEach(account::failed);
            account.settled();
        }
    }

    private void settle(ClientAccount account, List<Ask> asks) {
        for (Ask ask : asks) {
            try {
                Answer answer = allowances.take(ask);
                account.answered(ask, answer, System.nanoTime());
                if (away) {
                    away = false;
                    log.info("limits=checked");
                }
            } catch (RuntimeException e) {
                account.failed(ask);
                if (!away) {
                    away = true;
                    log.warn("limits=unchecked cause=\"{}\"", e.getMessage());
                }
            }
        }
        account.settled();
    }

    /** Gives back what is not used, tries again what failed, and forgets who does not come any more. */
    @Scheduled(initialDelay = 1000, fixedDelay = 500)
    void sweep() {
        accounts.values().forEach(this::settle);
        long now = System.nanoTime();
        accounts.values().removeIf(account -> account.isIdle(now, FORGET));
    }

    /** What was spent is not forgotten, and what was taken in advance goes back. */
    @Override
    public void destroy() {
        asking.shutdown();
        try {
            asking.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (ClientAccount account : accounts.values()) {
            List<Ask> asks = account.asks(System.nanoTime(), true);
            settle(account, asks);
            if (away) {
                return;
            }
        }
    }
}
