package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One who may everything, and one who may little. */
final class TestCallers implements Callers {

    static final String LIMITED = "sbx_limited";

    @Override
    public Optional<Caller> authenticate(String token) {
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
