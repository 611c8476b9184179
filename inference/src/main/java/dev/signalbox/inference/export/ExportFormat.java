package dev.signalbox.inference.export;

import dev.signalbox.inference.upstream.Upstream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Configuration of another router, as that router reads it; without the credential, which is written by itself. */
enum ExportFormat {
    LITELLM {
        @Override
        Map<String, Object> describe(Upstream upstream) {
            Map<String, Object> config = new LinkedHashMap<>();
            String model = upstream.model();
            if (upstream.isServer()) {
                // the OpenAI client inside LiteLLM wants the version in the base, its Ollama client does not
                boolean ollama = upstream.route().kind().equals("ollama");
                config.put("api_base", ollama ? upstream.route().baseUrl() : upstream.apiBase());
                config.put("model", model == null ? "default" : model);
            } else if (model != null) {
                config.put("model", model);
            }
            config.put("custom_llm_provider", liteLlmName(upstream));
            config.put("metadata", metadata(upstream, upstream.isServer() ? "server_type" : "provider_name"));
            return config;
        }

        @Override
        @Nullable
        String withoutCredential() {
            return "dummy";
        }
    },
    WILMER {
        @Override
        Map<String, Object> describe(Upstream upstream) {
            String kind = upstream.route().kind();
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("provider_type", upstream.ref().type().wireName());
            config.put("provider_id", upstream.ref().id());
            config.put("provider_name", upstream.isServer() ? upstream.route().name() : kind);
            config.put("base_url", upstream.isServer() ? upstream.route().baseUrl() : upstream.apiBase());
            config.put("is_local", upstream.isServer() && !kind.equals("openai-compatible"));
            config.put("supports_streaming", true);
            config.put("metadata", metadata(upstream, upstream.isServer() ? "server_type" : "provider_name"));
            return config;
        }

        @Override
        @Nullable
        String withoutCredential() {
            return null;
        }
    };

    abstract Map<String, Object> describe(Upstream upstream);

    /** What stands for the key of a provider that needs none. */
    abstract @Nullable String withoutCredential();

    static Optional<ExportFormat> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static Map<String, Object> metadata(Upstream upstream, String kindName) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("provider_id", upstream.ref().id());
        metadata.put("provider_type", upstream.ref().type().wireName());
        metadata.put(kindName, upstream.route().kind());
        return metadata;
    }

    private static String liteLlmName(Upstream upstream) {
        if (upstream.vendor() != null) {
            return upstream.vendor().litellm();
        }
        return switch (upstream.route().kind()) {
            case "vllm" -> "hosted_vllm";
            case "ollama" -> "ollama";
            // LiteLLM has no name of its own for these: they speak OpenAI's API
            default -> "openai";
        };
    }
}
