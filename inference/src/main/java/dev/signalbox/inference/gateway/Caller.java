package dev.signalbox.inference.gateway;

import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;

/**
 * Who sends an inference request, and what they may.
 *
 * @param name as people know it, for logs and reports
 * @param tokenId of the token it came with, never the token: {@code token-7}, or {@code admin-token} of the configured
 *     one; unlike the name it is never given to another
 */
public record Caller(String name, String tokenId, TokenScope scope, TokenLimits limits) {

    public static Caller unlimited(String name, String tokenId) {
        return new Caller(name, tokenId, TokenScope.ALL, TokenLimits.NONE);
    }
}
