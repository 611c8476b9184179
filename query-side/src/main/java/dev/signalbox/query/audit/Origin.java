package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.signal.MetadataKeys;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Who it was and where from, as the metadata of a request, a command or an event say. */
@Embeddable
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@NullUnmarked
class Origin {

    @Column(name = "user_name")
    private String user;

    private String actorType;
    private String authentication;

    @Column(name = "token_id")
    @JsonProperty("token_id")
    private String credential;

    private String clientAddress;
    private String peerAddress;
    private String forwardedFor;
    private String userAgent;
    private String requestId;
    private String traceId;

    protected Origin() {}

    Origin(Map<String, ?> metadata) {
        user = Texts.cut(metadata.get(MetadataKeys.USER));
        authentication = Texts.cut(metadata.get(MetadataKeys.AUTHENTICATION));
        actorType = actorType(metadata.get(MetadataKeys.ACTOR_TYPE));
        credential = Texts.cut(metadata.get(MetadataKeys.TOKEN_ID));
        clientAddress = Texts.cut(metadata.get(MetadataKeys.CLIENT_ADDRESS));
        Object peer = metadata.get(MetadataKeys.PEER_ADDRESS);
        peerAddress = peer == null ? clientAddress : Texts.cut(peer);
        forwardedFor = Texts.clean(metadata.get(MetadataKeys.FORWARDED_FOR));
        userAgent = Texts.cut(metadata.get(MetadataKeys.USER_AGENT));
        requestId = Texts.cut(metadata.get(MetadataKeys.REQUEST_ID));
        traceId = Texts.cut(metadata.get(MetadataKeys.TRACE_ID));
    }

    /** Events that are older than this key tell it by how somebody was authenticated. */
    private String actorType(@Nullable Object told) {
        if (told != null) {
            return told.toString();
        }
        return "token".equals(authentication) ? "token" : "system".equals(user) ? "system" : "anonymous";
    }

    String user() {
        return user;
    }

    String actorType() {
        return actorType;
    }

    String authentication() {
        return authentication;
    }

    String credential() {
        return credential;
    }

    String clientAddress() {
        return clientAddress;
    }

    String peerAddress() {
        return peerAddress;
    }

    String forwardedFor() {
        return forwardedFor;
    }

    String userAgent() {
        return userAgent;
    }

    String requestId() {
        return requestId;
    }

    String traceId() {
        return traceId;
    }
}
