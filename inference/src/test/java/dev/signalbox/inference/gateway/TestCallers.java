package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One who may everything, one who may little, and one who may nothing here. */
final class TestCallers implements Callers {

    static final String LIMITED = "sbx_limited";

    /** Valid, but of somebody who configures and sends no requests. */
    static final String OPERATOR = "sbx_operator";

    /** {@code sbx_10_5000_0.5_20}: requests and tokens per minute, dollars per day and month, each may be empty. */
    static String metered(String limits) {
        return "sbx_" + limits;
    }

    private static Caller metered(String token, String[] limits) {
        return new Caller(
                "metered",
                token,
                TokenScope.ALL,
                new TokenLimits(
                        limits[1].isEmpty() ? null : Long.valueOf(limits[1]),
                        limits[2].isEmpty() ? null : Long.valueOf(limits[2]),
                        limits[3].isEmpty() ? null : new BigDecimal(limits[3]),
                        limits[4].isEmpty() ? null : new BigDecimal(limits[4])));
    }

    @Override
    public Optional<Caller> withoutRole(String token) {
        return token.equals(OPERATOR) ? Optional.of(Caller.unlimited("operator", "token-3")) : Optional.empty();
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        String[] parts = token.split("_", -1);
        if (parts.length == 5) {
            return Optional.of(metered(token, parts));
        }
        return Optional.ofNullable(Map.of(
                        TestGateway.TOKEN,
                        Caller.unlimited("tester", "token-1"),
                        LIMITED,
                        new Caller(
                                "limited",
                                "token-2",
                                new TokenScope(Set.of(Purpose.CHAT), List.of("small", "tiny-*")),
                                TokenLimits.NONE))
                .get(token));
    }
}
