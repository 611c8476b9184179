package dev.signalbox.query.audit;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The description of what {@link AuditFilter} reads. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(name = "q", in = ParameterIn.QUERY, description = "Words that begin words of names, all of them"),
    @Parameter(name = "id", in = ParameterIn.QUERY),
    @Parameter(name = "user", in = ParameterIn.QUERY, description = "As all texts: may be repeated, one must match"),
    @Parameter(name = "actor_type", in = ParameterIn.QUERY, example = "token"),
    @Parameter(name = "authentication", in = ParameterIn.QUERY),
    @Parameter(name = "token_id", in = ParameterIn.QUERY),
    @Parameter(name = "client_address", in = ParameterIn.QUERY),
    @Parameter(name = "peer_address", in = ParameterIn.QUERY),
    @Parameter(name = "forwarded_for", in = ParameterIn.QUERY, description = "An address of the chain"),
    @Parameter(name = "user_agent", in = ParameterIn.QUERY),
    @Parameter(name = "request_id", in = ParameterIn.QUERY),
    @Parameter(name = "trace_id", in = ParameterIn.QUERY),
    @Parameter(name = "config_digest", in = ParameterIn.QUERY),
    @Parameter(name = "config_commit", in = ParameterIn.QUERY),
    @Parameter(name = "imported_from", in = ParameterIn.QUERY),
    @Parameter(name = "action", in = ParameterIn.QUERY, example = "add_server"),
    @Parameter(name = "operation", in = ParameterIn.QUERY, example = "ServerRegistered"),
    @Parameter(name = "entity_type", in = ParameterIn.QUERY, example = "server"),
    @Parameter(name = "entity_id", in = ParameterIn.QUERY),
    @Parameter(name = "entity_name", in = ParameterIn.QUERY),
    @Parameter(name = "version", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "version_before", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "field", in = ParameterIn.QUERY, description = "A field that was changed", example = "base_url"),
    @Parameter(name = "decision", in = ParameterIn.QUERY, schema = @Schema(allowableValues = {"allow", "deny"})),
    @Parameter(name = "reason", in = ParameterIn.QUERY),
    @Parameter(
            name = "outcome",
            in = ParameterIn.QUERY,
            schema = @Schema(allowableValues = {"done", "refused", "failed", "denied"})),
    @Parameter(name = "error_code", in = ParameterIn.QUERY, example = "name-taken"),
    @Parameter(name = "occurrences", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "schema_version", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "position", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "from_position", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "to_position", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time")),
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time")),
    @Parameter(name = "recorded_from", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time")),
    @Parameter(name = "recorded_to", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time")),
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "OCSF 1.6 API Activity, or CloudEvents 1.0",
            schema =
                    @Schema(
                            defaultValue = "native",
                            allowableValues = {"native", "ocsf", "cloudevents"}))
})
@interface AuditParameters {}
