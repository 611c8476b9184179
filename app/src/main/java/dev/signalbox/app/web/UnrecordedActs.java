package dev.signalbox.app.web;

import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.ActRecorded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts on record what never became a command, as a body that is invalid, and acts of administration, as a rebuild. By the
 * names of controllers and their methods, so that one made tomorrow is on record too.
 */
@Component
class UnrecordedActs implements WebMvcConfigurer, HandlerInterceptor {

    private static final String RECORDED = UnrecordedActs.class.getName() + ".recorded";

    /** The request attribute with what is wrong, without a word of the client's: it may have put a secret anywhere. */
    static final String WRONG = UnrecordedActs.class.getName() + ".wrong";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final ApplicationEventPublisher signals;
    private final Clock clock;

    UnrecordedActs(ApplicationEventPublisher signals, Clock clock) {
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    /** Who has said it better than the status of the answer could. */
    @EventListener(ActRecorded.class)
    void remember() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(RECORDED, true, RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        if (READS.contains(request.getMethod())
                || request.getAttribute(RECORDED) != null
                || !(handler instanceof HandlerMethod method)) {
            return;
        }
        String controller = method.getBeanType().getSimpleName();
        boolean administers = controller.endsWith("AdminController");
        int status = response.getStatus();
        boolean recordable = administers || (controller.endsWith("CommandController") && status >= 400);
        // without the database the entry would be waited for as long again, and be lost as well
        if (recordable && status != HttpStatus.SERVICE_UNAVAILABLE.value()) {
            record(request, method, controller.replaceAll("(Admin|Command)Controller$", ""), status);
        }
    }

    private void record(HttpServletRequest request, HandlerMethod method, String entity, int status) {
        String name = method.getMethod().getName();
        String outcome = status < 400 ? "done" : status < 500 ? "refused" : "failed";
        signals.publishEvent(new ActRecorded(
                clock.instant(),
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + entity,
                entity.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT),
                entityId(request),
                outcome,
                status < 400 ? null : code(status),
                // compare=true, say: no secret is ever in an address
                status < 400 ? request.getQueryString() : (String) request.getAttribute(WRONG),
                RequestMetadata.of(request)));
    }

    /** What the path names, in its order: {@code servers}, or {@code servers/ID} of something that belongs to a view. */
    private static @Nullable String entityId(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && !variables.isEmpty()) {
            return NAME.matcher("" + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                    .results()
                    .map(name -> "" + variables.get(name.group(1)))
                    .collect(Collectors.joining("/"));
        }
        return null;
    }

    /** As the problems are named that are answered. */
    private static String code(int status) {
        return switch (status) {
            case 400 -> "malformed";
            case 422 -> "invalid";
            case 500 -> "internal-error";
            default -> {
                HttpStatus known = HttpStatus.resolve(status);
                yield known == null
                        ? "status-" + status
                        : known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
            }
        };
    }
}
