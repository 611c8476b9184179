package dev.signalbox.query.token;

import dev.signalbox.events.token.TokenId;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/admin/tokens")
@ReadsView("tokens")
@Tag(name = "Tokens")
class TokenQueryController {

    private final TokenViews tokens;
    private final PastTokens past;
    private final PastEvents events;

    TokenQueryController(TokenViews tokens, PastTokens past, PastEvents events) {
        this.tokens = tokens;
        this.past = past;
        this.events = events;
    }

    @GetMapping
    @Operation(
            summary = "All tokens, masked, newest first",
            description = "include_revoked: those too that are revoked; as_of: as they were at that position or time")
    ResponseEntity<List<TokenView>> all(
            @RequestParam(name = "include_revoked", defaultValue = "false") boolean revoked,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return ResponseEntity.ok(tokens.newestFirst(revoked));
        }
        long position = events.position("as_of", asOf);
        return ResponseEntity.ok().header(PastEvents.REVISION, "" + position).body(past.newestFirst(position, revoked));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One token, masked, also when it is revoked; the ETag is its version")
    ResponseEntity<TokenView> one(
            @PathVariable("id") long id, @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return answer(id, tokens.findById(id), ResponseEntity.ok());
        }
        long position = events.position("as_of", asOf);
        var answer = ResponseEntity.ok().header(PastEvents.REVISION, "" + position);
        return answer(id, past.find(new TokenId(id), position), answer);
    }

    private static ResponseEntity<TokenView> answer(
            long id, Optional<TokenView> found, ResponseEntity.BodyBuilder answer) {
        TokenView token = found.orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no token with the id " + id + "."));
        return answer.eTag("" + token.version()).body(token);
    }
}
