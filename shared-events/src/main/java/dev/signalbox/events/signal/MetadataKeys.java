package dev.signalbox.events.signal;

import java.util.List;

/**
 * The keys of every event's metadata: who, how authenticated, from where, by which request. All values are strings.
 * The application puts what it knows of a request into the request's attributes, under the same names.
 */
public final class MetadataKeys {

    public static final String USER = "user";
    public static final String AUTHENTICATION = "authentication";
    /** {@code token}, {@code user}, {@code system} or {@code anonymous}. */
    public static final String ACTOR_TYPE = "actorType";
    /** Which token it was; never the token. */
    public static final String TOKEN_ID = "tokenId";
    /** Why it was allowed: the roles of who asked. */
    public static final String ROLES = "roles";

    public static final String REQUEST_ID = "requestId";
    /** Of a W3C traceparent, if one was sent. */
    public static final String TRACE_ID = "traceId";
    /** Who it comes from, as far as trusted proxies tell; without one, the peer. */
    public static final String CLIENT_ADDRESS = "clientAddress";
    /** The other end of the connection. */
    public static final String PEER_ADDRESS = "peerAddress";
    /** What trusted proxies say about the way here, client first, separated by commas. */
    public static final String FORWARDED_FOR = "forwardedFor";

    public static final String USER_AGENT = "userAgent";

    /** The position that a restore went back to; on its events only. */
    public static final String RESTORED_FROM = "restored_from";

    /** The digest of the file that a change comes from. */
    public static final String CONFIG_DIGEST = "config_digest";
    /** The commit that the file is of, if whoever applied it said so. */
    public static final String CONFIG_COMMIT = "config_commit";
    /** The row of another product that a change comes from, as {@code ops-center:llm_api_keys/3}. */
    public static final String IMPORTED_FROM = "imported_from";

    public static final List<String> ALL = List.of(
            USER,
            AUTHENTICATION,
            ACTOR_TYPE,
            TOKEN_ID,
            ROLES,
            REQUEST_ID,
            TRACE_ID,
            CLIENT_ADDRESS,
            PEER_ADDRESS,
            FORWARDED_FOR,
            USER_AGENT,
            RESTORED_FROM,
            CONFIG_DIGEST,
            CONFIG_COMMIT,
            IMPORTED_FROM);

    private MetadataKeys() {}
}
