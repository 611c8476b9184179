package dev.signalbox.command.write;

import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.signal.UserAgent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who asks, and by which request: the metadata of every command, event and audit entry. */
public final class RequestMetadata {

    /** What the application's filters have found out about a request, in its attributes. */
    private static final List<String> OF_THE_APPLICATION = List.of(
            MetadataKeys.ACTOR_TYPE,
            MetadataKeys.TOKEN_ID,
            MetadataKeys.ROLES,
            MetadataKeys.TRACE_ID,
            MetadataKeys.CLIENT_ADDRESS,
            MetadataKeys.PEER_ADDRESS,
            MetadataKeys.FORWARDED_FOR,
            MetadataKeys.RESTORED_FROM);

    /** What the writes of this thread have in common beside the request, as the file that they come from. */
    private static final ThreadLocal<Map<String, String>> COMMON = ThreadLocal.withInitial(Map::of);

    private RequestMetadata() {}

    /** All that is written meanwhile, by this thread, says this about itself, too. */
    public static <T> T during(Map<String, String> common, Supplier<T> writes) {
        Map<String, String> before = COMMON.get();
        COMMON.set(common);
        try {
            return writes.get();
        } finally {
            COMMON.set(before);
        }
    }

    /** Of the request that this thread serves; {@code system} outside of one. */
    public static Map<String, String> current() {
        HttpServletRequest request = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes a
                ? a.getRequest()
                : null;
        return of(request);
    }

    public static Map<String, String> of(@Nullable HttpServletRequest request) {
        Map<String, String> metadata = new HashMap<>(COMMON.get());
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        String anonymous = request == null ? "system" : "anonymous";
        metadata.put(MetadataKeys.USER, authentication == null ? anonymous : authentication.getName());
        metadata.put(
                MetadataKeys.AUTHENTICATION,
                authentication == null || authentication.getDetails() == null
                        ? "none"
                        : authentication.getDetails().toString());
        if (request == null) {
            metadata.put(MetadataKeys.ACTOR_TYPE, "system");
            metadata.put(MetadataKeys.REQUEST_ID, UUID.randomUUID().toString());
            return metadata;
        }
        metadata.put(MetadataKeys.REQUEST_ID, requestId(request));
        metadata.put(MetadataKeys.CLIENT_ADDRESS, request.getRemoteAddr());
        metadata.put(MetadataKeys.ACTOR_TYPE, "anonymous");
        for (String key : OF_THE_APPLICATION) {
            if (request.getAttribute(key) instanceof String value) {
                metadata.put(key, value);
            }
        }
        String userAgent = request.getHeader("User-Agent");
        if (userAgent != null) {
            metadata.put(MetadataKeys.USER_AGENT, UserAgent.printable(userAgent));
        }
        return metadata;
    }

    /** The trace id of a W3C traceparent, or the client's X-Request-Id, or one of our own; the same for the whole request. */
    public static String requestId(HttpServletRequest request) {
        if (request.getAttribute(MetadataKeys.REQUEST_ID) instanceof String known) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        String traceparent = request.getHeader("traceparent");
        String requestId = request.getHeader("X-Request-Id");
        if (traceparent != null && traceparent.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")) {
            id = traceparent.substring(3, 35);
            request.setAttribute(MetadataKeys.TRACE_ID, id);
        } else if (requestId != null && requestId.matches("[\\w.:-]{1,128}")) {
            id = requestId;
        }
        request.setAttribute(MetadataKeys.REQUEST_ID, id);
        return id;
    }
}
