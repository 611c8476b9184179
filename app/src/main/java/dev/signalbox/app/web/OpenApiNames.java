package dev.signalbox.app.web;

import dev.signalbox.app.HasControlPlane;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.ComposedSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** What the generator can't see: names on the wire, what is in a patch, what a write answers, how errors look. */
@Component
@Conditional(HasControlPlane.class)
class OpenApiNames implements OpenApiCustomizer {

    private static final String REF = "#/components/schemas/";
    private static final Map<String, String> WRITTEN = Map.of(
            "/api/v1/llm-config/servers", "ServerView",
            "/api/v1/llm-config/api-keys", "ApiKeyView",
            "/api/v1/llm-config/active", "ActiveProviderView",
            "/api/v1/admin/tokens", "TokenView");

    @Override
    public void customise(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        schemas.values().forEach(OpenApiNames::onTheWire);
        schemas.keySet().removeIf(name -> name.startsWith("Patch"));
        schemas.put("ProblemDetail", problem());
        schemas.put("NewToken", newToken());
        api.getPaths().forEach(OpenApiNames::answers);
    }

    private static void onTheWire(Schema<?> schema) {
        if (schema.getProperties() == null) {
            return;
        }
        Map<String, Schema> named = new LinkedHashMap<>();
        schema.getProperties().forEach((name, value) -> {
            String wire = FieldErrors.onTheWire(name);
            named.put(wire, wire.equals("api_key") ? credential() : unwrapped(value));
        });
        schema.setProperties(named);
        if (schema.getRequired() != null) {
            schema.setRequired(
                    schema.getRequired().stream().map(FieldErrors::onTheWire).toList());
        }
    }

    private static Schema<?> credential() {
        return new StringSchema().minLength(1).maxLength(4096).writeOnly(true);
    }

    private static Schema<?> unwrapped(Schema<?> schema) {
        return switch (String.valueOf(schema.get$ref()).replace(REF, "")) {
            case "PatchString" -> new StringSchema();
            case "PatchBoolean" -> new BooleanSchema();
            case "PatchMapStringObject" -> new ObjectSchema();
            case "PatchLong" -> new IntegerSchema().format("int64").minimum(BigDecimal.ONE);
            case "PatchBigDecimal" ->
                new NumberSchema().description("US dollars, 4 places").minimum(BigDecimal.ZERO);
            case "PatchInstant" -> new DateTimeSchema();
            case "PatchListString" -> new ArraySchema().items(new StringSchema());
            case "PatchSetPurpose" ->
                new ArraySchema().items(new StringSchema()).description("chat, embeddings, reranking");
            case "PatchMapStringString" -> new ObjectSchema().additionalProperties(new StringSchema());
            case "PatchServerType" -> new StringSchema().description("vllm, ollama, llamacpp or openai-compatible");
            default -> schema;
        };
    }

    private static void answers(String path, PathItem item) {
        String view = WRITTEN.get(path.replaceAll("/\\{.*", ""));
        if (view != null && item.getPost() != null && WRITTEN.containsKey(path)) {
            written(item.getPost(), path.endsWith("/active") ? "200" : "201", view);
        }
        if (view != null && item.getPut() != null) {
            written(item.getPut(), "200", view);
        }
        if (view != null && item.getDelete() != null) {
            item.getDelete().getResponses().remove("200");
            item.getDelete().getResponses().addApiResponse("204", new ApiResponse().description("Gone"));
        }
        if (path.equals("/api/v1/admin/tokens") || path.endsWith("/tokens/{id}/rotate")) {
            written(item.getPost(), path.endsWith("rotate") ? "200" : "201", "NewToken");
        }
        item.readOperations()
                .forEach(operation -> operation
                        .getResponses()
                        .addApiResponse("default", answer("A problem", "application/problem+json", "ProblemDetail")));
    }

    private static void written(Operation operation, String status, String view) {
        operation.getResponses().remove("200");
        operation.getResponses().addApiResponse(status, answer("Written", "application/json", view));
    }

    private static ApiResponse answer(String description, String type, String schema) {
        var media = new MediaType().schema(new Schema<>().$ref(REF + schema));
        return new ApiResponse().description(description).content(new Content().addMediaType(type, media));
    }

    private static Schema<?> newToken() {
        Schema<?> once = new ObjectSchema()
                .addProperty(
                        "token",
                        new StringSchema()
                                .description("shown by this answer alone")
                                .readOnly(true));
        return new ComposedSchema().allOf(List.of(new Schema<>().$ref(REF + "TokenView"), once));
    }

    private static Schema<?> problem() {
        Schema<?> error =
                new ObjectSchema().addProperty("field", new StringSchema()).addProperty("message", new StringSchema());
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("errors", new ArraySchema().items(error));
    }
}
