package dev.signalbox.command.server;

import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.server.ServerCommand.RegisterServer;
import dev.signalbox.command.server.ServerCommand.RemoveServer;
import dev.signalbox.command.write.IfMatch;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Write.Reply;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.FindServer;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.Vault;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
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

/** Writes of AI servers; credentials go into the vault here and nowhere else. */
@RestController
@RequestMapping("/api/v1/llm-config/servers")
@Tag(name = "AI servers")
class ServerCommandController {

    private static final String SERVER = "server";

    private final Writes writes;
    private final CommandGateway commands;
    private final ProviderRegister providers;
    private final Vault vault;

    ServerCommandController(Writes writes, CommandGateway commands, ProviderRegister providers, Vault vault) {
        this.writes = writes;
        this.commands = commands;
        this.providers = providers;
        this.vault = vault;
    }

    @PostMapping
    @Operation(summary = "Register a server")
    ResponseEntity<byte[]> register(@Valid @RequestBody RegisterServerRequest request) {
        Reply reply = Reply.created(ServerCommandController::find, id -> "/api/v1/llm-config/servers/" + number(id));
        try (Secret plaintext = request.apiKey()) {
            return writes.answer(new Write("RegisterServer", SERVER, null, () -> registered(request), reply));
        }
    }

    private ServerId registered(RegisterServerRequest request) {
        var id = new ServerId(providers.nextId(ProviderType.AI_SERVER));
        SecretRef credential =
                request.apiKey() == null ? null : seal(null, origin(request.baseUrl()), request.apiKey());
        commands.<Object>sendAndWait(new RegisterServer(id, request.details(), credential, request.enabledOrDefault()));
        return id;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Change a server; absent fields stay, null clears")
    ResponseEntity<byte[]> update(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody UpdateServerRequest request) {
        Long version = IfMatch.version(ifMatch);
        try (Secret plaintext = request.apiKey().value()) {
            return writes.answer(new Write(
                    "UpdateServer",
                    SERVER,
                    id,
                    () -> update(id, version, request),
                    Reply.ok(ServerCommandController::find)));
        }
    }

    private ServerId update(long id, @Nullable Long version, UpdateServerRequest request) {
        var entry = providers.find(new ProviderRef(ProviderType.AI_SERVER, id));
        // an unknown server's credential is never sealed: the command is refused below
        String origin = entry.map(e -> origin(request.baseUrl().orKeep(String.valueOf(e.baseUrl()))))
                .orElse(null);
        var credential = request.apiKey()
                .map(key -> entry.map(e -> seal(e.secretId(), String.valueOf(origin), key))
                        .orElse(null));
        commands.<Object>sendAndWait(request.command(new ServerId(id), version, credential, origin));
        return new ServerId(id);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove a server that is not in use; its credential is destroyed")
    ResponseEntity<byte[]> remove(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var command = new RemoveServer(new ServerId(id), IfMatch.version(ifMatch));
        return writes.answer(new Write(
                "RemoveServer",
                SERVER,
                id,
                () -> {
                    commands.<Object>sendAndWait(command);
                    return command.serverId();
                },
                Reply.noContent()));
    }

    private SecretRef seal(java.util.@Nullable UUID secret, String origin, Secret plaintext) {
        return vault.store(secret, SERVER, List.of(origin), plaintext);
    }

    private static String origin(String baseUrl) {
        return Vendor.origin(HttpBaseUrl.Validator.normalised(baseUrl));
    }

    private static Object find(String aggregateId) {
        return new FindServer(new ServerId(number(aggregateId)));
    }

    private static long number(String aggregateId) {
        return Long.parseLong(aggregateId.substring("server-".length()));
    }
}
