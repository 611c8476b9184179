package dev.signalbox.events.signal;

import java.util.List;

/** The keys of every event's metadata: who, how authenticated, from where, by which request. All values are strings. */
public final class MetadataKeys {

    public static final String USER = "user";
    public static final String AUTHENTICATION = "authentication";
    public static final String REQUEST_ID = "requestId";
    public static final String CLIENT_ADDRESS = "clientAddress";
    public static final String USER_AGENT = "userAgent";

    /** The position that a restore went back to; on its events only. */
    public static final String RESTORED_FROM = "restored_from";

    public static final List<String> ALL =
            List.of(USER, AUTHENTICATION, REQUEST_ID, CLIENT_ADDRESS, USER_AGENT, RESTORED_FROM);

    private MetadataKeys() {}
}
