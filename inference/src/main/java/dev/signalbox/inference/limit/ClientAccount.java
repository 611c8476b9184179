package dev.signalbox.inference.limit;

import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.inference.limit.Admission.Refusal;
import dev.signalbox.inference.limit.Allowances.Answer;
import dev.signalbox.inference.limit.Allowances.Ask;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One token's limits on this node. Asked by event loops, settled with the database by another thread. */
final class ClientAccount {

    /** How soon to come again when nobody can say. */
    private static final Duration UNCHECKED = Duration.ofSeconds(5);

    private final String tokenId;
    private final Map<Kind, Spending> spendings = new EnumMap<>(Kind.class);
    private @Nullable LeasedRequests requests;
    private TokenLimits limits = TokenLimits.NONE;
    private boolean asking;
    private long lastUse;

    ClientAccount(String tokenId) {
        this.tokenId = tokenId;
    }

    synchronized Admission admit(TokenLimits current, long now, boolean away) {
        lastUse = now;
        if (current != limits) {
            adjust(current, now);
        }
        for (Spending spending : spendings.values()) {
            if (!spending.allows(now)) {
                return admission(new Refusal(spending.kind(), spending.retryAfter(now), false), now);
            }
            if (away && !spending.allowsUnchecked()) {
                return admission(new Refusal(spending.kind(), UNCHECKED, true), now);
            }
        }
        if (requests != null && !requests.take(now, away)) {
            Duration wait = away ? UNCHECKED : requests.retryAfter(now);
            return admission(new Refusal(Kind.REQUESTS, wait, away), now);
        }
        return admission(null, now);
    }

    private Admission admission(@Nullable Refusal refusal, long now) {
        Spending tokens = spendings.get(Kind.TOKENS);
        return new Admission(
                requests == null ? null : requests.standing(now),
                tokens == null ? null : tokens.standing(now),
                refusal);
    }

    private void adjust(TokenLimits current, long now) {
        limits = current;
        Long perMinute = current.requestsPerMinute();
        if (perMinute == null) {
            requests = null;
        } else if (requests == null) {
            requests = new LeasedRequests(perMinute, now);
        } else {
            requests.limit(perMinute, now);
        }
        adjust(Kind.TOKENS, current.tokensPerMinute());
        adjust(Kind.USD_PER_DAY, current.budgetUsdPerDay());
        adjust(Kind.USD_PER_MONTH, current.budgetUsdPerMonth());
    }

    private void adjust(Kind kind, @Nullable Number limit) {
        if (limit == null) {
            spendings.remove(kind);
        } else {
            spendings.computeIfAbsent(kind, absent -> new Spending(kind, 0)).limit(limit.doubleValue());
        }
    }

    synchronized void charge(long tokens, @Nullable BigDecimal usd) {
        spendings.values().forEach(spending -> {
            if (spending.kind() == Kind.TOKENS) {
                spending.charge(tokens);
            } else if (usd != null) {
                spending.charge(usd.doubleValue());
            }
        });
    }

    /** What to ask the database for, once at a time; nothing when there is no need. */
    synchronized List<Ask> asks(long now, boolean closing) {
        List<Ask> asks = new ArrayList<>(4);
        if (asking) {
            return asks;
        }
        if (requests != null && (requests.wantsToAsk(now) || closing && !requests.isClean())) {
            asks.add(requests.ask(tokenId, now, closing));
        }
        for (Spending spending : spendings.values()) {
            if (spending.wantsToAsk(now)) {
                asks.add(spending.ask(tokenId));
            }
        }
        asking = !asks.isEmpty();
        return asks;
    }

    synchronized void answered(Ask ask, Answer answer, long now) {
        Spending spending = spendings.get(ask.kind());
        if (spending != null) {
            spending.answered(answer, now);
        } else if (ask.kind() == Kind.REQUESTS && requests != null) {
            requests.answered(ask, answer, now);
        }
    }

    synchronized void failed(Ask ask) {
        Spending spending = spendings.get(ask.kind());
        if (spending != null) {
            spending.failed();
        } else if (ask.kind() == Kind.REQUESTS && requests != null) {
            requests.failed();
        }
    }

    synchronized void settled() {
        asking = false;
    }

    synchronized boolean isIdle(long now, long since) {
        return !asking
                && now - lastUse > since
                && (requests == null || requests.isClean())
                && spendings.values().stream().allMatch(Spending::isClean);
    }
}
