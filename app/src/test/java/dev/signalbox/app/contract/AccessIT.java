package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Nobody gets in: what is mapped is walked, so that an endpoint made tomorrow is tested too. */
class AccessIT {

    private static final List<String> OPEN =
            List.of("/livez", "/readyz", "/api/v1/session", "/api/v1/session/oidc", "/api/v1/session/oidc/callback");
    private final TestNode node = TestNode.shared();

    private record Endpoint(String method, String path) {}

    @Test
    void noEndpointAnswersWithoutAToken() {
        assertRefused(node.stranger());
    }

    @Test
    void noEndpointAnswersAWrongToken() {
        assertRefused(node.stranger().with("Authorization", "Bearer sbx_wrong_token_of_the_tests"));
        assertRefused(node.stranger().with("Authorization", "Basic YWRtaW46YWRtaW4="));
        assertRefused(node.stranger().with("Authorization", TestNode.ADMIN_TOKEN));
        assertRefused(node.stranger().with("Authorization", "Bearer "));
    }

    @Test
    void tokensInTheAddressAreNotLookedAt() {
        Answer answer = node.stranger().get(CONFIG + "/servers?access_token=" + TestNode.ADMIN_TOKEN);
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void livenessAndReadinessNeedNoToken() {
        assertThat(node.stranger().get("/livez").status()).isEqualTo(200);
        assertThat(node.stranger().get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void theRouterSeesNothingButExports() {
        assertThat(endpoints())
                .filteredOn(endpoint -> !endpoint.path().endsWith("/export"))
                .allSatisfy(endpoint -> assertThat(call(node.router(), endpoint).status())
                        .as(endpoint::toString)
                        .isEqualTo(403));
    }

    @Test
    void anInferenceTokenConfiguresNothing() {
        Http inference = new Http(node.controlPort(), Map.of("Authorization", "Bearer " + TestNode.INFERENCE_TOKEN));
        assertThat(endpoints())
                .allSatisfy(endpoint -> assertThat(call(inference, endpoint).status())
                        .as(endpoint::toString)
                        .isEqualTo(403));
    }

    @Test
    void whatIsNotMappedIsDeniedAsWell() {
        for (String path : List.of("/nothing", "/api", "/actuator/env", "/error", "/v3/api-docs")) {
            assertThat(node.stranger().get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(node.admin().get("/nothing").status()).isEqualTo(403);
    }

    @Test
    void deniedAccessIsOnRecord() {
        // a node of its own: only so many denials per minute are recorded
        try (TestNode fresh = TestNode.start()) {
            String trace = "0af7651916cd43dd8448eb211c80319c";
            String traceparent = "00-" + trace + "-b7ad6b7169203331-01";
            fresh.stranger().with("traceparent", traceparent).post(CONFIG + "/servers", "{}");
            fresh.router().with("traceparent", traceparent).delete(CONFIG + "/servers/1");
            var items = fresh.admin()
                    .get(CONFIG + "/audit?request_id=" + trace)
                    .json()
                    .path("items");
            assertThat(items.findValuesAsString("outcome")).containsExactly("denied", "denied");
            assertThat(items.findValuesAsString("error_code")).containsExactly("forbidden", "unauthorized");
            assertThat(items.findValuesAsString("user").getFirst()).isEqualTo("router");
            assertThat(items.findValuesAsString("operation"))
                    .containsExactly("DELETE " + CONFIG + "/servers/1", "POST " + CONFIG + "/servers");
        }
    }

    private void assertRefused(Http client) {
        assertThat(endpoints()).hasSizeGreaterThan(25).allSatisfy(endpoint -> {
            Answer answer = call(client, endpoint);
            assertThat(answer.status()).as(endpoint::toString).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isNotNull();
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.problem()).isEqualTo("unauthorized");
        });
    }

    private static Answer call(Http client, Endpoint endpoint) {
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(endpoint.method());
        return client.send(endpoint.method(), endpoint.path().replaceAll("\\{.*?}", "1"), hasBody ? "{}" : null);
    }

    private List<Endpoint> endpoints() {
        return node.beans(RequestMappingHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(AccessIT::endpoints)
                .filter(endpoint -> !OPEN.contains(endpoint.path()))
                .distinct()
                .toList();
    }

    private static Stream<Endpoint> endpoints(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return info.getPatternValues().stream()
                .flatMap(path -> (methods.isEmpty() ? List.of(RequestMethod.GET, RequestMethod.POST) : methods)
                        .stream().map(method -> new Endpoint(method.name(), path)));
    }
}
