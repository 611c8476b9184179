package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import dev.signalbox.inference.dialect.Dialect;
import dev.signalbox.inference.dialect.TokenEstimate;
import dev.signalbox.inference.dialect.Translation;
import dev.signalbox.inference.dialect.UntranslatableException;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamHttp;
import dev.signalbox.inference.upstream.UpstreamModels;
import dev.signalbox.inference.upstream.UpstreamProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Carries a request to the active provider of its purpose, and to its fallbacks as long as the client has seen nothing. */
@Component
class PassThrough {

    /** More bytes than this are not parsed on an event loop. */
    private static final int MUCH_TO_TRANSLATE = 256 << 10;

    private final Routing routing;
    private final Ways ways;
    private final Credentials credentials;
    private final UpstreamModels models;
    private final UpstreamHttp http;
    private final StreamUsage streamUsage;
    private final UpstreamProperties limits;
    private final long maxAnswer;
    private final BodyReader bodies;

    PassThrough(
            Routing routing,
            Ways ways,
            Credentials credentials,
            UpstreamModels models,
            UpstreamHttp http,
            StreamUsage streamUsage,
            UpstreamProperties limits,
            GatewayProperties properties) {
        this.routing = routing;
        this.ways = ways;
        this.credentials = credentials;
        this.models = models;
        this.http = http;
        this.streamUsage = streamUsage;
        this.limits = limits;
        maxAnswer = properties.gateway().maxAnswer().toBytes();
        bodies = new BodyReader(properties.gateway().maxBody().toBytes());
    }

    Mono<Void> answer(Endpoint endpoint, Exchange exchange) {
        exchange.line().endpoint = endpoint;
        RoutingSnapshot snapshot = routing.current().orElse(null);
        if (snapshot != null) {
            exchange.routedBy(snapshot.revision());
        }
        return bodies.read(exchange.request()).flatMap(body -> {
            ApiRequest request = ApiRequest.scan(endpoint, body);
            exchange.line().stream = request.stream();
            exchange.line().model = request.model();
            Allowed.requireModel(exchange.caller(), request.model());
            List<Upstream> routes = routes(snapshot, endpoint.purpose());
            if (endpoint == Endpoint.COUNT_TOKENS && !routes.getFirst().speaksAnthropic()) {
                return exchange.estimate(TokenEstimate.answer(body));
            }
            return known(routes.getFirst(), request).flatMap(asked -> new Failover(exchange, asked, routes).attempt(0));
        });
    }

    /** A name is meant for the primary: what that one says itself that it does not have is asked of nobody. */
    private Mono<ApiRequest> known(Upstream primary, ApiRequest request) {
        String model = request.model();
        if (request.leavesModelOpen() || model == null) {
            return Mono.just(request);
        }
        return models.denies(primary, model).map(denied -> {
            if (denied) {
                throw new RequestRefused(Models.unknown(model));
            }
            return request;
        });
    }

    private static List<Upstream> routes(@Nullable RoutingSnapshot snapshot, Purpose purpose) {
        if (snapshot == null) {
            throw new RequestRefused(OpenAiError.server(
                    503, "This node has not read its configuration yet: try again in a moment.", "not_ready"));
        }
        List<Upstream> routes = snapshot.routesFor(purpose);
        if (routes.isEmpty()) {
            throw new RequestRefused(OpenAiError.server(
                    503,
                    "No active provider for " + purpose.wireName()
                            + ": set one with POST /api/v1/llm-config/active on the control plane.",
                    "no_active_provider"));
        }
        return routes;
    }

    private final class Failover {

        private final Exchange exchange;
        private final ApiRequest request;
        private final List<Upstream> routes;
        private @Nullable UpstreamFailure primary;

        Failover(Exchange exchange, ApiRequest request, List<Upstream> routes) {
            this.exchange = exchange;
            this.request = request;
            this.routes = routes;
        }

        Mono<Void> attempt(int index) {
            Upstream upstream = routes.get(index);
            return Mono.defer(() -> call(upstream, index))
                    .onErrorResume(e -> !exchange.committed(), e -> failed(index, UpstreamFailure.of(e)));
        }

        private Mono<Void> failed(int index, UpstreamFailure failure) {
            exchange.failed(routes.get(index), failure);
            primary = primary == null ? failure : primary;
            boolean goOn = failure.failure().triesNext(index == 0);
            if (goOn && index + 1 < routes.size()) {
                return attempt(index + 1);
            }
            int teller = goOn ? 0 : index;
            UpstreamFailure told = goOn ? primary : failure;
            Upstream upstream = routes.get(teller);
            return exchange.refuse(told.error(upstream.label()), upstream, told.retryAfter());
        }

        private Mono<Void> call(Upstream upstream, int index) {
            return ways.to(upstream, request)
                    .switchIfEmpty(Mono.error(() -> new UpstreamFailure(FailureClass.DIALECT_UNSUPPORTED)))
                    .flatMap(way -> model(upstream, way, index)
                            .switchIfEmpty(Mono.error(() -> new UpstreamFailure(FailureClass.NO_MODEL)))
                            .flatMap(model -> send(upstream, way, model)));
        }

        /** A name of the client's is meant for the primary: a fallback with a model of its own is asked for that. */
        private Mono<String> model(Upstream upstream, Way way, int index) {
            if (!way.namesModel()) {
                return Mono.just(request.model() == null ? "default" : request.model());
            }
            boolean ownModel = index > 0 && upstream.model() != null;
            String asked = request.model();
            return request.leavesModelOpen() || ownModel || asked == null
                    ? models.defaultOf(upstream)
                    : Mono.just(asked);
        }

        private Mono<Void> send(Upstream upstream, Way way, String model) {
            boolean askUsage =
                    request.stream() && request.endpoint().hasStreamOptions() && streamUsage.isAskedOf(upstream);
            Mono<Void> sent = send(upstream, way, model, askUsage);
            return askUsage
                    ? sent.onErrorResume(
                            e -> !exchange.committed() && streamUsage.isRefusedBy(upstream, e),
                            e -> send(upstream, way, model, false))
                    : sent;
        }

        private Mono<Void> send(Upstream upstream, Way way, String model, boolean askUsage) {
            exchange.line().upstream = upstream;
            exchange.line().upstreamModel = model;
            String url = way.url();
            Mono<Void> call = Mono.using(
                    () -> prepare(upstream, way, model, askUsage),
                    held -> new Attempt(exchange, upstream, request, held.translation(), limits, maxAnswer)
                            .run(http.client(url), url, held.auth(), held.body()),
                    Call::close);
            boolean quick = way.dialect() == null || request.body().length < MUCH_TO_TRANSLATE;
            return quick && credentials.isAtHand(upstream, url) ? call : call.subscribeOn(Schedulers.boundedElastic());
        }

        private Call prepare(Upstream upstream, Way way, String model, boolean askUsage) {
            Dialect dialect = way.dialect();
            Translation translation = dialect == null ? null : translate(dialect, upstream, model);
            AuthHeader auth = credentials.header(upstream, way.url());
            byte[] body = translation == null ? null : translation.body();
            return new Call(
                    auth,
                    body == null ? request.forUpstream(model, askUsage) : Unpooled.wrappedBuffer(body),
                    translation);
        }

        private Translation translate(Dialect dialect, Upstream upstream, String model) {
            try {
                return dialect.translate(request.body(), model, upstream);
            } catch (UntranslatableException e) {
                FailureClass failure = e.isWrong() ? FailureClass.REQUEST_REFUSED : FailureClass.UNTRANSLATABLE;
                throw new UpstreamFailure(
                        failure, OpenAiError.badRequest(400, e.message(), e.param(), failure.code()), null);
            }
        }
    }

    /** What a call holds and must give back. */
    private record Call(
            AuthHeader auth, ByteBuf body, @Nullable Translation translation) {

        void close() {
            auth.close();
            body.release();
        }
    }
}
