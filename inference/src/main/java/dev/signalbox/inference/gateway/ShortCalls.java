package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Admission;
import dev.signalbox.inference.circuit.Circuit;
import dev.signalbox.inference.circuit.Circuits;
import dev.signalbox.inference.circuit.Pass;
import dev.signalbox.inference.limit.ClientLimits;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.trace.Tracing;
import dev.signalbox.inference.upstream.AddressRefusedException;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.inference.upstream.DirectRoute;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamHttp;
import dev.signalbox.inference.upstream.UpstreamModels;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says which requests can take the short way: those of OpenAI's shape that pass as they are to the primary, which is a server
 * over plain HTTP that may be asked now, with all that it takes at hand. Only the ordinary is decided here; whatever is
 * refused, translated, looked up or waited for goes the long way, where it is decided again.
 */
@Component
class ShortCalls {

    /** Endpoints of which all is passed on as it is. */
    private static final Map<String, Endpoint> PATHS = Map.of(
            "/v1/chat/completions", Endpoint.CHAT,
            "/api/v1/llm/chat/completions", Endpoint.CHAT,
            "/v1/completions", Endpoint.COMPLETIONS,
            "/v1/embeddings", Endpoint.EMBEDDINGS);

    private static final int MUCH = 256 << 10;

    private final Callers callers;
    private final Routing routing;
    private final Circuits circuits;
    private final UpstreamHttp http;
    private final Credentials credentials;
    private final UpstreamModels models;
    private final ClientLimits limits;
    private final Tracing tracing;
    private final Surroundings surroundings;
    private final int maxBody;
    private final LongAdder taken = new LongAdder();

    ShortCalls(
            Callers callers,
            Routing routing,
            Circuits circuits,
            UpstreamHttp http,
            Credentials credentials,
            UpstreamModels models,
            ClientLimits limits,
            Tracing tracing,
            GatewayProperties properties,
            Surroundings surroundings) {
        this.callers = callers;
        this.routing = routing;
        this.circuits = circuits;
        this.http = http;
        this.credentials = credentials;
        this.models = models;
        this.limits = limits;
        this.tracing = tracing;
        this.surroundings = surroundings;
        maxBody = (int) Math.min(MUCH, properties.gateway().maxBody().toBytes());
    }

    /** How many requests were sent that way, wherever they ended. */
    long taken() {
        return taken.sum();
    }

    /** Null when it is none for the short way, by its head. */
    @Nullable
    Opened open(HttpRequest request) {
        Endpoint endpoint = PATHS.get(request.uri());
        if (endpoint == null
                || !request.method().equals(HttpMethod.POST)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || request.decoderResult().isFailure()
                || tracing.isOn()) {
            return null;
        }
        int length = length(request.headers());
        Caller caller = length < 0 ? null : BearerToken.usual(request.headers(), callers);
        return caller == null ? null : new Opened(request, endpoint, caller, length);
    }

    /** Negative when the headers say something out of the ordinary. */
    private int length(HttpHeaders headers) {
        boolean ordinary = BodyReader.isJson(headers.get(HttpHeaderNames.CONTENT_TYPE))
                && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && Accepted.isFine(headers);
        int length = ordinary ? headers.getInt(HttpHeaderNames.CONTENT_LENGTH, -1) : -1;
        return length <= maxBody ? length : -1;
    }

    /** Null when it is none for the short way, by its content or by the state that all is in. */
    @Nullable
    ShortCall call(ShortWay way, Opened opened) {
        RoutingSnapshot snapshot = routing.current().orElse(null);
        ApiRequest request = scanned(opened);
        if (snapshot == null || request == null) {
            return null;
        }
        List<Upstream> routes = snapshot.routesFor(opened.endpoint.purpose());
        ShortCall.Target target = routes.isEmpty() ? null : target(request, routes.getFirst());
        if (target == null) {
            return null;
        }
        var admission = limits.admit(opened.caller.tokenId(), opened.caller.limits());
        opened.admitted(admission);
        if (admission != null && admission.refusal() != null) {
            target.giveBack();
            return null;
        }
        taken.increment();
        opened.line.revision = snapshot.revision();
        return new ShortCall(surroundings, way, opened, request, target);
    }

    private ShortCall.@Nullable Target target(ApiRequest request, Upstream primary) {
        String model = model(request, primary);
        DirectRoute route = model == null ? null : route(primary, request.endpoint());
        AuthHeader auth = route == null ? null : credentials.atHand(primary, route.origin());
        if (model == null || route == null || auth == null) {
            return null;
        }
        Pass pass = auth.isClean() ? pass(primary) : null;
        if (pass == null) {
            auth.close();
            return null;
        }
        return new ShortCall.Target(primary, model, route, auth, pass);
    }

    private static @Nullable ApiRequest scanned(Opened opened) {
        try {
            Allowed.require(opened.caller, opened.endpoint.purpose());
            ApiRequest request = ApiRequest.scan(opened.endpoint, opened.body());
            Allowed.requireModel(opened.caller, request.model());
            opened.line.stream = request.stream();
            opened.line.model = request.model();
            return request.base64() ? null : request;
        } catch (RequestRefused e) {
            return null;
        }
    }

    private @Nullable String model(ApiRequest request, Upstream primary) {
        String asked = request.leavesModelOpen() ? null : request.model();
        return asked == null ? primary.model() : models.mayHave(primary, asked) ? asked : null;
    }

    private @Nullable DirectRoute route(Upstream primary, Endpoint endpoint) {
        if (!primary.speaksOpenAi()
                || !primary.offers(endpoint.label())
                || !primary.headers().isEmpty()) {
            return null;
        }
        try {
            DirectRoute route = http.direct(primary.apiBase(), endpoint.upstreamPath());
            return route == null || route.isFull() ? null : route;
        } catch (AddressRefusedException e) {
            return null;
        }
    }

    private @Nullable Pass pass(Upstream primary) {
        Circuit circuit = circuits.of(primary);
        return circuit.enter() == Admission.ADMITTED ? circuit.pass(false) : null;
    }
}
