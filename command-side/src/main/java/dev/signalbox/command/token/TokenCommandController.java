package dev.signalbox.command.token;

import dev.signalbox.command.token.TokenCommand.IssueToken;
import dev.signalbox.command.token.TokenCommand.RevokeToken;
import dev.signalbox.command.token.TokenCommand.RotateToken;
import dev.signalbox.command.write.IfMatch;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Write.Reply;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.token.FindToken;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.secrets.TokenHashes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Writes of tokens. A token is made here and in no other place; what is stored is its hash. */
@RestController
@RequestMapping("/api/v1/admin/tokens")
@Tag(name = "Tokens")
class TokenCommandController {

    private static final String TOKEN = "token";

    private final Writes writes;
    private final CommandGateway commands;
    private final TokenNames tokens;
    private final TokenHashes hashes;
    private final Clock clock;

    TokenCommandController(Writes writes, CommandGateway commands, TokenNames tokens, TokenHashes hashes, Clock clock) {
        this.writes = writes;
        this.commands = commands;
        this.tokens = tokens;
        this.hashes = hashes;
        this.clock = clock;
    }

    @PostMapping
    @Operation(
            summary = "Issue a token; the answer alone shows it",
            description = "Roles and name stay; limits may be changed. Without purposes or models it is for all.")
    ResponseEntity<byte[]> issue(@Valid @RequestBody IssueTokenRequest request) {
        requireFuture(request.expiresAt());
        Reply reply = Reply.created(TokenCommandController::find, id -> "/api/v1/admin/tokens/" + number(id));
        try (NewToken token = NewToken.random()) {
            TokenHash hash = token.hash(hashes);
            Supplier<Object> issued = () -> {
                TokenId id = tokens.nextId();
                commands.<Object>sendAndWait(
                        new IssueToken(id, request.name(), request.roles(), request.terms(), hash));
                return id;
            };
            return token.in(writes.answer(new Write("IssueToken", TOKEN, null, issued, reply)));
        }
    }

    @PostMapping("/{id}/rotate")
    @Operation(summary = "Replace a token by a new one; the answer alone shows it")
    ResponseEntity<byte[]> rotate(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable RotateTokenRequest request) {
        Instant previous = request == null ? null : request.previousValidUntil(now());
        try (NewToken token = NewToken.random()) {
            var command = new RotateToken(new TokenId(id), IfMatch.version(ifMatch), token.hash(hashes), previous);
            return token.in(write("RotateToken", id, command, Reply.ok(TokenCommandController::find)));
        }
    }

    @PutMapping("/{id}")
    @Operation(summary = "Change what a token is limited to; absent fields stay, null lifts a limit")
    ResponseEntity<byte[]> change(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ChangeTokenLimitsRequest request) {
        requireFuture(request.expiresAt().value());
        var command = request.command(new TokenId(id), IfMatch.version(ifMatch));
        return write("ChangeTokenLimits", id, command, Reply.ok(TokenCommandController::find));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke a token, for ever and on all nodes")
    ResponseEntity<byte[]> revoke(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var command = new RevokeToken(new TokenId(id), IfMatch.version(ifMatch));
        return write("RevokeToken", id, command, Reply.noContent());
    }

    private ResponseEntity<byte[]> write(String operation, long id, TokenCommand command, Reply reply) {
        Supplier<Object> sent = () -> {
            commands.<Object>sendAndWait(command);
            return new TokenId(id);
        };
        return writes.answer(new Write(operation, TOKEN, id, sent, reply));
    }

    private void requireFuture(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(now())) {
            throw new Rejection.Invalid("expires_at", "must be in the future");
        }
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Object find(String aggregateId) {
        return new FindToken(new TokenId(number(aggregateId)));
    }

    private static long number(String aggregateId) {
        return Long.parseLong(aggregateId.substring("token-".length()));
    }
}
