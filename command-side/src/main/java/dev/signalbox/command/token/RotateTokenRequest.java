package dev.signalbox.command.token;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param graceSeconds how long the token before is accepted beside the new one, up to 30 days; absent or 0: not at all */
record RotateTokenRequest(
        @PositiveOrZero @Max(30 * 24 * 3600) @Nullable Long graceSeconds) {

    @Nullable
    Instant previousValidUntil(Instant now) {
        return graceSeconds == null || graceSeconds == 0 ? null : now.plusSeconds(graceSeconds);
    }
}
