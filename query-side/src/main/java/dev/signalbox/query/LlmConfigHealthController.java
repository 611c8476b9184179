package dev.signalbox.query;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Health")
class LlmConfigHealthController {

    record Health(String status, String service) {}

    @GetMapping("/api/v1/llm-config/health")
    @Operation(summary = "That the configuration API answers; old clients compare the whole body")
    Health health() {
        return new Health("healthy", "LLM Configuration API");
    }
}
