package dev.signalbox.app.cli;

import dev.signalbox.app.cli.Check.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Goes through a node as an operator would who wants to know whether it works. */
final class SelftestRun {

    private static final List<String> PURPOSES = List.of("chat", "embeddings", "reranking");
    private static final int NOT_FOUND = 404;

    private final ControlPlane node;
    private final @Nullable DataPlane data;
    private final Consumer<Check> shown;
    private final List<Check> checks = new ArrayList<>();

    /** @param data null when no requests are to be sent */
    SelftestRun(ControlPlane node, @Nullable DataPlane data, Consumer<Check> shown) {
        this.node = node;
        this.data = data;
        this.shown = shown;
    }

    List<Check> run() {
        check("node", "control plane", () -> {
            node.get("/readyz");
            return Result.passed("ready");
        });
        int set = 0;
        for (String purpose : PURPOSES) {
            set += purpose(purpose) ? 1 : 0;
        }
        if (set == 0) {
            check(
                    "node",
                    "active providers",
                    () -> Result.failed("nothing is active for any purpose. Choose one:"
                            + " signalbox active set chat server:NAME"));
        }
        return checks;
    }

    private boolean purpose(String purpose) {
        JsonNode[] found = new JsonNode[1];
        Check active = check(purpose, "active provider", () -> {
            JsonNode set = active(purpose);
            if (set == null) {
                return Result.skipped("none is set");
            }
            found[0] = set;
            return set.path("provider").path("enabled").asBoolean()
                    ? Result.passed(name(set.path("provider"), set))
                    : Result.failed(name(set.path("provider"), set) + " is disabled");
        });
        JsonNode set = found[0];
        if (set == null) {
            return active.outcome() != Check.Outcome.SKIPPED;
        }
        check(purpose, "conversion for LiteLLM", () -> liteLlm(export(purpose, "litellm"), set));
        check(purpose, "conversion for Wilmer", () -> wilmer(export(purpose, "wilmer"), set));
        check(purpose, "health of " + kind(set), () -> health(set));
        int number = 1;
        for (JsonNode fallback : set.path("fallbacks")) {
            check(purpose, "health of fallback " + number++ + ", " + kind(fallback), () -> health(fallback));
        }
        inference(purpose);
        return true;
    }

    private void inference(String purpose) {
        if (data == null) {
            return;
        }
        DataPlane plane = data;
        switch (purpose) {
            case "chat" -> {
                check(purpose, "a request", plane::chat);
                check(purpose, "a streamed request", plane::streamed);
            }
            case "embeddings" -> check(purpose, "a request", plane::embeddings);
            default -> check(purpose, "a request", plane::reranking);
        }
    }

    private Check check(String purpose, String name, Supplier<Result> action) {
        long began = System.nanoTime();
        Result result;
        try {
            result = action.get();
        } catch (Failure e) {
            result = Result.failed(String.valueOf(e.getMessage()));
        }
        Check check =
                new Check(purpose, name, result.outcome(), result.detail(), (System.nanoTime() - began) / 1_000_000);
        checks.add(check);
        shown.accept(check);
        return check;
    }

    private @Nullable JsonNode active(String purpose) {
        try {
            return node.get("/api/v1/llm-config/active/" + purpose);
        } catch (Failure e) {
            if (e.status() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private JsonNode export(String purpose, String format) {
        return node.get("/api/v1/llm-config/active/" + purpose + "/export?format=" + format);
    }

    private static Result liteLlm(JsonNode config, JsonNode set) {
        if (config.path("custom_llm_provider").asString("").isEmpty()) {
            return Result.failed("custom_llm_provider is missing");
        }
        if (isServer(set) && config.path("api_base").asString("").isEmpty()) {
            return Result.failed("api_base is missing");
        }
        return common(config.path("metadata"), config.path("api_key"), set, config.path("custom_llm_provider"));
    }

    private static Result wilmer(JsonNode config, JsonNode set) {
        if (!config.path("base_url").asString("").matches("https?://.+")) {
            return Result.failed("base_url is no http(s) URL");
        }
        if (!config.path("is_local").isBoolean()) {
            return Result.failed("is_local is missing");
        }
        return common(config, config.path("api_key"), set, config.path("provider_name"));
    }

    private static Result common(JsonNode ids, JsonNode key, JsonNode set, JsonNode name) {
        if (ids.path("provider_id").asLong() != set.path("provider_id").asLong()) {
            return Result.failed(
                    "it names the provider " + ids.path("provider_id") + " instead of " + set.path("provider_id"));
        }
        if (key.isString() && !key.asString().matches("\\*{4}.{0,4}|dummy")) {
            return Result.failed("it shows more of the API key than its mask");
        }
        return Result.passed(name.asString(""));
    }

    private Result health(JsonNode target) {
        String id = target.path("provider_id").asString();
        if (isServer(target)) {
            JsonNode tested = node.post(Entries.SERVERS + "/" + id + "/test", null);
            String said = tested.path("status").asString() + ", "
                    + tested.path("message").asString("");
            return tested.path("status").asString().equals("down") ? Result.failed(said) : Result.passed(said);
        }
        JsonNode tested = node.post(Entries.KEYS + "/" + id + "/test", null);
        String said = tested.path("verdict").asString() + ", "
                + tested.path("message").asString("");
        return switch (tested.path("verdict").asString()) {
            case "valid", "limited" -> Result.passed(said);
            case "unknown" -> Result.skipped(said);
            default -> Result.failed(said);
        };
    }

    private static boolean isServer(JsonNode target) {
        return target.path("provider_type").asString().equals("ai_server");
    }

    private static String kind(JsonNode target) {
        return (isServer(target) ? "server " : "API key ")
                + target.path("provider_id").asString();
    }

    private static String name(JsonNode provider, JsonNode set) {
        return isServer(set)
                ? "server " + Entries.serverName(provider)
                : "API key " + Entries.keyName(provider) + " ("
                        + provider.path("masked_key").asString("****") + ")";
    }

    static boolean passed(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.outcome() == Check.Outcome.FAILED);
    }

    static Map<Check.Outcome, Long> counts(List<Check> checks) {
        return checks.stream()
                .collect(
                        java.util.stream.Collectors.groupingBy(Check::outcome, java.util.stream.Collectors.counting()));
    }
}
