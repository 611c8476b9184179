package dev.signalbox.command.activeprovider;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.ClearActiveProvider;
import dev.signalbox.command.write.IfMatch;
import dev.signalbox.command.write.Problems;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Write.Reply;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.FindActiveProvider;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes of active providers. */
@RestController
@RequestMapping("/api/v1/llm-config/active")
@Tag(name = "Active providers")
class ActiveProviderCommandController {

    private static final String ACTIVE_PROVIDER = "active_provider";

    private final Writes writes;
    private final CommandGateway commands;
    private final JsonMapper json;

    ActiveProviderCommandController(Writes writes, CommandGateway commands, JsonMapper json) {
        this.writes = writes;
        this.commands = commands;
        this.json = json;
    }

    @PostMapping
    @Operation(summary = "Set the active provider of a purpose, with its fallbacks")
    ResponseEntity<byte[]> set(
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody SetActiveProviderRequest request) {
        var command = request.command(IfMatch.version(ifMatch));
        String message = "Active provider set for " + command.purpose().wireName();
        var reply = new Reply(
                HttpStatus.OK, ActiveProviderCommandController::find, null, view -> with(message, view), null);
        return send("SetActiveProvider", command, reply);
    }

    @DeleteMapping("/{purpose}")
    @Operation(summary = "Leave a purpose without an active provider")
    ResponseEntity<byte[]> clear(
            @PathVariable String purpose,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Purpose known = Purpose.ofWireName(purpose)
                .orElseThrow(() -> new ErrorResponseException(
                        HttpStatus.BAD_REQUEST,
                        Problems.of(
                                HttpStatus.BAD_REQUEST,
                                "unknown-purpose",
                                "Purpose must be chat, embeddings or reranking."),
                        null));
        return send("ClearActiveProvider", new ClearActiveProvider(known, IfMatch.version(ifMatch)), Reply.noContent());
    }

    private ResponseEntity<byte[]> send(String operation, ActiveProviderCommand command, Reply reply) {
        return writes.answer(new Write(
                operation,
                ACTIVE_PROVIDER,
                command.purpose().wireName(),
                () -> {
                    commands.<Object>sendAndWait(command);
                    return command.aggregateId();
                },
                reply));
    }

    private ObjectNode with(String message, Object view) {
        ObjectNode answer = json.createObjectNode().put("message", message);
        answer.setAll((ObjectNode) json.valueToTree(view));
        return answer;
    }

    private static Object find(String aggregateId) {
        return new FindActiveProvider(
                Purpose.ofWireName(aggregateId.substring("active-".length())).orElseThrow());
    }
}
