package dev.signalbox.command.config;

import dev.signalbox.command.config.ConfigChanges.Wish;
import dev.signalbox.command.write.Credential;
import dev.signalbox.command.write.IfMatch;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.secrets.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Configuration as code. */
@RestController
@RequestMapping("/api/v1/admin/config")
@Tag(name = "Configuration as code")
class ConfigCommandController {

    private final ConfigChanges changes;

    ConfigCommandController(ConfigChanges changes) {
        this.changes = changes;
    }

    /**
     * @param file the text of a {@code signalbox.yaml}
     * @param secrets what its {@code env:…} and {@code file:…} stand for, by the whole reference
     * @param prune removes what a section of the file doesn't name
     * @param commit that the file is of, for the audit log
     */
    record ConfigRequest(
            @NotNull String file,
            @Nullable Map<String, @NotNull @Credential Secret> secrets,
            @Nullable Boolean prune,
            @Nullable @Pattern(regexp = "[\\w./:-]{1,128}") String commit) {

        Wish wish(@Nullable Long base) {
            return new Wish(
                    ConfigReader.read(file),
                    secrets == null ? Map.of() : secrets,
                    Boolean.TRUE.equals(prune),
                    base,
                    commit);
        }
    }

    @PostMapping("/plan")
    @Operation(
            summary = "What a file would change",
            description = "Nothing changes. The ETag is the position that the plan was made at.")
    ResponseEntity<byte[]> plan(@Valid @RequestBody ConfigRequest request) {
        return closing(request, changes::plan, null);
    }

    @PostMapping("/apply")
    @Operation(
            summary = "Make the configuration what a file says, in one transaction",
            description = "With If-Match, only when nothing changed since the position that was planned.")
    ResponseEntity<byte[]> apply(
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ConfigRequest request) {
        return closing(request, changes::apply, IfMatch.version(ifMatch));
    }

    private static ResponseEntity<byte[]> closing(
            ConfigRequest request, Function<Wish, ResponseEntity<byte[]>> action, @Nullable Long base) {
        try {
            return action.apply(request.wish(base));
        } finally {
            if (request.secrets() != null) {
                request.secrets().values().forEach(Secret::close);
            }
        }
    }

    @GetMapping(value = "/export", produces = "application/yaml;charset=UTF-8")
    @Operation(summary = "The configuration as a file; secrets by their fingerprints")
    ResponseEntity<String> export() {
        Configuration now = changes.present();
        return ResponseEntity.ok()
                .eTag("\"" + now.position() + "\"")
                .header("X-Config-Revision", Long.toString(now.position()))
                .body(ConfigExport.yaml(now));
    }

    @GetMapping("/schema")
    @Operation(summary = "The JSON Schema of the file")
    ResponseEntity<Resource> schema() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/schema+json"))
                .body(new ClassPathResource("signalbox.schema.json"));
    }
}
