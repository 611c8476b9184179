package dev.signalbox.command.apikey;

import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.DeleteApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.RotateApiKey;
import dev.signalbox.command.provider.ProviderRegister;
import dev.signalbox.command.provider.ProviderRegister.Entry;
import dev.signalbox.command.write.IfMatch;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.command.write.Write;
import dev.signalbox.command.write.Write.Reply;
import dev.signalbox.command.write.Writes;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.FindApiKey;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
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

/** Writes of API keys; the keys themselves go into the vault here and nowhere else. */
@RestController
@RequestMapping("/api/v1/llm-config/api-keys")
@Tag(name = "API keys")
class ApiKeyCommandController {

    private static final String API_KEY = "api_key";

    private final Writes writes;
    private final CommandGateway commands;
    private final ProviderRegister providers;
    private final VendorCatalogue vendors;
    private final Vault vault;

    ApiKeyCommandController(
            Writes writes, CommandGateway commands, ProviderRegister providers, VendorCatalogue vendors, Vault vault) {
        this.writes = writes;
        this.commands = commands;
        this.providers = providers;
        this.vendors = vendors;
        this.vault = vault;
    }

    @PostMapping
    @Operation(summary = "Add an API key")
    ResponseEntity<byte[]> add(@Valid @RequestBody AddApiKeyRequest request) {
        vendor("provider", request.provider());
        Reply reply = Reply.created(ApiKeyCommandController::find, id -> "/api/v1/llm-config/api-keys/" + number(id));
        try (Secret plaintext = request.apiKey()) {
            return writes.answer(new Write("AddApiKey", API_KEY, null, () -> addKey(request), reply));
        }
    }

    private ApiKeyId addKey(AddApiKeyRequest request) {
        var id = new ApiKeyId(providers.nextId(ProviderType.API_KEY));
        List<String> origins = request.details().origins(vendor("provider", request.provider()));
        SecretRef secret = vault.store(null, "api-key", origins, request.apiKey());
        commands.<Object>sendAndWait(
                new AddApiKey(id, request.provider(), request.details(), secret, request.enabledOrDefault()));
        return id;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Change a key; absent fields stay; api_key rotates it")
    ResponseEntity<byte[]> update(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody UpdateApiKeyRequest request) {
        Long version = IfMatch.version(ifMatch);
        String operation = request.apiKey().present() ? "RotateApiKey" : "UpdateApiKey";
        try (Secret plaintext = request.apiKey().value()) {
            return writes.answer(new Write(
                    operation,
                    API_KEY,
                    id,
                    () -> update(id, version, request),
                    Reply.ok(ApiKeyCommandController::find)));
        }
    }

    private ApiKeyId update(long id, @Nullable Long version, UpdateApiKeyRequest request) {
        var keyId = new ApiKeyId(id);
        entry(id);
        commands.<Object>sendAndWait(request.command(keyId, version));
        if (request.apiKey().value() != null) {
            // as it is after the command, which may have moved the key
            Entry entry = entry(id);
            String place = entry.baseUrl();
            List<String> origins =
                    place == null ? vendor("provider", entry.scope()).origins() : List.of(Vendor.origin(place));
            SecretRef secret = vault.store(
                    entry.secretId(), "api-key", origins, request.apiKey().value());
            commands.<Object>sendAndWait(new RotateApiKey(keyId, null, secret));
        }
        return keyId;
    }

    private Entry entry(long id) {
        return providers
                .find(new ProviderRef(ProviderType.API_KEY, id))
                .orElseThrow(() -> new Rejection.Unknown("api key " + id));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a key that is not in use; the secret is destroyed")
    ResponseEntity<byte[]> delete(
            @PathVariable long id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        var command = new DeleteApiKey(new ApiKeyId(id), IfMatch.version(ifMatch));
        return writes.answer(new Write(
                "DeleteApiKey",
                API_KEY,
                id,
                () -> {
                    commands.<Object>sendAndWait(command);
                    return command.apiKeyId();
                },
                Reply.noContent()));
    }

    private Vendor vendor(String field, String name) {
        return vendors.find(name)
                .orElseThrow(() -> new Rejection.Invalid(
                        field,
                        "is not a known vendor; known are "
                                + String.join(", ", vendors.vendors().keySet())));
    }

    private static Object find(String aggregateId) {
        return new FindApiKey(new ApiKeyId(number(aggregateId)));
    }

    private static long number(String aggregateId) {
        return Long.parseLong(aggregateId.substring("api-key-".length()));
    }
}
