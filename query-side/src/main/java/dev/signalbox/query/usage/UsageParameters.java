package dev.signalbox.query.usage;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The description of what sums and records are both filtered by. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time")),
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Exclusive",
            schema = @Schema(type = "string", format = "date-time")),
    @Parameter(
            name = "provider_type",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"ai_server", "api_key"})),
    @Parameter(name = "provider_id", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
    @Parameter(
            name = "purpose",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"chat", "embeddings", "reranking"})),
    @Parameter(name = "model", in = ParameterIn.QUERY, description = "What providers were asked for"),
    @Parameter(name = "client", in = ParameterIn.QUERY, description = "The name of a token"),
    @Parameter(name = "token_id", in = ParameterIn.QUERY)
})
@interface UsageParameters {}
